// SPDX-License-Identifier: Apache-2.0
// Documents for court and counsel: what turns when a record is missing, and what never comes into them.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "legal/assess.h"
#include "legal/documents/counsel_facts.h"
#include "report/render_pdf.h"
#include "tests/support/legal_case.h"

using core::json::Object;
using core::json::Value;
using custody::Ledger;
using legal::DocumentAbout;
using support::LegalCase;

namespace {

struct Drawn {
  Value facts;
  std::string text;
};

/// A document as it would be issued, drawn as plain text in one line.
Drawn drawn(const Ledger& ledger, const std::string& kind, const DocumentAbout& about,
            const std::string& language = "en") {
  const report::CaseView view(ledger);
  const legal::Records records(view);
  const legal::LawFiles law("/none");
  const report::Template form = report::find_template(kind, language);
  const report::FactsAsked asked{view, form, kind, ledger.environment().clock.now(), nullptr};
  const legal::DocumentKind found = legal::document_kind(kind);
  legal::check_about({kind, language, about, false, false});
  Object facts = found.facts({asked, records, about, law, found.is_private});
  for (const auto& [name, value] : report::document_facts(asked)) {
    facts[name] = value;
  }
  Drawn out{Value(std::move(facts)), ""};
  for (const char c : report::render_text(form.fill(out.facts))) {
    if (c != ' ' && c != '\n') {
      out.text += c;
    }
  }
  return out;
}

bool has(const std::string& text, const std::string& words) {
  std::string joined;
  for (const char c : words) {
    if (c != ' ') {
      joined += c;
    }
  }
  return text.find(joined) != std::string::npos;
}

/// The value at that path, as text; "null" when absent.
std::string at(const Value& facts, const char* path) {
  const Value* found = facts.at_path(path);
  return found == nullptr ? "null" : found->string() != nullptr ? *found->string() : encode(*found);
}

std::string designated(LegalCase& test, Ledger& ledger, const std::string& item, const std::string& number) {
  return ledger.label(test.fill(ledger, "designate",
                                {{"--number", {number}},
                                 {"--title", {"image of S-1"}},
                                 {"--purpose", {"that files were encrypted"}},
                                 {"--original", {"copy"}}},
                                test.counsel, {item})
                          .seq);
}

}  // namespace

TEST_CASE("a certification prints a fact once it is recorded, and never one from a private entry",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const DocumentAbout about{"S-1", "", "", ""};
  CHECK(at(drawn(ledger, "certification-902-14", about).facts, "known.F28.missing") == "true");
  CHECK(at(drawn(ledger, "certification-902-14", about).facts, "known.F07.missing") == "true");
  test.image(ledger);
  const auto entry = test.fact(ledger, "F28", "course of 2024");
  for (const char* kind : {"certification-902-14", "certification-902-13"}) {
    for (const char* language : {"en", "ja"}) {
      INFO(kind << " " << language);
      const Drawn out = drawn(ledger, kind, about, language);
      CHECK(at(out.facts, "known.F28.text") == "course of 2024");
      CHECK(at(out.facts, "known.F28.entries") == ledger.label(entry.seq));
      CHECK(at(out.facts, "known.F07.missing") == "false");
      CHECK(has(out.text, "course of 2024"));
    }
  }
  const legal::LateFact late{*core::EvidenceId::parse("S-1"), *core::EvidenceId::parse("F17"), "CANARY-LIMIT",
                             std::nullopt};
  LegalCase::add(ledger, {custody::made_private(ledger, legal::add_fact(ledger, late, test.bob))});
  const Drawn after = drawn(ledger, "certification-902-14", about);
  CHECK(at(after.facts, "known.F17.missing") == "true");
  CHECK(encode(after.facts).find("CANARY") == std::string::npos);
  CHECK(encode(drawn(ledger, "facts-against-rule", {"S-1", "", "", "US-FRE-901-B9"}).facts).find("CANARY") !=
        std::string::npos);
}

