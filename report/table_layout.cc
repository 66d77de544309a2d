// SPDX-License-Identifier: Apache-2.0
// Tables on pages: widths of columns, rows kept whole, the head repeated on every page.
#include <algorithm>
#include <numeric>

#include "report/page_layout.h"

namespace report {
namespace {

constexpr double kPadX = 5;
constexpr double kPadY = 2.6;
constexpr double kHeadGrey = 0.91;
constexpr double kLabelGrey = 0.955;
constexpr double kRuleGrey = 0.72;
constexpr double kEdgeGrey = 0.35;
constexpr std::size_t kMeasuredRows = 100;

TextLook cell_look(bool head) {
  TextLook look;
  look.size = head ? 8.5 : 9;
  look.bold = head;
  return look;
}

std::size_t column_count(const Table& table) {
  std::size_t columns = table.head.size();
  for (const auto& row : table.rows) {
    columns = std::max(columns, row.size());
  }
  return columns;
}

struct Column {
  double natural = 0, least = 0;
};

std::vector<Column> measure_columns(const FontMap& fonts, const Table& table, double available) {
  std::vector<Column> out(column_count(table));
  const double most = available * 0.4;
  const auto widen = [&](const std::vector<Text>& cells, bool head) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const TextWidths widths = measure(fonts, cells[i], cell_look(head));
      out[i].natural = std::max(out[i].natural, widths.natural + 2 * kPadX + 0.5);
      out[i].least = std::max(out[i].least, std::min(widths.least + 2 * kPadX + 0.5, most));
    }
  };
  widen(table.head, true);
  for (std::size_t i = 0; i < std::min(table.rows.size(), kMeasuredRows); ++i) {
    widen(table.rows[i], false);
  }
  return out;
}

/// Each column gets what it cannot do without, then its share of what is left by what it would like.
std::vector<double> widths_by_content(const std::vector<Column>& columns, double available) {
  double least = 0;
  double wish = 0;
  for (const Column& column : columns) {
    least += column.least;
    wish += std::min(column.natural, available) - column.least;
  }
  std::vector<double> out;
  for (const Column& column : columns) {
    if (least >= available) {
      out.push_back(available * column.least / least);
      continue;
    }
    const double part =
        wish > 0 ? (std::min(column.natural, available) - column.least) / wish : column.least / least;
    out.push_back(column.least + (available - least) * part);
  }
  return out;
}

std::vector<double> column_widths(const FontMap& fonts, const Table& table, double available) {
  const std::size_t columns = column_count(table);
  if (table.widths.size() == columns) {
    const double all = std::accumulate(table.widths.begin(), table.widths.end(), 0.0);
    std::vector<double> out;
    for (const double width : table.widths) {
      out.push_back(all > 0 ? available * width / all : available / static_cast<double>(columns));
    }
    return out;
  }
  return widths_by_content(measure_columns(fonts, table, available), available);
}

class TablePainter {
 public:
  TablePainter(PageFlow& flow, const Table& table)
      : flow_(flow), table_(table), widths_(column_widths(flow.fonts(), table, flow.area().width)) {}

  void put() {
    begin_part();
    const std::size_t count = table_.rows.size();
    for (std::size_t i = 0; i < count; ++i) {
      const bool before_last = count > 2 && i + 2 == count;
      put_row(table_.rows[i], before_last ? height_of_row(lay_out_row(table_.rows[i + 1], false)) : 0);
    }
    end_part();
  }

 private:
  using Row = std::vector<const LaidText*>;

