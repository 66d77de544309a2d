// SPDX-License-Identifier: Apache-2.0
// Fields of a template: the text between braces, what a name means in which section, and sections inside a text.
#include <algorithm>

#include "core/error.h"
#include "report/template_tree.h"

namespace report {
namespace {

constexpr std::size_t kMaxSections = 8;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> out;
  while (!path.empty()) {
    const auto dot = std::min(path.find('.'), path.size());
    out.emplace_back(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return out;
}

bool is_field_name(std::string_view name) {
  const bool letters = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  return letters && !name.empty() && name.front() != '.' && name.back() != '.' &&
         name.find("..") == std::string_view::npos;
}

constexpr std::size_t kBlankWidth = 52;

/// What stands between the braces: a line break, a line to be filled in by hand, or a field.
Token token_of(std::string_view inside, Span::Style style, int line) {
  if (inside == "br") {
    return {Token::Kind::line_break, style, "", line, false};
  }
  if (inside == "blank") {
    return {Token::Kind::text, style, std::string(kBlankWidth, '_'), line, false};
  }
  return {Token::Kind::tag, style, std::string(inside), line, false};
}

/// Builds the nodes of one text; sections must close where they were opened.
class InlineParser {
 public:
  InlineParser(const std::vector<Token>& tokens, FieldScopes& scopes) : tokens_(tokens), scopes_(scopes) {}

  InlineText parse() { return parse_until(nullptr); }

 private:
  InlineText parse_until(const Token* opening) {
    InlineText out;
    while (next_ < tokens_.size()) {
      const Token& token = tokens_[next_++];
      if (token.kind == Token::Kind::tag && token.text.front() == '/') {
        check_close(opening, token);
        return out;
      }
      out.push_back(node_of(token));
    }
    if (opening != nullptr) {
      fail_template(scopes_.template_name(), opening->line,
                    "the section {{" + opening->text + "}} is not closed in the same text");
    }
    return out;
  }

  void check_close(const Token* opening, const Token& token) const {
    const std::string name{trimmed(std::string_view(token.text).substr(1))};
    if (opening == nullptr || trimmed(std::string_view(opening->text).substr(1)) != name) {
      fail_template(scopes_.template_name(), token.line,
                    "{{/" + name + "}} closes no section that is open here");
    }
  }

  Inline node_of(const Token& token) {
    Inline node;
    node.style = token.style;
    if (token.kind != Token::Kind::tag) {
      node.kind = token.kind == Token::Kind::text ? Inline::Kind::text : Inline::Kind::line_break;
      node.text = token.text;
      return node;
    }
    const char sign = token.text.front();
    const bool section = sign == '#' || sign == '^';
    node.field = scopes_.resolve(trimmed(std::string_view(token.text).substr(section ? 1 : 0)), token.line);
    node.kind = Inline::Kind::value;
    if (section) {
      parse_section(node, token, sign == '^');
    }
    return node;
  }

  void parse_section(Inline& node, const Token& token, bool inverted) {
    node.kind = inverted ? Inline::Kind::inverted : Inline::Kind::section;
    if (++depth_ > kMaxSections) {
      fail_template(scopes_.template_name(), token.line, "sections are nested too deeply");
    }
    if (!inverted) {
      scopes_.open(node.field);
    }
    node.parts = parse_until(&token);
    if (!inverted) {
      scopes_.close();
    }
    --depth_;
  }

  const std::vector<Token>& tokens_;
  FieldScopes& scopes_;
  std::size_t next_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

void fail_template(const std::string& name, int line, const std::string& what) {
  core::fail("template " + name + ", line " + std::to_string(line) + ": " + what);
}

FieldScopes::FieldScopes(const std::vector<std::string>& fields, std::string template_name)
    : template_name_(std::move(template_name)) {
  for (const std::string& field : fields) {
    for (auto dot = field.find('.'); dot != std::string::npos; dot = field.find('.', dot + 1)) {
      fields_.push_back(field.substr(0, dot));
    }
    fields_.push_back(field);
  }
  std::sort(fields_.begin(), fields_.end());
}

bool FieldScopes::known(const std::string& path) const {
  return std::binary_search(fields_.begin(), fields_.end(), path);
}

FieldRef FieldScopes::resolve(std::string_view name, int line) const {
  FieldRef ref;
  ref.line = line;
  if (name == ".") {
    ref.scope = scopes_.size();
    ref.name = scopes_.empty() ? "." : scopes_.back();
    return ref;
  }
  if (!is_field_name(name)) {
    fail_template(template_name_, line, "\"" + std::string(name) + "\" is not the name of a field");
  }
  ref.path = split_path(name);
  for (std::size_t scope = scopes_.size() + 1; scope-- > 0;) {
    const std::string prefix = scope == 0 ? std::string() : scopes_[scope - 1] + ".";
    if (known(prefix + std::string(name))) {
      ref.scope = scope;
      ref.name = prefix + std::string(name);
      return ref;
    }
  }
  fail_template(template_name_, line, "the field " + std::string(name) + " is not listed in the head");
}

void append_tokens(std::vector<Token>& out, std::string_view text, Span::Style style, int line,
                   const std::string& template_name) {
  while (!text.empty()) {
    const auto open = std::min(text.find("{{"), text.size());
    if (text.substr(0, open).find("}}") != std::string_view::npos) {
      fail_template(template_name, line, "}} stands without {{ before it");
    }
    if (open > 0) {
      out.push_back({Token::Kind::text, style, std::string(text.substr(0, open)), line, false});
    }
    text.remove_prefix(open);
    if (text.empty()) {
      return;
    }
    const auto close = text.find("}}");
    const std::string_view inside =
        trimmed(text.substr(2, close == std::string_view::npos ? close : close - 2));
    if (close == std::string_view::npos || inside.empty()) {
      fail_template(template_name, line, "{{ is not followed by a field and }}");
    }
    out.push_back(token_of(inside, style, line));
    text.remove_prefix(close + 2);
  }
}

InlineText parse_inline(const std::vector<Token>& tokens, FieldScopes& scopes) {
  return InlineParser(tokens, scopes).parse();
}

}  // namespace report
