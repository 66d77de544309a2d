// SPDX-License-Identifier: Apache-2.0
// The parsed form of a template, before any value is known: blocks, and text with fields as nodes of their own.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace report {

/// Which value a field means. It is settled when the template is parsed, from the fields that the head lists: a value
/// that is absent in the item of a section is never looked for further out.
struct FieldRef {
  std::size_t scope = 0;          // 0: the facts; n: the item of the n-th section around the field
  std::vector<std::string> path;  // from there; empty: the item itself
  std::string name;               // in full, for messages
  int line = 0;
};

/// A piece of a text.
struct Inline {
  enum class Kind { text, line_break, value, section, inverted } kind = Kind::text;
  Span::Style style = Span::Style::plain;
  std::string text;           // text
  FieldRef field;             // value, section, inverted
  std::vector<Inline> parts;  // section, inverted
};
using InlineText = std::vector<Inline>;

/// When, and how often, something is shown.
struct Condition {
  FieldRef field;
  bool inverted = false;
};

/// A row of a table or, with one cell, an item of a list.
struct RowNode {
  std::optional<Condition> condition;
  std::vector<InlineText> cells;
};

struct BlockNode {
  enum class Kind {
    heading,
    paragraph,
    list,
    table,
    quote,
    signature,
    code,
    page_break,
    section
  } kind = Kind::paragraph;
  int line = 0;
  int level = 1;                  // heading
  bool numbered = false;          // list
  InlineText text;                // heading, paragraph, quote, signature (the role)
  std::vector<InlineText> head;   // table
  std::vector<RowNode> rows;      // table, list
  std::vector<double> widths;     // table
  std::optional<FieldRef> name;   // signature, code
  Condition condition;            // section
  std::vector<BlockNode> blocks;  // section
};

/// Throws Error "template <name>, line <line>: <what>".
[[noreturn]] void fail_template(const std::string& name, int line, const std::string& what);

/// What the YAML head says, and where the Markdown begins.
struct TemplateHead {
  std::string id, version, language, title, not_recorded, yes, no;
  std::vector<std::string> footer, fields;
  int title_line = 0, footer_line = 0;
  std::string_view body;  // a view of the bytes parsed
  int body_line = 1;      // line of the file in which the body begins
};
TemplateHead parse_head(std::string_view bytes, const std::string& name);

/// What a template may use and where a field stands, while parsing.
class FieldScopes {
 public:
  FieldScopes(const std::vector<std::string>& fields, std::string template_name);
  /// The value that `name` means here; Error when the head does not list it.
  FieldRef resolve(std::string_view name, int line) const;
  void open(const FieldRef& field) { scopes_.push_back(field.name); }
  void close() { scopes_.pop_back(); }
  std::size_t depth() const { return scopes_.size(); }
  const std::string& template_name() const { return template_name_; }

 private:
  bool known(const std::string& path) const;
  std::vector<std::string> fields_;  // sorted, with all that they lie in
  std::vector<std::string> scopes_;
  std::string template_name_;
};

/// A run of literal text, a line break, or the inside of {{...}}.
struct Token {
  enum class Kind { text, line_break, tag } kind = Kind::text;
  Span::Style style = Span::Style::plain;
  std::string text;
  int line = 0;
  bool soft = false;  // a line break that only the source has
};
/// Splits text at {{ and }}; Error when one stands without the other.
void append_tokens(std::vector<Token>& out, std::string_view text, Span::Style style, int line,
                   const std::string& template_name);
/// Tokens with sections closed and fields resolved.
InlineText parse_inline(const std::vector<Token>& tokens, FieldScopes& scopes);
/// The blocks of the Markdown part.
std::vector<BlockNode> parse_body(const TemplateHead& head, FieldScopes& scopes);

}  // namespace report
