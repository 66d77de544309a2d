// SPDX-License-Identifier: Apache-2.0
// The Markdown part of a template, read with cmark-gfm into blocks. Nothing is filled in here.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "report/template_tree.h"

namespace report {
namespace {

constexpr int kMaxInlineDepth = 8;
constexpr std::size_t kMaxSections = 8;

using CmarkNode = std::unique_ptr<cmark_node, decltype(&::cmark_node_free)>;
using CmarkParser = std::unique_ptr<cmark_parser, decltype(&::cmark_parser_free)>;

CmarkNode parse_markdown(std::string_view body) {
  static const bool registered = (::cmark_gfm_core_extensions_ensure_registered(), true);
  static_cast<void>(registered);
  const CmarkParser parser(::cmark_parser_new(CMARK_OPT_DEFAULT), &::cmark_parser_free);
  ::cmark_parser_attach_syntax_extension(parser.get(), ::cmark_find_syntax_extension("table"));
  ::cmark_parser_feed(parser.get(), body.data(), body.size());
  CmarkNode root(::cmark_parser_finish(parser.get()), &::cmark_node_free);
  ::cmark_consolidate_text_nodes(root.get());
  return root;
}

std::string_view kind_of(cmark_node* node) { return ::cmark_node_get_type_string(node); }

/// Reads blocks in order; the blocks of sections that are still open lie on a stack.
class BodyParser {
 public:
  BodyParser(const TemplateHead& head, FieldScopes& scopes) : head_(head), scopes_(scopes) {
    open_.emplace_back();
  }

  std::vector<BlockNode> parse() {
    const CmarkNode root = parse_markdown(head_.body);
    for (cmark_node* node = ::cmark_node_first_child(root.get()); node != nullptr;
         node = ::cmark_node_next(node)) {
      parse_block(node);
    }
    if (open_.size() > 1) {
      const Condition& condition = open_.back().condition;
      fail(condition.field.line, "the section " + condition.field.name + " is not closed");
    }
    check_widths(nullptr);
    return std::move(open_.front().blocks);
  }

 private:
  [[noreturn]] void fail(int line, const std::string& what) const {
    fail_template(scopes_.template_name(), line, what);
  }
  int line_of(cmark_node* node) const { return ::cmark_node_get_start_line(node) + head_.body_line - 1; }

  void add(BlockNode block) { open_.back().blocks.push_back(std::move(block)); }

  BlockNode block_of(cmark_node* node, BlockNode::Kind kind) const {
    BlockNode block;
    block.kind = kind;
    block.line = line_of(node);
    return block;
  }

  void parse_block(cmark_node* node) {
    const std::string_view kind = kind_of(node);
    check_widths(node);
    if (kind == "paragraph") {
      parse_paragraph(node);
    } else if (kind == "heading") {
      parse_heading(node);
    } else if (kind == "list") {
      parse_list(node);
    } else if (kind == "table") {
      parse_table(node);
    } else if (kind == "block_quote") {
      parse_quote(node);
    } else {
      fail(line_of(node), "a template may not hold " + std::string(kind) + " blocks");
    }
  }

  /// A list of widths must be followed by its table.
  void check_widths(cmark_node* node) const {
    if (!widths_.empty() && (node == nullptr || kind_of(node) != "table")) {
      fail(widths_line_, "{{widths}} is not followed by a table");
    }
  }

  // Text

  std::vector<Token> tokens_of(cmark_node* parent, int line) const {
    std::vector<Token> out;
    append_children(out, parent, Span::Style::plain, line, 0);
    return out;
  }

  void append_children(std::vector<Token>& out, cmark_node* parent, Span::Style style, int& line,
                       int depth) const {
    if (depth > kMaxInlineDepth) {
      fail(line, "styles are nested too deeply");
    }
    for (cmark_node* node = ::cmark_node_first_child(parent); node != nullptr;
         node = ::cmark_node_next(node)) {
      append_node(out, node, style, line, depth);
    }
  }

  void append_node(std::vector<Token>& out, cmark_node* node, Span::Style style, int& line, int depth) const {
    const std::string_view kind = kind_of(node);
    if (kind == "text") {
      append_tokens(out, ::cmark_node_get_literal(node), style, line, scopes_.template_name());
    } else if (kind == "code") {
      append_tokens(out, ::cmark_node_get_literal(node), Span::Style::code, line, scopes_.template_name());
    } else if (kind == "softbreak") {
      // Japanese is written without spaces between words: the end of a source line is nothing there.
      out.push_back({Token::Kind::text, style, head_.language == "ja" ? "" : " ", line++, true});
    } else if (kind == "linebreak") {
      out.push_back({Token::Kind::line_break, style, "", line++, false});
    } else if (kind == "strong") {
      append_children(out, node, Span::Style::strong, line, depth + 1);
    } else if (kind == "emph") {
      append_children(out, node, Span::Style::emphasis, line, depth + 1);
    } else {
      fail(line, "a template may not hold " + std::string(kind));
    }
  }