  Row lay_out_row(const std::vector<Text>& cells, bool head) {
    Row out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double width = std::max(widths_[i] - 2 * kPadX, 4.0);
      out.push_back(&flow_.keep(lay_out(flow_.fonts(), cells[i], cell_look(head), width)));
    }
    return out;
  }

  static double height_of_row(const Row& row) {
    double height = 0;
    for (const LaidText* cell : row) {
      height = std::max(height, cell->height());
    }
    return height + 2 * kPadY;
  }

  /// The upper edge and the head, at the start and after each page break.
  void begin_part() {
    if (head_.empty()) {
      head_ = lay_out_row(table_.head, true);
    }
    flow_.put(RuleItem{flow_.area().left, flow_.y(), flow_.area().width, 0.8, kEdgeGrey});
    if (!head_.empty()) {
      const double height = height_of_row(head_);
      flow_.put(FillItem{flow_.area().left, flow_.y() + 0.4, flow_.area().width, height, kHeadGrey});
      put_cells(head_, std::vector<std::size_t>(head_.size(), 0), height);
      rule();
    }
    part_start_ = flow_.y();
  }

  void end_part() { flow_.put(RuleItem{flow_.area().left, flow_.y(), flow_.area().width, 0.8, kEdgeGrey}); }

  void rule() { flow_.put(RuleItem{flow_.area().left, flow_.y(), flow_.area().width, 0.4, kRuleGrey}); }

  void next_page() {
    end_part();
    flow_.new_page();
    begin_part();
  }

  /// Keeps the row together with `more` below it, so that the last row does not stand alone.
  void put_row(const std::vector<Text>& cells, double more) {
    const Row row = lay_out_row(cells, false);
    const double height = height_of_row(row);
    const double wanted = height + more <= whole_page() / 3 ? height + more : height;
    if (wanted > flow_.room() && flow_.y() > part_start_ && height <= whole_page()) {
      next_page();
    }
    std::vector<std::size_t> from(row.size(), 0);
    while (height_left(row, from) > flow_.room() && height > whole_page()) {
      if (!put_slice(row, from)) {
        break;
      }
      next_page();
    }
    put_slice(row, from);
    rule();
  }

  double whole_page() const { return flow_.full_height() - (head_.empty() ? 0 : height_of_row(head_)); }

  static double height_left(const Row& row, const std::vector<std::size_t>& from) {
    double height = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      height = std::max(height, height_of(*row[i], from[i], row[i]->lines.size()));
    }
    return height + 2 * kPadY;
  }

  /// Puts the lines of each cell that fit; moves `from` past them. False when none is left over.
  bool put_slice(const Row& row, std::vector<std::size_t>& from) {
    const double room = flow_.room() - 2 * kPadY;
    const std::vector<std::size_t> start = from;
    double height = 0;
    bool more = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t count = row[i]->lines.size();
      std::size_t last = from[i] + lines_that_fit(*row[i], from[i], room);
      if (last == from[i] && last < count && flow_.y() <= part_start_) {
        ++last;  // a line taller than the page: better cut than repeated without end
      }
      height = std::max(height, height_of(*row[i], from[i], last));
      from[i] = last;
      more = more || last < count;
    }
    shade_label(height + 2 * kPadY);
    put_cells(row, start, height + 2 * kPadY, &from);
    return more;
  }

  void shade_label(double height) {
    if (table_.head.empty() && widths_.size() > 1) {
      flow_.put(FillItem{flow_.area().left, flow_.y(), widths_.front(), height, kLabelGrey});
    }
  }

  void put_cells(const Row& row, const std::vector<std::size_t>& start, double height,
                 const std::vector<std::size_t>* end = nullptr) {
    double x = flow_.area().left;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t last = end == nullptr ? row[i]->lines.size() : (*end)[i];
      if (start[i] < last) {
        flow_.put(TextItem{row[i], start[i], last, x + kPadX, flow_.y() + kPadY});
      }
      x += widths_[i];
    }
    flow_.advance(height);
  }

  PageFlow& flow_;
  const Table& table_;
  std::vector<double> widths_;
  Row head_;
  double part_start_ = 0;
};

double row_height(const FontMap& fonts, const std::vector<Text>& cells, const std::vector<double>& widths,
                  bool head) {
  double height = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    height = std::max(
        height, lay_out(fonts, cells[i], cell_look(head), std::max(widths[i] - 2 * kPadX, 4.0)).height());
  }
  return height + 2 * kPadY;
}

}  // namespace

double table_start(const PageFlow& flow, const Table& table) {
  if (column_count(table) == 0) {
    return 0;
  }
  const std::vector<double> widths = column_widths(flow.fonts(), table, flow.area().width);
  const double head = table.head.empty() ? 0 : row_height(flow.fonts(), table.head, widths, true);
  double rows = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(table.rows.size(), 2); ++i) {
    const double height = row_height(flow.fonts(), table.rows[i], widths, false);
    rows += i == 0 || rows + height <= flow.full_height() / 3 ? height : 0;
  }
  return head + rows;
}

void put_table(PageFlow& flow, const Table& table) {
  if (column_count(table) > 0) {
    TablePainter(flow, table).put();
  }
}

}  // namespace report
