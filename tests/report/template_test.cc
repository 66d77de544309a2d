// SPDX-License-Identifier: Apache-2.0
// Templates: what parsing refuses, and that values stay literal text.
#include "report/template.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "core/error.h"
#include "report/render_pdf.h"
#include "tests/support/temp_folder.h"

namespace {

using Catch::Matchers::Contains;
using core::json::Value;

constexpr const char* kHead =
    "---\n"
    "id: trial\n"
    "version: \"3\"\n"
    "language: en\n"
    "title: \"Trial {{name}}\"\n"
    "not_recorded: not recorded\n"
    "fields: [name, flag, count, words, items.id, items.size, items.files.name, items.files.size, "
    "group.part]\n"
    "footer: [\"of {{name}}\"]\n"
    "---\n";

report::Document fill(const std::string& body, const std::string& facts) {
  const auto value = core::json::parse(facts);
  REQUIRE(value);
  return report::Template::parse(kHead + body, "trial").fill(*value);
}

std::string plain(const report::Text& text) {
  std::string out;
  for (const auto& span : text) {
    out += span.text;
  }
  return out;
}

std::string paragraph(const report::Document& document, std::size_t index = 0) {
  REQUIRE(document.blocks.size() > index);
  return plain(std::get<report::Paragraph>(document.blocks[index]).text);
}

}  // namespace

TEST_CASE("values are put into title, footer and text", "[report]") {
  const auto out =
      fill("Name: **{{name}}**, {{count}}, {{flag}}\n", R"({"name":"N-1","count":7,"flag":true})");
  CHECK(out.title == "Trial N-1");
  CHECK(out.footer == std::vector<std::string>{"of N-1"});
  CHECK(paragraph(out) == "Name: N-1, 7, yes");
  const auto& text = std::get<report::Paragraph>(out.blocks[0]).text;
  REQUIRE(text.size() == 3);
  CHECK(text[1].style == report::Span::Style::strong);
}

TEST_CASE("absent, null and empty values print the words for not recorded, false prints no", "[report]") {
  CHECK(paragraph(fill("{{name}}\n", "{}")) == "not recorded");
  CHECK(paragraph(fill("{{name}}\n", R"({"name":null})")) == "not recorded");
  CHECK(paragraph(fill("{{name}}\n", R"({"name":""})")) == "not recorded");
  CHECK(paragraph(fill("{{flag}}\n", R"({"flag":false})")) == "no");
}

TEST_CASE("a value never becomes markup, a field or HTML", "[report]") {
  const std::string hostile = "**x** | {{count}} <b> `c` [l](u) # h";
  const auto out = fill("# {{name}}\n\nA {{name}} B\n\n| H |\n|-|\n| {{name}} |\n",
                        R"({"count":5,"name":"**x** | {{count}} <b> `c` [l](u) # h"})");
  REQUIRE(out.blocks.size() == 3);
  CHECK(plain(std::get<report::Heading>(out.blocks[0]).text) == hostile);
  CHECK(paragraph(out, 1) == "A " + hostile + " B");
  const auto& table = std::get<report::Table>(out.blocks[2]);
  REQUIRE(table.rows.size() == 1);
  REQUIRE(table.rows[0].size() == 1);
  CHECK(plain(table.rows[0][0]) == hostile);
  CHECK(table.rows[0][0].size() == 1);
}

TEST_CASE("deceptive characters of a value are spelled out and line feeds kept in paragraphs only",
          "[report]") {
  const auto out = fill("# {{name}}\n\n{{name}}\n", R"({"name":"a\u202eb\nc\u0007"})");
  CHECK(plain(std::get<report::Heading>(out.blocks[0]).text) == "a\\u{202E}b\\u{0A}c\\u{07}");
  CHECK(paragraph(out, 1) == "a\\u{202E}b\nc\\u{07}");
}

TEST_CASE("a long value is cut after 4,000 characters and says so", "[report]") {
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += "証";
  }
  Value facts;
  facts.set("name", text);
  const auto out = report::Template::parse(std::string(kHead) + "{{name}}\n", "trial").fill(facts);
  const std::string expected = text.substr(0, std::size_t{4000} * 3);
  CHECK(paragraph(out) == expected + "… (shortened; the whole value is in the ledger)");
}

TEST_CASE("sections repeat over lists and are shown once for truth, text, number and group", "[report]") {
  const std::string body = "{{#items}}\n\nItem {{id}}\n\n{{/items}}\n\n{{^items}}\n\nnone\n\n{{/items}}\n";
  CHECK(fill(body, R"({"items":[{"id":1},{"id":2}]})").blocks.size() == 2);
  CHECK(paragraph(fill(body, R"({"items":[]})")) == "none");
  CHECK(paragraph(fill(body, "{}")) == "none");
  const std::string flag = "{{#flag}}\n\non\n\n{{/flag}}\n{{^flag}}\n\noff\n\n{{/flag}}\n";
  CHECK(paragraph(fill(flag, R"({"flag":true})")) == "on");
  CHECK(paragraph(fill(flag, R"({"flag":false})")) == "off");
  CHECK(paragraph(fill(flag, R"({"flag":"text"})")) == "on");
  CHECK(paragraph(fill(flag, R"({"flag":""})")) == "off");
  CHECK(paragraph(fill(flag, R"({"flag":0})")) == "on");
  CHECK(paragraph(fill("{{#group}}{{part}}{{/group}}\n", R"({"group":{"part":"p"}})")) == "p");
}

