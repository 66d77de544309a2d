// SPDX-License-Identifier: Apache-2.0
// Text broken into lines of a given width, ready to be drawn line by line.
#pragma once

#include <cstddef>
#include <vector>

#include "report/document.h"
#include "report/font_map.h"

namespace report {

/// How a text looks as a whole; lengths are points.
struct TextLook {
  double size = 10;
  bool bold = false;
  double grey = 0.08;          // 0 is black
  std::size_t most_lines = 0;  // 0: no limit; a text cut here ends in an ellipsis
};

struct Line {
  double top = 0, bottom = 0, baseline = 0;  // from the top of the text
};

struct LaidText {
  Owned<PangoLayout> layout;
  std::vector<Line> lines;
  double grey = 0;
  double height() const { return lines.empty() ? 0 : lines.back().bottom; }
};

/// Breaks at words, and inside a word that is wider than the line: nothing stands out beyond `width`.
LaidText lay_out(const FontMap& fonts, const Text& text, const TextLook& look, double width);

/// Width of the text on as few lines as it has, and of its longest part that cannot be broken.
struct TextWidths {
  double natural = 0, least = 0;
};
TextWidths measure(const FontMap& fonts, const Text& text, const TextLook& look);

}  // namespace report