  // Paragraphs and what stands in one of its own

  void parse_paragraph(cmark_node* node) {
    const std::vector<Token> tokens = tokens_of(node, line_of(node));
    if (only_sections(tokens)) {
      for (const Token& token : tokens) {
        if (token.kind == Token::Kind::tag) {
          parse_section_mark(token);
        }
      }
    } else if (tokens.size() == 1 && tokens.front().kind == Token::Kind::tag &&
               parse_directive(tokens.front())) {
      return;
    } else {
      BlockNode block = block_of(node, BlockNode::Kind::paragraph);
      block.text = parse_inline(tokens, scopes_);
      add(std::move(block));
    }
  }

  static bool only_sections(const std::vector<Token>& tokens) {
    return std::all_of(tokens.begin(), tokens.end(), [](const Token& token) {
      return token.soft || (token.kind == Token::Kind::tag &&
                            std::string_view("#^/").find(token.text.front()) != std::string::npos);
    });
  }

  void parse_section_mark(const Token& token) {
    const std::string name = name_in_mark(token);
    if (token.text.front() == '/') {
      close_section(name, token.line);
      return;
    }
    if (open_.size() > kMaxSections) {
      fail(token.line, "sections are nested too deeply");
    }
    BlockNode section;
    section.kind = BlockNode::Kind::section;
    section.line = token.line;
    section.condition = {scopes_.resolve(name, token.line), token.text.front() == '^'};
    if (!section.condition.inverted) {
      scopes_.open(section.condition.field);
    }
    open_names_.push_back(name);
    open_.push_back(std::move(section));
  }

  static std::string name_in_mark(const Token& token) {
    const auto start = std::min(token.text.find_first_not_of(' ', 1), token.text.size());
    return token.text.substr(start);
  }

  void close_section(const std::string& name, int line) {
    if (open_names_.empty() || open_names_.back() != name) {
      fail(line, "{{/" + name + "}} closes no section that is open here");
    }
    BlockNode section = std::move(open_.back());
    open_.pop_back();
    open_names_.pop_back();
    if (!section.condition.inverted) {
      scopes_.close();
    }
    add(std::move(section));
  }

  bool parse_directive(const Token& token) {
    if (token.text == "pagebreak") {
      BlockNode block;
      block.kind = BlockNode::Kind::page_break;
      block.line = token.line;
      add(std::move(block));
    } else if (token.text.rfind("signature:", 0) == 0) {
      parse_signature(token);
    } else if (token.text.rfind("code:", 0) == 0) {
      parse_code(token);
    } else if (token.text.rfind("widths:", 0) == 0) {
      parse_widths(token);
    } else {
      return false;
    }
    return true;
  }

  void parse_signature(const Token& token) {
    BlockNode block;
    block.kind = BlockNode::Kind::signature;
    block.line = token.line;
    const auto bar = std::min(token.text.find('|'), token.text.size());
    const std::string role = trim(token.text.substr(10, bar - 10));
    if (role.empty()) {
      fail(token.line, "the signature block has no role");
    }
    block.text.push_back({Inline::Kind::text, Span::Style::plain, role, {}, {}});
    const std::string field = bar < token.text.size() ? trim(token.text.substr(bar + 1)) : "";
    if (!field.empty()) {
      block.name = scopes_.resolve(field, token.line);
    }
    add(std::move(block));
  }

  void parse_code(const Token& token) {
    BlockNode block;
    block.kind = BlockNode::Kind::code;
    block.line = token.line;
    block.name = scopes_.resolve(trim(token.text.substr(5)), token.line);
    add(std::move(block));
  }

  static std::string trim(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
  }

  void parse_widths(const Token& token) {
    widths_line_ = token.line;
    const char* at = token.text.c_str() + 7;
    for (char* end = nullptr; *at != '\0'; at = end) {
      const double width = std::strtod(at, &end);
      if (end == at || !(width >= 0.1 && width <= 100)) {
        fail(token.line, "{{widths}} is not a list of numbers from 0.1 to 100");
      }
      widths_.push_back(width);
    }
    if (widths_.empty()) {
      fail(token.line, "{{widths}} lists no number");
    }
  }

  // Headings, quotes, lists, tables

