// SPDX-License-Identifier: Apache-2.0
// Puts values into a parsed template. Values are literal text: nothing in them is looked at for markup or fields.
#include "report/template_fill.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace report {
namespace {

constexpr std::size_t kMaxValueCharacters = 4000;
constexpr std::size_t kMaxPieces = 2'000'000;
constexpr const char* kShortened = "… (shortened; the whole value is in the ledger)";
constexpr const char* kShortenedJa = "…（省略。全文は台帳にある）";

using core::json::Value;

/// Cuts well-formed UTF-8 after so many characters; true when something was cut.
bool cut_after(std::string& text, std::size_t characters) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U;
    if (starts && seen++ == characters) {
      text.resize(i);
      return true;
    }
  }
  return false;
}

bool is_empty(const Value* value) {
  if (value == nullptr || value->is_null()) {
    return true;
  }
  if (const bool* truth = value->boolean()) {
    return !*truth;
  }
  if (const std::string* text = value->string()) {
    return text->empty();
  }
  if (const auto* array = value->array()) {
    return array->empty();
  }
  const auto* object = value->object();
  return object != nullptr && object->empty();
}

void append_span(Text& out, std::string text, Span::Style style) {
  if (text.empty()) {
    return;
  }
  if (!out.empty() && out.back().style == style) {
    out.back().text += text;
  } else {
    out.push_back({std::move(text), style});
  }
}

/// Takes away the spaces and line breaks that a repeated part leaves at the end.
void trim_end(Text& text) {
  while (!text.empty()) {
    std::string& last = text.back().text;
    last.resize(last.find_last_not_of(" \n") + 1);
    if (!last.empty()) {
      return;
    }
    text.pop_back();
  }
}

class Filler {
 public:
  Filler(const FillWords& words, const Value& facts) : words_(words) { frames_.push_back(&facts); }

  Text text(const InlineText& nodes, bool keep_line_feeds) {
    Text out;
    append_text(out, nodes, keep_line_feeds);
    trim_end(out);
    return out;
  }

  std::string line(const InlineText& nodes) {
    std::string out;
    for (const Span& span : text(nodes, false)) {
      out += span.text;
    }
    return out;
  }

  void blocks(std::vector<Block>& out, const std::vector<BlockNode>& nodes) {
    for (const BlockNode& node : nodes) {
      count();
      block(out, node);
    }
  }

 private:
  [[noreturn]] void fail(const FieldRef& field, const std::string& what) const {
    fail_template(words_.template_name, field.line, "the field " + field.name + " " + what);
  }

  /// Bounds the work that a template can ask for with sections inside sections.
  void count() {
    if (++pieces_ > kMaxPieces) {
      core::fail("template " + words_.template_name + ": the document would become too large");
    }
  }

  const Value* find(const FieldRef& field) const {
    const Value* value = frames_[field.scope];
    for (const std::string& part : field.path) {
      if (value != nullptr && value->array() != nullptr) {
        fail(field, "lies in a list and may stand only in a section of that list");
      }
      value = value == nullptr ? nullptr : value->find(part);
    }
    return value;
  }

  /// Calls `show` as often as the section is shown.
  template <typename Show>
  void repeat(const Condition& condition, Show show) {
    const Value* value = find(condition.field);
    if (condition.inverted) {
      if (is_empty(value)) {
        show();
      }
      return;
    }
    if (is_empty(value)) {
      return;
    }
    const core::json::Array* items = value->array();
    const std::size_t times = items == nullptr ? 1 : items->size();
    for (std::size_t i = 0; i < times; ++i) {
      count();
      frames_.push_back(items == nullptr ? value : &(*items)[i]);
      show();
      frames_.pop_back();
    }
  }

  std::string value_text(const FieldRef& field, bool keep_line_feeds) const {
    const Value* value = find(field);
    if (value == nullptr || value->is_null()) {
      return {};
    }
    if (value->array() != nullptr || value->object() != nullptr) {
      fail(field, "is a list or a group and may stand only in a section");
    }
    if (const bool* truth = value->boolean()) {
      return *truth ? words_.yes : words_.no;
    }
    if (const auto* number = value->integer()) {
      return std::to_string(*number);
    }
    if (value->real() != nullptr) {
      return core::json::encode(*value);
    }
    std::string text = core::shown(*value->string(), keep_line_feeds);
    if (cut_after(text, kMaxValueCharacters)) {
      text += words_.language == "ja" ? kShortenedJa : kShortened;
    }
    return text;
  }

