// SPDX-License-Identifier: Apache-2.0
// Draws a Document as plain text of 80 columns.
#include <algorithm>
#include <string_view>

#include "core/text.h"
#include "report/render_pdf.h"

namespace report {
namespace {

constexpr std::size_t kColumns = 80;

/// Columns a character takes on a screen of fixed width (East Asian wide characters take two).
std::size_t columns_of(char32_t c) {
  const bool wide =
      (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
      (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
      (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
  return wide ? 2 : 1;
}

using Points = std::vector<char32_t>;

Points points_of(const std::string& text) { return core::code_points(text).value_or(Points{}); }

std::size_t columns_of(const Points& points) {
  std::size_t out = 0;
  for (const char32_t point : points) {
    out += columns_of(point);
  }
  return out;
}

std::string shown_text(const Text& text) {
  std::string out;
  for (const Span& span : text) {
    out += core::shown(span.text, true);
  }
  return out;
}

std::string utf8(const Points& points) {
  std::string out;
  for (const char32_t point : points) {
    core::append_utf8(out, point);
  }
  return out;
}

/// True where a line may end after `last` and the next begin with `next`: after a space and beside a wide character, but for
/// what Japanese does not set at the end or at the beginning of a line (JIS X 4051).
bool may_break(char32_t last, char32_t next) {
  constexpr std::u32string_view kNotLast = U"（「『【〔［｛〈《“‘([{";
  constexpr std::u32string_view kNotFirst =
      U"、。，．・：；？！）」』】〕］｝〉》”’…‥ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ),.:;"
      U"?!]}";
  if (last == ' ') {
    return true;
  }
  const bool wide = columns_of(last) == 2 || columns_of(next) == 2;
  return wide && kNotLast.find(last) == std::u32string_view::npos &&
         kNotFirst.find(next) == std::u32string_view::npos;
}

/// Splits into lines no wider than `width`, where they may break, else anywhere.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> out;
  Points line;
  std::size_t used = 0;
  std::size_t breakable = 0;  // characters of the line up to the last place it may break
  const auto cut = [&](std::size_t at) {
    Points rest(line.begin() + static_cast<long>(at), line.end());
    line.resize(at);
    while (!line.empty() && line.back() == ' ') {
      line.pop_back();
    }
    out.push_back(utf8(line));
    line = std::move(rest);
    used = columns_of(line);
    breakable = 0;
  };
  for (const char32_t point : points_of(text)) {
    if (point == '\n') {
      cut(line.size());
      continue;
    }
    if (!line.empty() && may_break(line.back(), point)) {
      breakable = line.size();
    }
    if (used + columns_of(point) > width && point != ' ') {
      cut(breakable > 0 ? breakable : line.size());
    }
    line.push_back(point);
    used += columns_of(point);
  }
  cut(line.size());
  return out;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t used = columns_of(points_of(text));
  return text + std::string(width > used ? width - used : 0, ' ');
}

class TextWriter {
 public:
  std::string write(const Document& document) {
    put_watermark(document);
    lines(core::shown(document.title), "", "");
    out_ += std::string(kColumns, '=') + "\n";
    for (const Block& block : document.blocks) {
      std::visit([&](const auto& it) { put(it, document); }, block);
    }
    out_ += "\n" + std::string(kColumns, '-') + "\n";
    for (const std::string& line : document.footer) {
      lines(core::shown(line), "", "");
    }
    put_watermark(document);
    return std::move(out_);
  }

 private:
  void put_watermark(const Document& document) {
    if (!document.watermark.empty()) {
      lines("*** " + core::shown(document.watermark) + " ***", "", "");
    }
  }

  /// Writes wrapped text, the first line after `first`, the others after `other`.
  void lines(const std::string& text, const std::string& first, const std::string& other) {
    bool begun = false;
    const std::size_t indent = std::max(columns_of(points_of(first)), columns_of(points_of(other)));
    for (const std::string& line : wrapped(text, kColumns - std::min<std::size_t>(indent, 40))) {
      std::string whole = (begun ? other : first) + line;
      whole.resize(whole.find_last_not_of(' ') + 1);
      out_ += whole + "\n";
      begun = true;
    }
  }

  void put(const Heading& block, const Document&) {
    const std::string text = shown_text(block.text);
    out_ += "\n";
    lines(text, "", "");
    const std::size_t width = std::min(columns_of(points_of(text)), kColumns);
    out_ += std::string(width, block.level == 1 ? '=' : '-') + "\n";
  }
  void put(const Paragraph& block, const Document&) {
    out_ += "\n";
    lines(shown_text(block.text), "", "");
  }
  void put(const List& block, const Document&) {
    out_ += "\n";
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      const std::string mark = block.numbered ? std::to_string(i + 1) + ". " : "- ";
      lines(shown_text(block.items[i]), mark, std::string(mark.size(), ' '));
    }
  }
  void put(const Quote& block, const Document&) {
    out_ += "\n";
    lines(shown_text(block.text), "| ", "| ");
  }
  void put(const SignatureBlock& block, const Document& document) {
    const bool ja = document.language == "ja";
    const std::string line(40, '_');
    out_ += "\n";
    lines(core::shown(block.role), "", "");
    out_ += std::string(ja ? "署名  " : "Signature  ") + line + "\n";
    lines(block.name.empty() ? line : core::shown(block.name), ja ? "氏名  " : "Name       ", "           ");
    out_ += std::string(ja ? "日付  " : "Date       ") + line + "\n";
    out_ += std::string(ja ? "場所  " : "Place      ") + line + "\n";
  }
  void put(const Code& block, const Document&) {
    out_ += "\n";
    lines(core::shown(block.text), "", "");
  }
  void put(const PageBreak&, const Document&) { out_ += "\n"; }

  void put(const Table& block, const Document&) {
    out_ += "\n";
    const std::vector<std::size_t> widths = aligned_widths(block);
    if (block.head.empty()) {
      put_labels(block);
    } else if (!widths.empty()) {
      put_aligned(block, widths);
    } else {
      put_records(block);
    }
  }

  /// Widths at which every row fits on one line; empty when there are none.
  static std::vector<std::size_t> aligned_widths(const Table& table) {
    std::vector<std::size_t> out(table.head.size(), 0);
    const auto widen = [&](const std::vector<Text>& cells) {
      for (std::size_t i = 0; i < std::min(cells.size(), out.size()); ++i) {
        const std::string text = shown_text(cells[i]);
        const std::size_t width =
            text.find('\n') == std::string::npos ? columns_of(points_of(text)) : kColumns;
        out[i] = std::max(out[i], width);
      }
    };
    widen(table.head);
    std::for_each(table.rows.begin(), table.rows.end(), widen);
    std::size_t all = 0;
    for (const std::size_t width : out) {
      all += width + 2;
    }
    return all > kColumns + 2 ? std::vector<std::size_t>{} : out;
  }

  void put_aligned(const Table& table, const std::vector<std::size_t>& widths) {
    const auto row = [&](const std::vector<Text>& cells) {
      std::string line;
      for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
        line += padded(shown_text(cells[i]), widths[i] + 2);
      }
      line.resize(line.find_last_not_of(' ') + 1);
      out_ += line + "\n";
    };
    row(table.head);
    std::string rule;
    for (const std::size_t width : widths) {
      rule += std::string(width, '-') + "  ";
    }
    rule.resize(rule.size() - 2);
    out_ += rule + "\n";
    std::for_each(table.rows.begin(), table.rows.end(), row);
  }

  /// The first cell of each row names the others.
  void put_labels(const Table& table) {
    for (const auto& row : table.rows) {
      const std::string label = row.empty() ? "" : shown_text(row.front()) + ": ";
      std::string value;
      for (std::size_t i = 1; i < row.size(); ++i) {
        value += (i > 1 ? "; " : "") + shown_text(row[i]);
      }
      labelled(label, value, "    ");
    }
  }

  /// Each row as a list of "head: value".
  void put_records(const Table& table) {
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      for (std::size_t i = 0; i < table.rows[r].size(); ++i) {
        const std::string label = i < table.head.size() ? shown_text(table.head[i]) + ": " : "";
        labelled((i == 0 ? "* " : "  ") + label, shown_text(table.rows[r][i]), "      ");
      }
    }
  }

  void labelled(const std::string& label, const std::string& value, const std::string& indent) {
    lines(label + value, "", indent);
  }

  std::string out_;
};

}  // namespace

std::string render_text(const Document& document) { return TextWriter().write(document); }

}  // namespace report