TEST_CASE("a section over plain texts names the item with a point", "[report]") {
  const auto out = fill("{{#words}}\n\n{{.}}\n\n{{/words}}\n", R"({"words":["a","b"]})");
  CHECK(paragraph(out, 0) == "a");
  CHECK(paragraph(out, 1) == "b");
  CHECK(paragraph(fill("All: {{#words}}{{.}}{{br}}{{/words}}\n", R"({"words":["a","b"]})")) == "All: a\nb");
}

TEST_CASE("a value that is absent in an item is never taken from further out", "[report]") {
  const auto out = fill("{{#items}}{{#files}}{{name}} {{size}}{{/files}}{{/items}}\n",
                        R"({"name":"outer","items":[{"size":9,"files":[{"name":"f"}]}]})");
  CHECK(paragraph(out) == "f not recorded");
}

TEST_CASE("sections nest, and short names reach the sections around them", "[report]") {
  const auto out = fill("{{#items}}\n\n{{#files}}\n\n{{id}}/{{name}}/{{count}}\n\n{{/files}}\n\n{{/items}}\n",
                        R"({"count":3,"items":[{"id":"i","files":[{"name":"f"},{"name":"g"}]}]})");
  REQUIRE(out.blocks.size() == 2);
  CHECK(paragraph(out, 1) == "i/g/3");
}

TEST_CASE("rows and items are repeated, and a row can stand for an empty list", "[report]") {
  const std::string body =
      "| A | B |\n|-|-|\n| {{#items}}{{id}} | {{size}} |\n| {{^items}}none | - |\n\n- {{#words}}{{.}}\n";
  const auto two = fill(body, R"({"items":[{"id":1,"size":2},{"id":3}],"words":["x","y"]})");
  REQUIRE(two.blocks.size() == 2);
  const auto& table = std::get<report::Table>(two.blocks[0]);
  CHECK(table.head.size() == 2);
  REQUIRE(table.rows.size() == 2);
  CHECK(plain(table.rows[1][1]) == "not recorded");
  CHECK(std::get<report::List>(two.blocks[1]).items.size() == 2);
  const auto none = fill(body, "{}");
  REQUIRE(none.blocks.size() == 1);
  CHECK(plain(std::get<report::Table>(none.blocks[0]).rows.at(0).at(0)) == "none");
}

TEST_CASE("widths, signature blocks, page breaks and notices are read", "[report]") {
  const auto out = fill(
      "{{widths: 1 2.5}}\n\n| | |\n|-|-|\n| a | b |\n\n{{signature: Released by | name}}\n\n"
      "{{pagebreak}}\n\n> one\n>\n> two\n",
      R"({"name":"N"})");
  REQUIRE(out.blocks.size() == 4);
  const auto& table = std::get<report::Table>(out.blocks[0]);
  CHECK(table.head.empty());
  CHECK(table.widths == std::vector<double>{1, 2.5});
  CHECK(std::get<report::SignatureBlock>(out.blocks[1]).role == "Released by");
  CHECK(std::get<report::SignatureBlock>(out.blocks[1]).name == "N");
  CHECK(std::holds_alternative<report::PageBreak>(out.blocks[2]));
  CHECK(plain(std::get<report::Quote>(out.blocks[3]).text) == "one\ntwo");
}

TEST_CASE("a code is drawn from its value and left out where there is none", "[report]") {
  const auto out = fill("before\n\n{{code: name}}\n", R"({"name":"exhibit:1 x"})");
  REQUIRE(out.blocks.size() == 2);
  CHECK(std::get<report::Code>(out.blocks[1]).text == "exhibit:1 x");
  CHECK_THAT(report::render_text(out), Catch::Contains("exhibit:1 x"));
  CHECK(fill("before\n\n{{code: name}}\n", "{}").blocks.size() == 1);
}

