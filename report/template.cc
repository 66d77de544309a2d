// SPDX-License-Identifier: Apache-2.0
// Template: parsing as a whole, and filling.
#include "report/template.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "report/template_fill.h"

namespace report {
namespace {

constexpr std::size_t kMaxTemplate = 512U << 10U;

/// A text of the head: fields and sections, but no Markdown.
InlineText parse_line(const std::string& text, int line, FieldScopes& scopes) {
  std::vector<Token> tokens;
  append_tokens(tokens, text, Span::Style::plain, line, scopes.template_name());
  return parse_inline(tokens, scopes);
}

void check_bytes(const std::string& bytes, const std::string& name) {
  if (bytes.size() > kMaxTemplate) {
    core::fail("template " + name + ": the file is longer than " + std::to_string(kMaxTemplate) + " bytes");
  }
  int line = 1;
  for (std::size_t start = 0; start < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
    const std::string_view text = std::string_view(bytes).substr(start, end - start);
    if (core::shown(text) != text) {
      fail_template(name, line, "control, hidden or malformed characters in the text");
    }
    start = end + 1;
  }
}

}  // namespace

struct Template::Node {
  TemplateTree tree;
};

Template Template::parse(const std::string& bytes, const std::string& name) {
  check_bytes(bytes, name);
  const TemplateHead head = parse_head(bytes, name);
  FieldScopes scopes(head.fields, name);
  TemplateTree tree;
  tree.words = {name, head.language, head.not_recorded, head.yes, head.no};
  tree.title = parse_line(head.title, head.title_line, scopes);
  for (const std::string& line : head.footer) {
    tree.footer.push_back(parse_line(line, head.footer_line, scopes));
  }
  tree.blocks = parse_body(head, scopes);

  Template out;
  out.id_ = head.id;
  out.language_ = head.language;
  out.version_ = head.version;
  out.digest_ = core::sha256(core::as_bytes(bytes));
  out.root_ = std::make_shared<const Node>(Node{std::move(tree)});
  return out;
}

Document Template::fill(const core::json::Value& facts) const { return fill_tree(root_->tree, facts); }

}  // namespace report