TEST_CASE("facts against a rule name element, state and entries, and the notice until counsel confirms",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const DocumentAbout about{"S-1", "", "", "US-FRE-902-14"};
  CHECK(has(drawn(ledger, "facts-against-rule", about).text, "UNCONFIRMED"));
  CHECK(has(drawn(ledger, "facts-against-rule", about, "ja").text, "未確認"));
  CHECK(has(drawn(ledger, "facts-against-rule", about).text, "for the court to say"));
  CHECK(has(drawn(ledger, "facts-against-rule", about).text, "not recorded: F10, F11, F12"));
  test.image(ledger);
  test.fill(ledger, "rules confirm", {{"--rule", {"US-FRE-902-14"}}}, test.counsel);
  const Drawn out = drawn(ledger, "facts-against-rule", about);
  CHECK_FALSE(has(out.text, "UNCONFIRMED"));
  CHECK_FALSE(has(out.text, "not recorded: F10"));
  CHECK_FALSE(has(out.text, "admissible"));
  CHECK(has(out.text, at(out.facts, "rule.digest")));
  CHECK_THROWS_AS(drawn(ledger, "facts-against-rule", {"S-1", "", "", "XX-1"}), core::Error);
  CHECK_THROWS_AS(drawn(ledger, "facts-against-rule", {"S-1", "", "", "JP-UCA-3"}), core::Error);
  CHECK_THROWS_AS(drawn(ledger, "facts-against-rule", {"S-1", "", "", ""}), core::Error);
}

TEST_CASE("exhibits stand by their numbers with digest and entry; one that is taken the place of is left out",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  CHECK(has(drawn(ledger, "exhibit-list", {}).text, "no exhibit is designated"));
  const auto ids = test.image(ledger);
  const std::string first = designated(test, ledger, ids.image, "Ko 12");
  designated(test, ledger, "S-1", "Ko 3");
  Drawn out = drawn(ledger, "exhibit-list", {});
  const auto* exhibits = out.facts.find("exhibits")->array();
  REQUIRE(exhibits->size() == 2);
  CHECK(exhibits->front().text_of("number") == "Ko 3");
  CHECK(at(exhibits->back(), "item_id") == ids.image);
  CHECK(at(exhibits->back().find("digests")->array()->front(), "sha256") == core::sha256({}).hex());
  CHECK(at(exhibits->back(), "nature") == "image of S-1");
  test.fill(ledger, "designate",
            {{"--number", {"Ko 13"}},
             {"--title", {"t"}},
             {"--purpose", {"p"}},
             {"--original", {"copy"}},
             {"--supersedes", {first}}},
            test.counsel, {ids.image});
  CHECK_FALSE(has(drawn(ledger, "exhibit-list", {}).text, "Ko 12"));
  CHECK(has(drawn(ledger, "shoko-setsumeisho", {}, "ja").text, "Ko 13"));
}

TEST_CASE("what an exhibit is offered for is counsel's word, never a responder's", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto ids = test.image(ledger);
  LegalCase::add(ledger, {test.incident("INC-1")});
  test.fill(ledger, "link", {{"--incident", {"INC-1"}}, {"--shows", {"CANARY-SHOWS"}}}, test.bob,
            {ids.image});
  designated(test, ledger, ids.image, "Ko 1");
  for (const char* language : {"en", "ja"}) {
    const Drawn out = drawn(ledger, "shoko-setsumeisho", {}, language);
    CHECK(has(out.text, "that files were encrypted"));
    CHECK(encode(out.facts).find("CANARY-SHOWS") == std::string::npos);
  }
}

TEST_CASE("the privilege log names claims by title, and holds nothing of what was asked or answered",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  CHECK(has(drawn(ledger, "privilege-log", {}).text, "no claim of privilege is recorded"));
  test.fill(ledger, "advice",
            {{"--question", {"CANARY-QUESTION"}},
             {"--answer", {"not permitted"}},
             {"--conditions", {"CANARY-CONDITION"}},
             {"--text", {"CANARY-TEXT"}},
             {"--privilege-by", {"K. Abe"}},
             {"--privilege-basis", {"attorney-client"}},
             {"--privilege-jurisdiction", {"US"}}},
            test.counsel);
  const auto plain = test.fill(ledger, "review", {{"--title", {"memo without a claim"}}}, test.bob);
  const auto asked = test.fill(
      ledger, "review", {{"--title", {"memo of 3 May"}}, {"--recipients", {"K. Abe*, CISO"}}}, test.bob);
  CHECK_FALSE(has(drawn(ledger, "privilege-log", {}).text, "memo of 3 May"));
  test.fill(ledger, "review-done",
            {{"--request", {ledger.label(asked.seq)}},
             {"--outcome", {"CANARY-OUTCOME"}},
             {"--privileged", {"yes"}},
             {"--privilege-by", {"K. Abe"}}},
            test.counsel);
  test.fill(ledger, "review-done", {{"--request", {ledger.label(plain.seq)}}, {"--outcome", {"CANARY-2"}}},
            test.counsel);
  for (const char* language : {"en", "ja"}) {
    const Drawn out = drawn(ledger, "privilege-log", {}, language);
    CHECK(out.facts.find("claims")->array()->size() == 3);
    CHECK(encode(out.facts).find("CANARY") == std::string::npos);
    CHECK(encode(out.facts).find("not permitted") == std::string::npos);
    CHECK(has(out.text, "memo of 3 May"));
    CHECK(has(out.text, "k. abe*"));
    CHECK_FALSE(has(out.text, "memo without a claim"));
  }
  CHECK(has(drawn(ledger, "privilege-log", {}).text, "privilege claimed by K. Abe, attorney-client, US"));
}