TEST_CASE("a faulty template is refused with its name and line", "[report]") {
  const auto [body, message] = GENERATE(table<std::string, std::string>({
      {"a\n\n{{nobody}}\n", "template trial, line 12: the field nobody is not listed in the head"},
      {"x\ny {{nobody}}\n", "line 11: the field nobody"},
      {"{{#items}}\n\n{{owner}}\n\n{{/items}}\n", "line 12: the field owner"},
      {"{{#items}}\n\ntext\n", "line 10: the section items is not closed"},
      {"{{/items}}\n", "line 10: {{/items}} closes no section"},
      {"{{#items}}\n\n{{/words}}\n", "line 12: {{/words}} closes no section"},
      {"a {{#flag}} b\n", "line 10: the section {{#flag}} is not closed in the same text"},
      {"a {{name\n", "line 10: {{ is not followed by a field and }}"},
      {"a name}}\n", "line 10: }} stands without {{"},
      {"a {{Na me}}\n", "is not the name of a field"},
      {"a <b>c</b>\n", "line 10: a template may not hold html_inline"},
      {"<div>\nx\n</div>\n", "line 10: a template may not hold html_block"},
      {"[a](http://example.org)\n", "may not hold link"},
      {"![a](b.png)\n", "may not hold image"},
      {"```\nx\n```\n", "may not hold code_block"},
      {"- a\n  - b\n", "an item of a list may hold one paragraph only"},
      {"#### h\n", "headings go down to level 3 only"},
      {"{{widths: 1 2}}\n\ntext\n", "is not followed by a table"},
      {"{{widths: 1}}\n\n| a | b |\n|-|-|\n", "another number of columns"},
      {"{{widths: 1 x}}\n", "not a list of numbers"},
      {"{{signature: | name}}\n", "the signature block has no role"},
  }));
  CHECK_THROWS_WITH(report::Template::parse(kHead + body, "trial"), Contains(message));
}

TEST_CASE("a faulty head is refused with its line", "[report]") {
  const auto parse = [](const std::string& text) { return report::Template::parse(text, "trial"); };
  CHECK_THROWS_WITH(parse("text\n"), Contains("line 1: the file does not begin with"));
  CHECK_THROWS_WITH(parse("---\nid: x\n"), Contains("not closed"));
  CHECK_THROWS_WITH(parse("---\nid: x\n---\n"), Contains("does not give a text for version"));
  CHECK_THROWS_WITH(parse("---\nid: [x\n---\n"), Contains("not valid YAML"));
  CHECK_THROWS_WITH(parse("---\nid: x\nodd: 1\n---\n"), Contains("line 3: the head holds \"odd\""));
  CHECK_THROWS_WITH(parse("---\nid: x\n---\n\xff\n"), Contains("line 4: control, hidden or malformed"));
  CHECK_THROWS_WITH(parse(std::string(600U << 10U, 'x')), Contains("longer than"));
}

TEST_CASE("sections nested without measure are refused", "[report]") {
  std::string body;
  for (int i = 0; i < 50; ++i) {
    body += "{{#flag}}";
  }
  CHECK_THROWS_WITH(report::Template::parse(kHead + body + "\n", "trial"), Contains("nested too deeply"));
  CHECK_THROWS_WITH(report::Template::parse(kHead + body + " text\n", "trial"),
                    Contains("nested too deeply"));
}

TEST_CASE("a list or a group cannot stand where a value is printed", "[report]") {
  CHECK_THROWS_WITH(fill("{{words}}\n", R"({"words":["a"]})"),
                    Contains("the field words is a list or a group"));
  CHECK_THROWS_WITH(fill("{{items.id}}\n", R"({"items":[{"id":1}]})"), Contains("lies in a list"));
}

TEST_CASE("the same bytes give the same digest, other bytes another", "[report]") {
  const auto one = report::Template::parse(std::string(kHead) + "a\n", "trial");
  CHECK(one.digest() == report::Template::parse(std::string(kHead) + "a\n", "other").digest());
  CHECK(one.digest() != report::Template::parse(std::string(kHead) + "b\n", "trial").digest());
  CHECK(one.id() == "trial");
  CHECK(one.version() == "3");
  CHECK(one.language() == "en");
}

TEST_CASE("templates are listed by kind and language", "[report]") {
  const support::TempFolder folder;
  core::fs::create_directories(folder / "b-kind");
  core::fs::create_directories(folder / "a-kind");
  core::fs::create_directories(folder / "empty");
  for (const char* file : {"b-kind/ja.md", "b-kind/en.md", "b-kind/note.txt", "a-kind/en.md"}) {
    std::ofstream((folder / file).string()) << kHead << "text\n";
  }
  const auto names = report::list_templates(folder.path());
  REQUIRE(names.size() == 2);
  CHECK(names[0].kind == "a-kind");
  CHECK(names[1].languages == std::vector<std::string>{"en", "ja"});
  CHECK(report::Template::load(folder / "b-kind/en.md").id() == "trial");
  CHECK_THROWS_WITH(report::Template::load(folder / "b-kind/fr.md"), Contains("cannot read the template"));
  CHECK_THROWS_WITH(report::Template::load(folder / "b-kind"), Contains("cannot read the template"));
  CHECK_THROWS_AS(report::list_templates(folder / "absent"), core::Error);
}

TEST_CASE("the folder of templates can be chosen in the environment", "[report]") {
  ::setenv("EXHIBIT_TEMPLATES", "/some/folder", 1);
  CHECK(report::templates_folder() == core::Path("/some/folder"));
  ::unsetenv("EXHIBIT_TEMPLATES");
}
