// SPDX-License-Identifier: Apache-2.0
// Drawing: what a reader of the PDF gets back through poppler and qpdf, and that bytes repeat.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/digest.h"
#include "core/error.h"
#include "report/render_pdf.h"
#include "tests/support/temp_folder.h"

namespace {

using Catch::Matchers::Contains;
using report::Document;
using report::Span;

report::PdfOptions options() {
  report::PdfOptions out;
  out.created = core::UtcTime::parse("2026-11-22T18:53:01.123456Z").value();
  return out;
}

report::Text text(const std::string& words, Span::Style style = Span::Style::plain) {
  return {{words, style}};
}

Document document(std::vector<report::Block> blocks) {
  Document out;
  out.title = "Trial document";
  out.blocks = std::move(blocks);
  out.footer = {"foot of the page"};
  return out;
}

struct Output {
  int status = -1;
  std::string text;
};

/// REQUIRES: no quotes in the command's file names.
Output run(const std::string& command) {
  Output out;
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    out.text.append(buffer, got);
  }
  out.status = ::pclose(pipe);
  return out;
}

class PdfFile {
 public:
  explicit PdfFile(const Document& source) {
    const core::Bytes bytes = report::render_pdf(source, options());
    std::ofstream(name(), std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  std::string name() const { return (folder_ / "out.pdf").string(); }
  std::string words(const std::string& flags = "-raw") const {
    return run("pdftotext -enc UTF-8 " + flags + " '" + name() + "' -").text;
  }
  std::size_t pages() const {
    const std::string info = run("pdfinfo '" + name() + "'").text;
    const auto at = info.find("Pages:");
    REQUIRE(at != std::string::npos);
    return std::stoul(info.substr(at + 6));
  }

 private:
  support::TempFolder folder_;
};

std::size_t count_of(const std::string& in, const std::string& what) {
  std::size_t out = 0;
  for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + what.size())) {
    ++out;
  }
  return out;
}

report::Table long_table(int rows) {
  report::Table table;
  table.head = {text("Number"), text("Head of the words")};
  for (int i = 0; i < rows; ++i) {
    table.rows.push_back({text("row" + std::to_string(i)), text("words of the row")});
  }
  return table;
}

/// The digest of a document drawn in a process of its own.
std::string digest_in_child(const Document& source) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const std::string hex = core::sha256(report::render_pdf(source, options())).hex();
    const bool written = ::write(ends[1], hex.data(), hex.size()) == static_cast<ssize_t>(hex.size());
    ::_exit(written ? 0 : 1);
  }
  ::close(ends[1]);
  std::string out(64, '\0');
  const ssize_t got = ::read(ends[0], out.data(), out.size());
  ::close(ends[0]);
  int status = -1;
  ::waitpid(child, &status, 0);
  REQUIRE(got == 64);
  REQUIRE(status == 0);
  return out;
}

Document all_kinds() {
  return document({report::Heading{1, text("First part")}, report::Heading{2, text("Second level")},
                   report::Paragraph{text("Some words, 証拠保全報告書.")},
                   report::Paragraph{{{"code 00ff ", Span::Style::code},
                                      {"strong ", Span::Style::strong},
                                      {"grey", Span::Style::emphasis}}},
                   report::List{true, {text("one"), text("two")}},
                   report::Quote{text("notice of this\nsecond line")}, long_table(5), report::PageBreak{},
                   report::SignatureBlock{"Released by", "A Name"}});
}

}  // namespace

TEST_CASE("a PDF has its fonts embedded, passes qpdf and carries title and date", "[report]") {
  const PdfFile file(all_kinds());
  const Output fonts = run("pdffonts '" + file.name() + "'");
  REQUIRE(fonts.status == 0);
  std::istringstream lines(fonts.text);
  std::string line;
  int faces = 0;
  for (int number = 0; std::getline(lines, line); ++number) {
    if (number >= 2) {
      CHECK_THAT(line, Contains("NotoSans") && Catch::Matchers::Matches(".* yes yes yes .*"));
      ++faces;
    }
  }
  CHECK(faces == 3);
  CHECK(run("qpdf --check '" + file.name() + "'").status == 0);
  const std::string info = run("TZ=UTC pdfinfo -isodates '" + file.name() + "'").text;
  CHECK_THAT(info, Contains("Trial document") && Contains("2026-11-22T18:53:01Z") && Contains("A4"));
}

TEST_CASE("headings make an outline", "[report]") {
  const PdfFile file(all_kinds());
  const std::string plain = run("qpdf --qdf --object-streams=disable '" + file.name() + "' - | strings").text;
  CHECK_THAT(plain, Contains("/Outlines") && Contains("(First part)") && Contains("(Second level)"));
}

