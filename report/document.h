// SPDX-License-Identifier: Apache-2.0
// A document as data: what it says, apart from how it is drawn. Text in it is literal: no value ever becomes markup.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace report {

/// A run of text in one style. A line feed is a line break; all else that is no visible character is spelled out
/// when drawn. Emphasis is drawn in grey, code in a face of fixed width.
struct Span {
  std::string text;
  enum class Style { plain, strong, emphasis, code } style = Style::plain;
};
using Text = std::vector<Span>;

struct Heading {
  int level = 1;  // 1 to 3
  Text text;
};
struct Paragraph {
  Text text;
};
/// Numbered or bulleted.
struct List {
  bool numbered = false;
  std::vector<Text> items;
};
struct Table {
  std::vector<Text> head;               // empty: no head row; the first column holds labels
  std::vector<std::vector<Text>> rows;  // each as long as the head
  std::vector<double> widths;           // relative; empty: by content
};
struct Quote {
  Text text;  // drawn as a boxed notice
};
struct SignatureBlock {
  std::string role;  // "Released by"
  std::string name;  // printed below the line when known
};
/// A QR code, with its text in small print beside it.
struct Code {
  std::string text;
};
struct PageBreak {};

using Block = std::variant<Heading, Paragraph, List, Table, Quote, SignatureBlock, Code, PageBreak>;

struct Document {
  std::string title;
  std::string language = "en";  // "en" or "ja"
  std::vector<Block> blocks;
  std::vector<std::string> footer;  // lines at the foot of every page, before "page n of m"
  std::string watermark;            // across every page, at its head and at its foot; empty: none
};

}  // namespace report