  void append_value(Text& out, const Inline& node, bool keep_line_feeds) const {
    std::string text = value_text(node.field, keep_line_feeds);
    if (text.empty()) {
      append_span(out, words_.not_recorded, Span::Style::emphasis);
    } else {
      append_span(out, std::move(text), node.style);
    }
  }

  void append_text(Text& out, const InlineText& nodes, bool keep_line_feeds) {
    for (const Inline& node : nodes) {
      count();
      switch (node.kind) {
        case Inline::Kind::text: append_span(out, node.text, node.style); break;
        case Inline::Kind::line_break: append_span(out, keep_line_feeds ? "\n" : " ", node.style); break;
        case Inline::Kind::value: append_value(out, node, keep_line_feeds); break;
        case Inline::Kind::section:
        case Inline::Kind::inverted:
          repeat({node.field, node.kind == Inline::Kind::inverted},
                 [&] { append_text(out, node.parts, keep_line_feeds); });
          break;
      }
    }
  }

  void rows(std::vector<std::vector<Text>>& out, const std::vector<RowNode>& nodes) {
    for (const RowNode& node : nodes) {
      const auto show = [&] {
        std::vector<Text> cells;
        for (const InlineText& cell : node.cells) {
          cells.push_back(text(cell, true));
        }
        out.push_back(std::move(cells));
      };
      if (node.condition) {
        repeat(*node.condition, show);
      } else {
        show();
      }
    }
  }

  void list(std::vector<Block>& out, const BlockNode& node) {
    std::vector<std::vector<Text>> items;
    rows(items, node.rows);
    List list{node.numbered, {}};
    for (auto& item : items) {
      list.items.push_back(std::move(item.front()));
    }
    if (!list.items.empty()) {
      out.emplace_back(std::move(list));
    }
  }

  void table(std::vector<Block>& out, const BlockNode& node) {
    Table table;
    for (const InlineText& cell : node.head) {
      table.head.push_back(text(cell, true));
    }
    rows(table.rows, node.rows);
    table.widths = node.widths;
    if (!table.rows.empty() || !table.head.empty()) {
      out.emplace_back(std::move(table));
    }
  }

  void signature(std::vector<Block>& out, const BlockNode& node) const {
    out.emplace_back(SignatureBlock{node.text.front().text, node.name ? value_text(*node.name, false) : ""});
  }

  void code(std::vector<Block>& out, const BlockNode& node) const {
    if (std::string value = value_text(*node.name, false); !value.empty()) {
      out.emplace_back(Code{std::move(value)});
    }
  }

  void block(std::vector<Block>& out, const BlockNode& node) {
    switch (node.kind) {
      case BlockNode::Kind::heading: out.emplace_back(Heading{node.level, text(node.text, false)}); break;
      case BlockNode::Kind::paragraph:
        if (Text filled = text(node.text, true); !is_blank(filled)) {
          out.emplace_back(Paragraph{std::move(filled)});
        }
        break;
      case BlockNode::Kind::quote:
        if (Text filled = text(node.text, true); !is_blank(filled)) {
          out.emplace_back(Quote{std::move(filled)});
        }
        break;
      case BlockNode::Kind::list: list(out, node); break;
      case BlockNode::Kind::table: table(out, node); break;
      case BlockNode::Kind::signature: signature(out, node); break;
      case BlockNode::Kind::code: code(out, node); break;
      case BlockNode::Kind::page_break: out.emplace_back(PageBreak{}); break;
      case BlockNode::Kind::section: repeat(node.condition, [&] { blocks(out, node.blocks); }); break;
    }
  }

  /// True when sections left nothing of a text.
  static bool is_blank(const Text& text) {
    return std::all_of(text.begin(), text.end(), [](const Span& span) {
      return span.text.find_first_not_of(" \n") == std::string::npos;
    });
  }

  const FillWords& words_;
  std::vector<const Value*> frames_;
  std::size_t pieces_ = 0;
};

}  // namespace

Document fill_tree(const TemplateTree& tree, const Value& facts) {
  Filler filler(tree.words, facts);
  Document out;
  out.title = filler.line(tree.title);
  out.language = tree.words.language;
  filler.blocks(out.blocks, tree.blocks);
  for (const InlineText& line : tree.footer) {
    if (std::string filled = filler.line(line); !filled.empty()) {
      out.footer.push_back(std::move(filled));
    }
  }
  return out;
}

}  // namespace report
