// SPDX-License-Identifier: Apache-2.0
// Filling pages from top to bottom.
#include <algorithm>

#include "report/page_layout.h"

namespace report {

PageFlow::PageFlow(const FontMap& fonts, const PageArea& area) : fonts_(fonts), area_(area), y_(area.top) {
  pages_.pages.emplace_back();
}

void PageFlow::new_page() {
  pages_.pages.emplace_back();
  y_ = area_.top;
}

void PageFlow::need(double height) {
  if (height > room() && !at_top()) {
    new_page();
  }
}

void PageFlow::gap(double height) {
  if (!at_top()) {
    y_ += height;
  }
}

const LaidText& PageFlow::keep(LaidText text) {
  pages_.texts.push_back(std::move(text));
  return pages_.texts.back();
}

void PageFlow::mark(int level, std::string text) {
  pages_.outline.push_back({level, std::move(text), pages_.pages.size() - 1, y_});
}

void PageFlow::put_lines(const LaidText& text, double x) {
  std::size_t first = 0;
  const std::size_t count = text.lines.size();
  while (first < count) {
    std::size_t last = first + lines_that_fit(text, first, room());
    if (last < count && !at_top()) {
      // Two lines at least on either side of the break.
      last = count - last == 1 ? last - std::min<std::size_t>(last - first, 1) : last;
      last = last - first < 2 ? first : last;
      if (last == first) {
        new_page();
        continue;
      }
    }
    last = std::max(last, first + 1);
    put(TextItem{&text, first, last, x, y_});
    y_ += height_of(text, first, last);
    if (last < count) {
      new_page();
    }
    first = last;
  }
}

std::size_t lines_that_fit(const LaidText& text, std::size_t first, double room) {
  constexpr double kRounding = 0.01;
  std::size_t last = first;
  while (last < text.lines.size() && text.lines[last].bottom - text.lines[first].top <= room + kRounding) {
    ++last;
  }
  return last - first;
}

double height_of(const LaidText& text, std::size_t first, std::size_t last) {
  return first < last ? text.lines[last - 1].bottom - text.lines[first].top : 0;
}

}  // namespace report