TEST_CASE("the same document gives the same bytes in this and in other processes", "[report]") {
  const std::string here = core::sha256(report::render_pdf(all_kinds(), options())).hex();
  CHECK(digest_in_child(all_kinds()) == here);
  ::setenv("LANG", "ja_JP.UTF-8", 1);
  CHECK(digest_in_child(all_kinds()) == here);
  ::unsetenv("LANG");
  report::PdfOptions later = options();
  later.created.micros += 1'000'000;
  CHECK(core::sha256(report::render_pdf(all_kinds(), later)).hex() != here);
}

TEST_CASE("the settings of the machine for fonts and language change nothing", "[report]") {
  const support::TempFolder folder;
  const std::string file = (folder / "fonts.conf").string();
  std::ofstream(file) << "<?xml version=\"1.0\"?><fontconfig><match target=\"font\"><edit name=\"embolden\">"
                         "<bool>true</bool></edit></match><match target=\"pattern\"><edit name=\"family\" "
                         "mode=\"assign\"><string>Other</string></edit></match></fontconfig>";
  const std::string here = core::sha256(report::render_pdf(all_kinds(), options())).hex();
  ::setenv("FONTCONFIG_FILE", file.c_str(), 1);
  ::setenv("PANGO_LANGUAGE", "ko", 1);
  CHECK(digest_in_child(all_kinds()) == here);
  ::unsetenv("FONTCONFIG_FILE");
  ::unsetenv("PANGO_LANGUAGE");
}

#if !defined(__SANITIZE_ADDRESS__)
TEST_CASE("drawing many documents does not use up memory", "[report]") {
  const auto pages_used = [] {
    std::size_t all = 0;
    std::size_t resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident;
  };
  for (int i = 0; i < 4; ++i) {
    report::render_pdf(all_kinds(), options());
  }
  const std::size_t before = pages_used();
  for (int i = 0; i < 24; ++i) {
    report::render_pdf(all_kinds(), options());
  }
  CHECK((pages_used() - std::min(before, pages_used())) * 4096 < std::size_t{6} << 20U);
}
#endif

TEST_CASE("Japanese text comes back from the PDF", "[report]") {
  Document source =
      document({report::Paragraph{text("電磁的記録の同一性を確認した。")},
                report::Heading{1, text("証拠保全報告書")}, report::SignatureBlock{"引渡人", "佐藤 花子"}});
  source.language = "ja";
  const std::string words = PdfFile(source).words();
  CHECK_THAT(words, Contains("電磁的記録の同一性を確認した。") && Contains("証拠保全報告書") &&
                        Contains("佐藤 花子"));
  CHECK_THAT(words, Contains("署名") && Contains("1 / 1 ページ"));
}

TEST_CASE("characters without a glyph and deceptive ones are spelled out", "[report]") {
  const Document source = document({report::Paragraph{text("smile \xF0\x9F\x98\x80 end")},
                                    report::Paragraph{text("turn \xE2\x80\xAE over\x07 broken \xff")}});
  const std::string words = PdfFile(source).words();
  CHECK_THAT(words,
             Contains("smile \\u{1F600} end") && Contains("turn \\u{202E} over\\u{07} broken \\x{FF}"));
}

TEST_CASE("a table of 500 rows repeats its head on each page and loses no row", "[report]") {
  const PdfFile file(document({long_table(500)}));
  const std::string words = file.words();
  const std::size_t pages = file.pages();
  CHECK(pages >= 12);
  CHECK(pages <= 20);
  CHECK(count_of(words, "Head of the words") == pages);
  CHECK(count_of(words, "foot of the page") == pages);
  CHECK_THAT(words, Contains("page 1 of " + std::to_string(pages)) &&
                        Contains("page " + std::to_string(pages) + " of " + std::to_string(pages)));
  for (int i = 0; i < 500; ++i) {
    REQUIRE(count_of(words, "row" + std::to_string(i) + " ") == 1);
  }
}

TEST_CASE("a row taller than a page is split by lines and others are not", "[report]") {
  report::Table table = long_table(2);
  std::string tall;
  for (int i = 0; i < 150; ++i) {
    tall += "line" + std::to_string(i) + "\n";
  }
  table.rows.insert(table.rows.begin() + 1, {text("tall"), text(tall + "last")});
  const PdfFile file(document({table}));
  const std::string words = file.words();
  CHECK(file.pages() >= 3);
  for (int i = 0; i < 150; ++i) {
    REQUIRE(count_of(words, "line" + std::to_string(i) + "\n") == 1);
  }
  CHECK(count_of(words, "row1 ") == 1);
}

TEST_CASE("a heading does not stay behind at the foot of a page", "[report]") {
  for (int before = 40; before < 56; ++before) {
    std::vector<report::Block> blocks;
    std::string lines;
    for (int i = 0; i < before; ++i) {
      lines += "x\n";
    }
    blocks.emplace_back(report::Paragraph{text(lines)});
    blocks.emplace_back(report::Heading{1, text("KEPT HEADING")});
    blocks.emplace_back(report::Heading{2, text("second")});
    blocks.emplace_back(long_table(3));
    const std::string words = PdfFile(document(std::move(blocks))).words("-layout");
    const auto heading = words.find("KEPT HEADING");
    const auto row = words.find("row0");
    REQUIRE(row != std::string::npos);
    CHECK(words.substr(heading, row - heading).find('\f') == std::string::npos);
  }
}