TEST_CASE("the matrix lays links beside the elements they serve, and says where none is recorded",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  const DocumentAbout all{"", "INC-1", "", ""}, one{"", "INC-1", "", "JP-UCA-3"};
  CHECK(has(drawn(ledger, "offence-matrix", all).text, "No link of this incident serves"));
  const Drawn empty = drawn(ledger, "offence-matrix", one);
  CHECK(has(empty.text, "no evidence recorded"));
  CHECK(has(drawn(ledger, "offence-matrix", one, "ja").text, "証拠の記録なし"));
  const auto link = test.fill(ledger, "link",
                              {{"--incident", {"INC-1"}},
                               {"--shows", {"login of account admin2"}},
                               {"--kind", {"evidences"}},
                               {"--confidence", {"probable"}},
                               {"--serves", {"JP-UCA-3/e3"}}},
                              test.bob, {"S-1"});
  test.fill(ledger, "link",
            {{"--incident", {"INC-1"}},
             {"--shows", {"the login was refused"}},
             {"--kind", {"contradicts"}},
             {"--serves", {"JP-UCA-3/e4"}}},
            test.bob, {"S-1"});
  const Drawn out = drawn(ledger, "offence-matrix", all);
  const auto* offences = out.facts.find("offences")->array();
  REQUIRE(offences->size() == 1);
  const auto& elements = *offences->front().find("elements")->array();
  CHECK(elements.at(0).find("links")->array()->empty());
  CHECK(elements.at(2).find("links")->array()->front().integer_of("entry") ==
        static_cast<std::int64_t>(link.seq));
  CHECK(elements.at(3).find("links")->array()->front().boolean_of("against") == true);
  CHECK(has(out.text, "CONTRADICTS"));
  CHECK(has(out.text, "probable"));
  CHECK_THROWS_AS(drawn(ledger, "offence-matrix", {"", "INC-1", "", "US-FRE-902-14"}), core::Error);
  CHECK_THROWS_AS(test.fill(ledger, "link",
                            {{"--incident", {"INC-1"}}, {"--shows", {"x"}}, {"--serves", {"JP-UCA-3/e9"}}},
                            test.bob, {"S-1"}),
                  core::Error);
}

TEST_CASE("a suspect is whom counsel named by a private entry that stands", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  const DocumentAbout about{"", "INC-1", "", "JP-UCA-3"};
  test.fill(ledger, "link", {{"--incident", {"INC-1"}}, {"--shows", {"it was Zoe"}}}, test.bob, {"S-1"});
  CHECK(has(drawn(ledger, "offence-matrix", about).text, "no suspect is named"));
  CHECK_THROWS_AS(
      test.fill(ledger, "suspect", {{"--incident", {"INC-1"}}, {"--name", {"Zoe"}}, {"--basis", {"entry 9"}}},
                test.bob),
      core::Error);
  const auto named =
      test.fill(ledger, "suspect", {{"--incident", {"INC-1"}}, {"--name", {"Zoe"}}, {"--basis", {"entry 9"}}},
                test.counsel);
  CHECK(ledger.entry(named.seq).type == "private");
  CHECK(has(drawn(ledger, "offence-matrix", about).text, "Zoe"));
  test.fill(ledger, "suspect",
            {{"--incident", {"INC-1"}},
             {"--name", {"unknown"}},
             {"--basis", {"entry 9 was wrong"}},
             {"--supersedes", {ledger.label(named.seq)}}},
            test.counsel);
  CHECK_FALSE(has(drawn(ledger, "offence-matrix", about).text, "Zoe"));
}

