// SPDX-License-Identifier: Apache-2.0
// The templates that Exhibit ships: each is filled and drawn from full and from nearly empty facts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/json.h"
#include "report/render_pdf.h"
#include "report/template.h"
#include "tests/support/temp_folder.h"

namespace {

using Catch::Matchers::Contains;

const std::vector<std::string> kKinds = {"acquisition-report", "certification-902-14", "custody-form",
                                         "handover-receipt"};

core::Path source_folder() { return core::Path(EXHIBIT_TEST_SOURCE_DIR); }

core::Path shipped() { return source_folder().parent_path() / "report/templates"; }

std::string content(const core::Path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

report::Document filled(const std::string& kind, const std::string& facts,
                        const std::string& language = "en") {
  const auto value = core::json::parse(content(source_folder() / "report" / facts));
  REQUIRE(value);
  return report::Template::load(shipped() / kind / (language + ".md")).fill(*value);
}

/// The text without the line breaks of its layout.
std::string words(const report::Document& document) {
  std::string out = report::render_text(document);
  std::replace(out.begin(), out.end(), '\n', ' ');
  std::string single;
  std::unique_copy(out.begin(), out.end(), std::back_inserter(single),
                   [](char a, char b) { return a == ' ' && b == ' '; });
  return single;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
  return text;
}

/// The words of a lower-case text that claim more than a ledger can show.
std::vector<std::string> claiming_words(const std::string& text) {
  static const std::vector<std::string> kBanned = {"prove",  "proves",    "proved",
                                                   "proven", "guarantee", "guarantees"};
  std::vector<std::string> out;
  std::string word;
  for (const char c : text + " ") {
    if (c >= 'a' && c <= 'z') {
      word += c;
      continue;
    }
    const bool begins = word.rfind("authentic", 0) == 0 || word.rfind("admissib", 0) == 0;
    if (begins || std::find(kBanned.begin(), kBanned.end(), word) != kBanned.end()) {
      out.push_back(word);
    }
    word.clear();
  }
  for (const char* banned : {"証拠能力がある", "証拠能力を有する", "真正であることを証明", "ことを証明する",
                             "改ざんは不可能", "改ざんされていないことを保証"}) {
    if (text.find(banned) != std::string::npos) {
      out.emplace_back(banned);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the four documents are shipped in English", "[report]") {
  std::vector<std::string> english;
  for (const auto& name : report::list_templates(shipped())) {
    if (std::find(name.languages.begin(), name.languages.end(), "en") != name.languages.end()) {
      english.push_back(name.kind);
    }
  }
  for (const std::string& kind : kKinds) {
    CHECK(std::find(english.begin(), english.end(), kind) != english.end());
  }
}

TEST_CASE("every document is drawn from full and from nearly empty facts", "[report]") {
  const std::string kind = GENERATE(from_range(kKinds));
  const std::string facts = GENERATE(std::string("facts_sample.json"), std::string("facts_minimal.json"));
  const std::string language = GENERATE(std::string("en"), std::string("ja"));
  const report::Document document = filled(kind, facts, language);
  report::PdfOptions options;
  options.created = core::UtcTime::parse("2026-11-22T18:53:01.123456Z").value();
  const core::Bytes pdf = report::render_pdf(document, options);
  CHECK(pdf.size() > 10000);
  const support::TempFolder folder;
  std::ofstream((folder / "out.pdf").string(), std::ios::binary)
      .write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
  CHECK(std::system(("qpdf --check '" + (folder / "out.pdf").string() + "' >/dev/null 2>&1").c_str()) == 0);
  const std::string text = words(document);
  if (language == "ja") {
    CHECK_THAT(text, Contains("本書が述べない事項") && Contains("未記録") && !Contains("not recorded"));
    CHECK_THAT(text, Contains("事案2026-011") && Contains("ログの先頭"));
    return;
  }
  CHECK_THAT(text, Contains("What this document does not state") && Contains("not recorded"));
  CHECK_THAT(text, Contains("Case 2026-011") && Contains("Head of the log"));
}

TEST_CASE("no template uses words that claim more than the ledger shows", "[report]") {
  std::size_t seen = 0;
  for (const auto& kind : report::list_templates(shipped())) {
    for (const auto& language : kind.languages) {
      INFO(kind.kind << "/" << language);
      const std::string text = lower(content(shipped() / kind.kind / (language + ".md")));
      CHECK(claiming_words(text) == std::vector<std::string>{});
      ++seen;
    }
  }
  CHECK(seen >= kKinds.size());
}

TEST_CASE("documents say what was compared and what was not", "[report]") {
  const std::string report = words(filled("acquisition-report", "facts_sample.json"));
  CHECK_THAT(report,
             Contains("the image, read back, has the digest computed while the source was read once; the "
                      "source was not read a second time."));
  CHECK_THAT(report, Contains("unchanged since acquisition"));
  CHECK_THAT(report,
             Contains("put down when 4,096 bytes were imaged and kept: the destination is full went on"));
  CHECK_THAT(report, Contains("EV-001-I2: imaged, not compared"));
  CHECK_THAT(report, Contains("The comparison failed"));
  const std::string minimal = words(filled("acquisition-report", "facts_minimal.json"));
  CHECK_THAT(minimal, Contains("no finished imaging is recorded"));
  CHECK_THAT(minimal, !Contains("imaged, not compared"));
  CHECK_THAT(minimal, !Contains("were computed over the data"));
  CHECK_THAT(minimal, !Contains("no interval without a recorded holder"));
  CHECK_THAT(minimal, !Contains("unchanged since acquisition"));
  CHECK_THAT(minimal, !Contains("not read a second time"));
}

TEST_CASE("custody documents mark outside transfers, later records and entry numbers", "[report]") {
  const std::string form = words(filled("custody-form", "facts_sample.json"));
  CHECK_THAT(form, Contains("received on paper; the receiver's signature was not verified by Exhibit"));
  CHECK_THAT(form, Contains("recorded later, on 2026-11-21T09:00:00.000000Z"));
  CHECK_THAT(form, Contains("entry 19") && Contains("Both keys were used on one computer"));
  CHECK_THAT(form, Contains("From 2026-11-20T00:12:44Z to 2026-11-20T01:30:10Z no holder"));
  CHECK_THAT(words(filled("acquisition-report", "facts_sample.json")),
             Contains("**x** | {{y}} <b>bold</b>.E02") && Contains("gpj.\\u{202E}exe"));
}

TEST_CASE("every document with handovers names all who signed each, and the local time", "[report]") {
  for (const std::string& kind : kKinds) {
    INFO(kind);
    const std::string text = words(filled(kind, "facts_sample.json"));
    CHECK_THAT(text, Contains("Sato Hanako, releasing") && Contains("Mori Ken, receiving"));
    CHECK_THAT(text, Contains("Mori Ken, releasing") && Contains("Abe Kei, witness"));
    CHECK_THAT(text, Contains("2026-11-20 15:10:00 +0900 (JST)"));
  }
  CHECK_THAT(words(filled("custody-form", "facts_sample.json")),
             Contains("Abe Kei, witness, key 00112233445566778899aabbccddeeff"));
}

TEST_CASE("the certification says who compared the copy, when, and with what", "[report]") {
  const std::string text = words(filled("certification-902-14", "facts_sample.json"));
  CHECK_THAT(text, Contains("2026-11-20 14:58:02 +0900 (JST)") && Contains("by Ueda Rin with exhibit 0.2.0"));
  CHECK_THAT(text, Contains("see the personnel file; training of 2025-06"));
}

TEST_CASE("the receipt leaves lines for the officer who signs it", "[report]") {
  const std::string text = words(filled("handover-receipt", "facts_sample.json"));
  for (const char* line :
       {"Receiver: agency and unit: ____", "Receiver: rank, badge number: ____",
        "Receiver: own case number: ____", "Date and time of the handover, time zone: ____"}) {
    CHECK_THAT(text, Contains(line));
  }
}

TEST_CASE("the certification is a draft with both declarations and lines left open", "[report]") {
  const std::string text = words(filled("certification-902-14", "facts_sample.json"));
  CHECK_THAT(text, Contains("draft: not checked by counsel") && Contains("1746(2)") && Contains("1746(1)"));
  CHECK_THAT(text, Contains("under penalty of perjury that the foregoing is true and correct"));
  CHECK_THAT(text, Contains("Counsel decides which") && Contains("hearsay") && Contains("confrontation"));
  CHECK_THAT(text, Contains("Employer: ____") && Contains("For this image the comparison failed (entry 23)"));
  CHECK_THAT(text, !Contains("Name: Sato"));
}