TEST_CASE("a signature block stays on one page", "[report]") {
  for (int before = 36; before < 54; ++before) {
    std::string lines;
    for (int i = 0; i < before; ++i) {
      lines += "x\n";
    }
    const std::string words =
        PdfFile(document({report::Paragraph{text(lines)}, report::SignatureBlock{"ROLE", "N"}}))
            .words("-layout");
    const auto role = words.find("ROLE");
    const auto place = words.find("Place", role);
    REQUIRE(place != std::string::npos);
    CHECK(words.substr(role, place - role).find('\f') == std::string::npos);
  }
}

TEST_CASE("long words do not leave the page", "[report]") {
  const std::string word(700, 'W');
  report::Table table;
  table.head = {text(word), text("b"), text("c")};
  table.rows = {{text(word), text(word, Span::Style::code), text("c")}};
  Document source =
      document({report::Heading{1, text(word)}, report::Paragraph{text(word)}, report::Quote{text(word)},
                report::List{false, {text(word)}}, table, report::SignatureBlock{word, word}});
  source.title = word;
  source.footer = {word + word + word};
  const PdfFile file(source);
  const std::string boxes = run("pdftotext -bbox '" + file.name() + "' -").text;
  std::size_t words = 0;
  for (auto at = boxes.find("xMax=\""); at != std::string::npos; at = boxes.find("xMax=\"", at + 1)) {
    CHECK(std::stod(boxes.substr(at + 6)) <= 595.276 - 60);
    ++words;
  }
  CHECK(words > 20);
}

TEST_CASE("an empty document and empty parts are drawn", "[report]") {
  CHECK(PdfFile(Document{}).pages() == 1);
  const Document empty =
      document({report::Heading{1, {}}, report::Paragraph{{}}, report::List{}, report::Table{},
                report::Quote{{}}, report::SignatureBlock{"", ""}, report::PageBreak{}});
  CHECK(PdfFile(empty).pages() == 2);
  CHECK_FALSE(report::render_text(empty).empty());
}

TEST_CASE("a missing font is an error that names the file", "[report]") {
  report::PdfOptions elsewhere = options();
  elsewhere.font_folder = "/nowhere";
  CHECK_THROWS_WITH(report::render_pdf(all_kinds(), elsewhere),
                    Contains("cannot load the font /nowhere/NotoSansCJK-Regular.ttc"));
}

TEST_CASE("plain text keeps to 80 columns and shows tables as columns or labels", "[report]") {
  Document source = all_kinds();
  report::Table wide = long_table(1);
  wide.rows[0][1] = text(std::string(100, 'w'));
  report::Table labels;
  labels.rows = {{text("Case"), text("2026-0117\x07")}};
  source.blocks.emplace_back(wide);
  source.blocks.emplace_back(labels);
  const std::string out = report::render_text(source);
  CHECK_THAT(out, Contains("Number  Head of the words") && Contains("Case: 2026-0117\\u{07}") &&
                      Contains("* Number: row0") && Contains("| notice of this") &&
                      Contains("foot of the page"));
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    CHECK(line.size() <= 100);  // bytes: the one Japanese line counts more
  }
}

TEST_CASE("a watermark stands on every page, at its head, across it and at its foot", "[report]") {
  Document source = document({long_table(120)});
  const PdfFile plain(source);
  CHECK_THAT(plain.words(), !Contains("EXERCISE"));
  source.watermark = "EXERCISE / 演習";
  const PdfFile marked(source);
  REQUIRE(marked.pages() > 2);
  CHECK(marked.pages() == plain.pages());
  CHECK(count_of(marked.words(), "EXERCISE / 演習") == 2 * marked.pages());
  CHECK(count_of(marked.words(), "E\nX\nE\nR\nC\nI\nS\nE\n") == marked.pages());  // each letter turned
  for (int row = 0; row < 120; ++row) {
    CHECK_THAT(marked.words(), Contains("row" + std::to_string(row)));
  }
  CHECK(core::sha256(report::render_pdf(source, options())) ==
        core::sha256(report::render_pdf(source, options())));
  CHECK(core::sha256(report::render_pdf(source, options())).hex() == digest_in_child(source));
}

TEST_CASE("plain text says at its head and at its foot what the watermark says", "[report]") {
  Document source = document({report::Paragraph{text("words")}});
  CHECK_THAT(report::render_text(source), !Contains("***"));
  source.watermark = "EXERCISE / 演習";
  const std::string out = report::render_text(source);
  CHECK(out.starts_with("*** EXERCISE / 演習 ***\n"));
  CHECK(out.ends_with("*** EXERCISE / 演習 ***\n"));
}
