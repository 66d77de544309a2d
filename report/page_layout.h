// SPDX-License-Identifier: Apache-2.0
// A document laid out on pages: what stands where, before anything is drawn.
#pragma once

#include <deque>
#include <string>
#include <variant>
#include <vector>

#include "report/text_layout.h"

namespace report {

/// Lines [first, last) of a text, the first one's top at y.
struct TextItem {
  const LaidText* text = nullptr;
  std::size_t first = 0, last = 0;
  double x = 0, y = 0;
};
/// A horizontal line.
struct RuleItem {
  double x = 0, y = 0, width = 0, thickness = 0.5, grey = 0.6;
};
/// A filled area.
struct FillItem {
  double x = 0, y = 0, width = 0, height = 0, grey = 0.95;
};
using PageItem = std::variant<TextItem, RuleItem, FillItem>;

/// A heading, for the outline of the PDF.
struct OutlineItem {
  int level = 1;
  std::string text;
  std::size_t page = 0;  // from 0
  double y = 0;
};

struct Pages {
  std::deque<LaidText> texts;  // items point into it
  std::vector<std::vector<PageItem>> pages;
  std::vector<OutlineItem> outline;
};

/// Where blocks may stand on each page.
struct PageArea {
  double left = 0, top = 0, width = 0, bottom = 0;
};

/// The pages being filled, from top to bottom.
class PageFlow {
 public:
  PageFlow(const FontMap& fonts, const PageArea& area);

  const FontMap& fonts() const { return fonts_; }
  const PageArea& area() const { return area_; }
  double y() const { return y_; }
  double room() const { return area_.bottom - y_; }
  double full_height() const { return area_.bottom - area_.top; }
  bool at_top() const { return y_ <= area_.top; }

  void new_page();
  /// Begins a new page when less than `height` is left, unless nothing stands on this one yet.
  void need(double height);
  /// Leaves a gap, but none at the head of a page.
  void gap(double height);
  void advance(double height) { y_ += height; }

  /// Keeps the text as long as the pages live.
  const LaidText& keep(LaidText text);
  void put(const PageItem& item) { pages_.pages.back().push_back(item); }
  void mark(int level, std::string text);
  /// Puts whole lines, going on at the next page where they do not fit; single lines are not left behind.
  void put_lines(const LaidText& text, double x);

  Pages finish() { return std::move(pages_); }

 private:
  const FontMap& fonts_;
  PageArea area_;
  Pages pages_;
  double y_ = 0;
};

/// How many lines from `first` on fit into `room`.
std::size_t lines_that_fit(const LaidText& text, std::size_t first, double room);
/// Height of lines [first, last).
double height_of(const LaidText& text, std::size_t first, std::size_t last);

/// Room that the start of a table needs: its head and its first rows.
double table_start(const PageFlow& flow, const Table& table);
void put_table(PageFlow& flow, const Table& table);

Pages lay_out_pages(const Document& document, const FontMap& fonts, const PageArea& area);

}  // namespace report
