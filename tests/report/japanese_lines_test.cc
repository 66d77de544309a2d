// SPDX-License-Identifier: Apache-2.0
// Where lines of Japanese may end, in PDF and in plain text, with Latin words, digests and text from right to left among it.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "core/text.h"
#include "report/render_pdf.h"
#include "tests/support/temp_folder.h"

namespace {

using report::Span;

constexpr std::u32string_view kNotFirst = U"、。，．・：；？！）」』】…ーっゃゅょッャュョ";
constexpr std::u32string_view kNotLast = U"（「『【";

/// Sentences in which each character that may not begin or end a line meets the end of a line sooner or later.
std::string long_japanese() {
  std::string out;
  for (int i = 0; i < 60; ++i) {
    out += "本件（証拠「EV-" + std::to_string(i) + "」）のハッシュ値は、SHA-256により算出し、台帳『項番" +
           std::to_string(i * 7) +
           "』に記録した。照合の結果は一致であった！ちょっと待って、ファイル・サーバー【第2】のデータ？";
  }
  return out;
}

/// Lines that begin or end with what may not stand there.
std::vector<std::string> bad_lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\f')) {
      line.pop_back();
    }
    const auto points = core::code_points(line);
    REQUIRE(points);
    if (!points->empty() && (kNotFirst.find(points->front()) != std::u32string_view::npos ||
                             kNotLast.find(points->back()) != std::u32string_view::npos)) {
      out.push_back(line);
    }
  }
  return out;
}

std::string text_of_pdf(const report::Document& document) {
  const support::TempFolder folder;
  report::PdfOptions options;
  options.created = core::UtcTime::parse("2026-11-22T18:53:01.123456Z").value();
  const core::Bytes pdf = report::render_pdf(document, options);
  const std::string file = (folder / "out.pdf").string();
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
  std::string out;
  std::FILE* pipe = ::popen(("pdftotext -enc UTF-8 '" + file + "' - 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    out.append(buffer, got);
  }
  REQUIRE(::pclose(pipe) == 0);
  return out;
}

report::Document japanese(std::vector<report::Block> blocks) {
  report::Document out;
  out.title = "試験文書";
  out.language = "ja";
  out.blocks = std::move(blocks);
  out.footer = {"事案2026-0117、事案ID 0000"};
  return out;
}

std::string squeezed(std::string text) {
  for (const char blank : {' ', '\n', '\f'}) {
    std::erase(text, blank);
  }
  return text;
}

}  // namespace

TEST_CASE("no line of Japanese begins with a closing mark or ends with an opening one", "[report]") {
  const std::string words = long_japanese();
  report::Table narrow;
  narrow.rows = {{{{"説明", Span::Style::plain}}, {{words, Span::Style::plain}}}};
  const std::vector<std::vector<double>> widths = {{2, 7}, {7, 2}, {8, 1.2}};
  for (const auto& each : widths) {
    narrow.widths = each;
    const report::Document document = japanese({report::Paragraph{{{words, Span::Style::plain}}}, narrow});
    CHECK(bad_lines(report::render_text(document)) == std::vector<std::string>{});
    const std::string drawn = text_of_pdf(document);
    CHECK(bad_lines(drawn) == std::vector<std::string>{});
    CHECK(squeezed(drawn).find("ファイル・サーバー【第2】のデータ？本件") != std::string::npos);
  }
}

TEST_CASE("a bad line of Japanese is found by the check of these tests", "[report]") {
  CHECK(bad_lines("結果は\n、一致").size() == 1);
  CHECK(bad_lines("証拠「\nEV-1」").size() == 1);
  CHECK(bad_lines("結果は、\n一致。").empty());
}

TEST_CASE("a digest, text from right to left and Japanese share a cell and can be had back", "[report]") {
  const std::string digest(64, 'e');
  report::Table table;
  table.widths = {2, 3};
  table.rows = {{{{"値", Span::Style::plain}},
                 {{"照合：", Span::Style::plain},
                  {digest, Span::Style::code},
                  {"。ヘブライ語の名：\u05d0\u05d1\u05d2。以上", Span::Style::plain}}}};
  const std::string drawn = squeezed(text_of_pdf(japanese({table})));
  CHECK(drawn.find(digest) != std::string::npos);
  CHECK(drawn.find("以上") != std::string::npos);
}