TEST_CASE("a notice names rules and exhibits, and is notice to the other side once it was served",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const auto ids = test.image(ledger);
  const std::string exhibit = designated(test, ledger, ids.image, "Ko 1");
  const LegalCase::Given given{{"--rule", {"us-902-14"}},
                               {"--exhibit", {exhibit}},
                               {"--party", {"the defence"}},
                               {"--inspect", {"room 3, weekdays"}}};
  const auto state = [&] {
    const report::CaseView view(ledger);
    const legal::Records records(view);
    return legal::ItemCase(records, "S-1").fact("F41");
  };
  const auto notice = test.fill(ledger, "notice", given, test.counsel);
  CHECK(state().state == legal::FactState::missing);
  const Drawn out = drawn(ledger, "notice-of-intent", {"", "", ledger.label(notice.seq), ""});
  CHECK(has(out.text, "room 3, weekdays"));
  CHECK(has(out.text, "Fed. R. Evid. 902(14)"));
  CHECK(has(out.text, "That this notice was served is not recorded"));
  LegalCase::Given served = given;
  served["--served-at"] = {"2026-11-01T00:00:00Z"};
  served["--supersedes"] = {ledger.label(notice.seq)};
  const auto second = test.fill(ledger, "notice", served, test.counsel);
  CHECK(state().state == legal::FactState::recorded);
  CHECK(state().entries.back() == second.seq);
  LegalCase::Given bad = given;
  bad["--rule"] = {"EU-GDPR-33"};
  CHECK_THROWS_AS(test.fill(ledger, "notice", bad, test.counsel), core::Error);
  bad = given;
  bad["--exhibit"] = {ledger.label(second.seq)};
  CHECK_THROWS_AS(test.fill(ledger, "notice", bad, test.counsel), core::Error);
  CHECK_THROWS_AS(drawn(ledger, "notice-of-intent", {"", "", exhibit, ""}), core::Error);
}

TEST_CASE("a voluntary submission lists what is linked to the incident, with its images", "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  LegalCase::add(ledger, {test.incident("INC-1")});
  const DocumentAbout about{"", "INC-1", "", ""};
  CHECK(drawn(ledger, "ninin-teishutsu-annex", about).facts.find("items")->array()->empty());
  const auto ids = test.image(ledger);
  test.fill(ledger, "link", {{"--incident", {"INC-1"}}, {"--shows", {"x"}}}, test.bob, {ids.image});
  for (const char* language : {"en", "ja"}) {
    const Drawn out = drawn(ledger, "ninin-teishutsu-annex", about, language);
    REQUIRE(out.facts.find("items")->array()->size() == 1);
    CHECK(has(out.text, core::sha256({}).hex()));
    CHECK(has(out.text, "S-1"));
  }
  CHECK_THROWS_AS(drawn(ledger, "ninin-teishutsu-annex", {"", "INC-9", "", ""}), core::Error);
}

TEST_CASE("an offence is no rule of evidence: assess says which document takes it", "[legal]") {
  LegalCase test;
  const Ledger ledger = test.begin_case();
  const report::CaseView view(ledger);
  const legal::Records records(view);
  CHECK_THROWS_WITH(legal::assess(records, "S-1", *LegalCase::rules().find("JP-PC-234-2")),
                    Catch::Matchers::Contains("offence-matrix"));
}

TEST_CASE("counsel's own document is a private entry whose file is an attachment, and the case verifies",
          "[legal]") {
  LegalCase test;
  Ledger ledger = test.begin_case();
  const legal::LawFiles law("/none");
  const auto issued = legal::issue(ledger, {"privilege-log", "en", {}, false, false}, law, test.counsel);
  const custody::Entry entry = ledger.entry(issued.entry);
  CHECK(entry.type == "private");
  CHECK(core::fs::exists(test.path() / "attachments" / issued.sha256.hex()));
  CHECK_FALSE(core::fs::exists(test.path() / "documents" / issued.file));
  CHECK(test.verify().intact());
  const auto list = legal::issue(ledger, {"exhibit-list", "ja", {}, false, false}, law, test.counsel);
  CHECK(ledger.entry(list.entry).type == "document_issued");
  CHECK(core::fs::exists(test.path() / "documents" / list.file));
}