  void parse_heading(cmark_node* node) {
    BlockNode block = block_of(node, BlockNode::Kind::heading);
    block.level = ::cmark_node_get_heading_level(node);
    if (block.level > 3) {
      fail(block.line, "headings go down to level 3 only");
    }
    block.text = parse_inline(tokens_of(node, block.line), scopes_);
    add(std::move(block));
  }

  void parse_quote(cmark_node* node) {
    BlockNode block = block_of(node, BlockNode::Kind::quote);
    std::vector<Token> tokens;
    for (cmark_node* child = ::cmark_node_first_child(node); child != nullptr;
         child = ::cmark_node_next(child)) {
      if (kind_of(child) != "paragraph") {
        fail(line_of(child), "a notice may hold paragraphs only");
      }
      if (!tokens.empty()) {
        tokens.push_back({Token::Kind::line_break, Span::Style::plain, "", line_of(child), false});
      }
      const std::vector<Token> more = tokens_of(child, line_of(child));
      tokens.insert(tokens.end(), more.begin(), more.end());
    }
    block.text = parse_inline(tokens, scopes_);
    add(std::move(block));
  }

  void parse_list(cmark_node* node) {
    BlockNode block = block_of(node, BlockNode::Kind::list);
    block.numbered = ::cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    for (cmark_node* item = ::cmark_node_first_child(node); item != nullptr; item = ::cmark_node_next(item)) {
      cmark_node* only = ::cmark_node_first_child(item);
      if (only == nullptr || ::cmark_node_next(only) != nullptr || kind_of(only) != "paragraph") {
        fail(line_of(item), "an item of a list may hold one paragraph only");
      }
      block.rows.push_back(parse_row({tokens_of(only, line_of(only))}));
    }
    add(std::move(block));
  }

  void parse_table(cmark_node* node) {
    BlockNode block = block_of(node, BlockNode::Kind::table);
    for (cmark_node* row = ::cmark_node_first_child(node); row != nullptr; row = ::cmark_node_next(row)) {
      std::vector<std::vector<Token>> cells;
      for (cmark_node* cell = ::cmark_node_first_child(row); cell != nullptr;
           cell = ::cmark_node_next(cell)) {
        cells.push_back(tokens_of(cell, line_of(row)));
      }
      if (kind_of(row) == "table_header") {
        columns_ = cells.size();
        parse_table_head(block, cells);
      } else {
        cells.resize(columns_);
        block.rows.push_back(parse_row(std::move(cells)));
      }
    }
    if (!widths_.empty() && widths_.size() != columns_) {
      fail(widths_line_, "{{widths}} lists another number of columns than the table has");
    }
    block.widths = std::exchange(widths_, {});
    add(std::move(block));
  }

  /// A head of empty cells is no head: Markdown cannot leave it out.
  void parse_table_head(BlockNode& block, const std::vector<std::vector<Token>>& cells) {
    if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); })) {
      return;
    }
    for (const auto& cell : cells) {
      block.head.push_back(parse_inline(cell, scopes_));
    }
  }

  /// {{#name}} or {{^name}} at the start of the first cell, not closed within it, is about the whole row.
  RowNode parse_row(std::vector<std::vector<Token>> cells) {
    RowNode row;
    if (!cells.empty() && opens_row(cells.front())) {
      const Token mark = cells.front().front();
      cells.front().erase(cells.front().begin());
      row.condition = Condition{scopes_.resolve(name_in_mark(mark), mark.line), mark.text.front() == '^'};
    }
    const bool scoped = row.condition && !row.condition->inverted;
    if (scoped) {
      scopes_.open(row.condition->field);
    }
    for (const auto& cell : cells) {
      row.cells.push_back(parse_inline(cell, scopes_));
    }
    if (scoped) {
      scopes_.close();
    }
    return row;
  }

  static bool opens_row(const std::vector<Token>& tokens) {
    if (tokens.empty() || tokens.front().kind != Token::Kind::tag ||
        std::string_view("#^").find(tokens.front().text.front()) == std::string::npos) {
      return false;
    }
    int open = 0;
    for (const Token& token : tokens) {
      const char sign = token.kind == Token::Kind::tag ? token.text.front() : ' ';
      open += sign == '#' || sign == '^' ? 1 : (sign == '/' ? -1 : 0);
    }
    return open == 1;
  }

  const TemplateHead& head_;
  FieldScopes& scopes_;
  std::vector<BlockNode> open_;  // the body, then each section that is open
  std::vector<std::string> open_names_;
  std::vector<double> widths_;
  int widths_line_ = 0;
  std::size_t columns_ = 0;
};

}  // namespace

std::vector<BlockNode> parse_body(const TemplateHead& head, FieldScopes& scopes) {
  return BodyParser(head, scopes).parse();
}

}  // namespace report
