// SPDX-License-Identifier: Apache-2.0
// The templates of one kind say the same in every language: the same blocks in the same order, over the same facts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "core/text.h"
#include "report/template.h"
#include "report/template_tree.h"

namespace {

using report::BlockNode;
using report::Inline;
using report::InlineText;

core::Path shipped() { return core::Path(EXHIBIT_TEST_SOURCE_DIR).parent_path() / "report/templates"; }

std::string content(const core::Path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void add_fields(std::set<std::string>& out, const InlineText& text) {
  for (const Inline& part : text) {
    if (part.kind == Inline::Kind::inverted) {
      out.insert("not " + part.field.name);
    } else if (part.kind != Inline::Kind::text && part.kind != Inline::Kind::line_break) {
      out.insert(part.field.name);
    }
    add_fields(out, part.parts);
  }
}

std::string fields_of(const BlockNode& block) {
  std::set<std::string> fields;
  add_fields(fields, block.text);
  for (const auto& cell : block.head) {
    add_fields(fields, cell);
  }
  for (const auto& row : block.rows) {
    for (const auto& cell : row.cells) {
      add_fields(fields, cell);
    }
  }
  std::string out;
  for (const std::string& field : fields) {
    out += " " + field;
  }
  return out;
}

std::string name_of(const report::Condition& condition) {
  return (condition.inverted ? "not " : "") + condition.field.name;
}

/// One line for each block: what it is, and which facts it prints when.
void describe(std::vector<std::string>& out, const std::vector<BlockNode>& blocks,
              const std::string& indent) {
  using K = BlockNode::Kind;
  for (const BlockNode& block : blocks) {
    std::string line = indent + std::to_string(static_cast<int>(block.kind));
    if (block.kind == K::heading) {
      line += " heading " + std::to_string(block.level);
    } else if (block.kind == K::section) {
      line += " when " + name_of(block.condition);
    } else if (block.kind == K::table) {
      line += " columns " + std::to_string(block.head.size());
    }
    line += block.name ? " of " + block.name->name : "";
    out.push_back(line + fields_of(block));
    for (const auto& row : block.rows) {
      out.push_back(indent + "  row of " + std::to_string(row.cells.size()) +
                    (row.condition ? " when " + name_of(*row.condition) : ""));
    }
    describe(out, block.blocks, indent + "  ");
  }
}

struct Twin {
  report::TemplateHead head;
  std::vector<std::string> blocks;
  std::vector<std::string> fields;
  std::vector<std::string> title_and_footer;
};

Twin read_twin(const std::string& bytes, const std::string& name) {
  Twin out;
  out.head = report::parse_head(bytes, name);
  report::FieldScopes scopes(out.head.fields, name);
  describe(out.blocks, report::parse_body(out.head, scopes), "");
  out.fields = out.head.fields;
  std::sort(out.fields.begin(), out.fields.end());
  std::vector<std::string> texts = out.head.footer;
  texts.insert(texts.begin(), out.head.title);
  for (const std::string& text : texts) {
    std::vector<report::Token> tokens;
    report::append_tokens(tokens, text, report::Span::Style::plain, 1, name);
    std::set<std::string> fields;
    add_fields(fields, report::parse_inline(tokens, scopes));
    std::string line;
    for (const std::string& field : fields) {
      line += field + " ";
    }
    out.title_and_footer.push_back(line);
  }
  return out;
}

/// The words of Latin letters in a Japanese template that are no name, command or term.
std::vector<std::string> english_words(const std::string& body) {
  static const std::set<std::string> kNames = {"Exhibit", "exhibit", "label", "check"};
  // What a statute wants said in its own words stands in brackets beside the Japanese.
  static const std::string kStatute = "I declare under penalty of perjury";
  std::vector<std::string> out;
  std::string text;
  for (std::size_t at = 0; at < body.size();) {
    const bool tag = body.compare(at, 2, "{{") == 0;
    const bool code = body[at] == '`';
    const bool statute = body.compare(at, kStatute.size(), kStatute) == 0;
    const std::string end = tag ? "}}" : code ? "`" : "stated below.";
    const std::size_t found = tag || code || statute ? body.find(end, at + 1) : std::string::npos;
    if (found != std::string::npos) {
      at = found + end.size();
      text += ' ';
    } else {
      text += body[at++];
    }
  }
  std::string word;
  for (const char c : text + " ") {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) {
      word += c;
      continue;
    }
    const bool lower = std::any_of(word.begin(), word.end(), [](char l) { return l >= 'a'; });
    if (word.size() >= 3 && lower && !kNames.contains(word)) {
      out.push_back(word);
    }
    word.clear();
  }
  return out;
}

std::vector<std::string> kinds_in_both() {
  std::vector<std::string> out;
  for (const report::TemplateName& name : report::list_templates(shipped())) {
    if (name.languages == std::vector<std::string>{"en", "ja"}) {
      out.push_back(name.kind);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("every document that ships is there in English and in Japanese", "[report]") {
  const auto both = kinds_in_both();
  CHECK(both.size() >= 5);
  for (const report::TemplateName& name : report::list_templates(shipped())) {
    INFO(name.kind);
    CHECK(std::find(both.begin(), both.end(), name.kind) != both.end());
  }
}

TEST_CASE("the two languages of a document print the same facts in the same blocks", "[report]") {
  const auto kinds = kinds_in_both();
  REQUIRE_FALSE(kinds.empty());
  for (const std::string& kind : kinds) {
    const std::string english = content(shipped() / kind / "en.md");
    const std::string japanese = content(shipped() / kind / "ja.md");
    const Twin en = read_twin(english, kind + "/en.md");
    const Twin ja = read_twin(japanese, kind + "/ja.md");
    INFO(kind);
    CHECK(en.head.id == kind);
    CHECK(ja.head.id == kind);
    CHECK(en.head.language == "en");
    CHECK(ja.head.language == "ja");
    CHECK(ja.head.version == en.head.version);
    CHECK(ja.fields == en.fields);
    CHECK(ja.title_and_footer == en.title_and_footer);
    for (std::size_t i = 0; i < std::min(en.blocks.size(), ja.blocks.size()); ++i) {
      if (ja.blocks[i] != en.blocks[i]) {
        CAPTURE(i);
        CHECK(ja.blocks[i] == en.blocks[i]);
        break;
      }
    }
    CHECK(ja.blocks.size() == en.blocks.size());
  }
}

TEST_CASE("twins are told apart when one leaves out a fact, a signature or a condition", "[report]") {
  const std::string head =
      "---\nid: x\nversion: \"1\"\nlanguage: en\ntitle: T\nnot_recorded: none\nfields: [a, b, "
      "list.c]\n---\n\n";
  const auto blocks = [&](const std::string& body) { return read_twin(head + body, "x/en.md").blocks; };
  const std::string body =
      "# H\n\n{{a}} and {{b}}\n\n{{#list}}\n\n{{c}}\n\n{{/list}}\n\n{{signature: R | a}}\n";
  CHECK(blocks(body) ==
        blocks("# 見出し\n\n{{b}}と{{a}}\n\n{{#list}}\n\n{{c}}\n\n{{/list}}\n\n{{signature: 役 | a}}\n"));
  CHECK(blocks(body) != blocks("# H\n\n{{a}}\n\n{{#list}}\n\n{{c}}\n\n{{/list}}\n\n{{signature: R | a}}\n"));
  CHECK(blocks(body) !=
        blocks("# H\n\n{{a}} and {{b}}\n\n{{#list}}\n\n{{c}}\n\n{{/list}}\n\n{{signature: R}}\n"));
  CHECK(blocks(body) !=
        blocks("# H\n\n{{a}} and {{b}}\n\n{{^list}}\n\n{{b}}\n\n{{/list}}\n\n{{signature: R | a}}\n"));
  CHECK(blocks(body) !=
        blocks("## H\n\n{{a}} and {{b}}\n\n{{#list}}\n\n{{c}}\n\n{{/list}}\n\n{{signature: R | a}}\n"));
}

TEST_CASE("no Japanese template keeps words of the English one", "[report]") {
  CHECK(english_words("項番{{entry}}、`code here` Exhibit UTC") == std::vector<std::string>{});
  CHECK(english_words("項番 entry {{entry}}") == std::vector<std::string>{"entry"});
  for (const std::string& kind : kinds_in_both()) {
    const std::string bytes = content(shipped() / kind / "ja.md");
    INFO(kind);
    const report::TemplateHead head = report::parse_head(bytes, kind);
    CHECK(english_words(std::string(head.body)) == std::vector<std::string>{});
    for (const std::string& line : head.footer) {
      CHECK(english_words(line) == std::vector<std::string>{});
    }
  }
}
