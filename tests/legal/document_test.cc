// SPDX-License-Identifier: Apache-2.0
// What the documents of the legal work say, and what they leave out.
#include "legal/documents/document.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "legal/documents/record_facts.h"
#include "report/words.h"
#include "tests/support/drawn_document.h"

using custody::Ledger;
using support::drawn;
using support::LegalCase;

namespace {

bool holds(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

legal::DocumentRequest of_incident(const std::string& kind, const std::string& language) {
  return {kind, language, {"", "INC-1", "", ""}};
}
legal::DocumentRequest of_entry(const std::string& kind, std::uint64_t entry,
                                const std::string& language = "en") {
  return {kind, language, {"", "", std::to_string(entry), ""}};
}

class Story : public LegalCase {
 public:
  Ledger ledger = begin_case();
  Story() { add(ledger, {incident("INC-1")}); }

  std::uint64_t record(const std::string& command, Given given, const custody::UnlockedKey& as) {
    return fill(ledger, command, given, as).seq;
  }
  std::uint64_t loss(const std::string& amount, const std::string& currency) {
    return record(
        "loss",
        {{"--incident", {"INC-1"}}, {"--amount", {amount}}, {"--currency", {currency}}, {"--basis", {"b"}}},
        bob);
  }
  std::uint64_t referral(const std::string& summary, Given more = {}) {
    more.merge(Given{{"--incident", {"INC-1"}},
                     {"--addressed-to", {"the police"}},
                     {"--victim", {"Example Trading"}},
                     {"--poc", {"k. abe"}},
                     {"--found", {"by the help desk"}},
                     {"--summary", {summary}}});
    return record("referral", more, counsel);
  }
};

}  // namespace

TEST_CASE("amounts are printed in the unit that people use of their currency", "[legal]") {
  CHECK(legal::money(5'400'000, "JPY") == "5,400,000 JPY");
  CHECK(legal::money(123'456, "USD") == "1,234.56 USD");
  CHECK(legal::money(5, "EUR") == "0.05 EUR");
  CHECK(legal::money(1'234'567, "KWD") == "1,234.567 KWD");
  CHECK(legal::money(0, "JPY") == "0 JPY");
}

TEST_CASE("a referral sums the losses that stand, by currency", "[legal]") {
  Story story;
  const auto first = story.loss("5400000", "JPY");
  story.loss("123456", "USD");
  story.loss("600000", "JPY");
  std::string text = drawn(story.ledger, of_incident("law-enforcement-referral", "en"));
  CHECK(holds(text, "Sum: 6,000,000 JPY"));
  CHECK(holds(text, "Sum: 1,234.56 USD"));
  story.record("loss",
               {{"--incident", {"INC-1"}},
                {"--amount", {"400000"}},
                {"--currency", {"JPY"}},
                {"--basis", {"b"}},
                {"--supersedes", {std::to_string(first)}}},
               story.bob);
  text = drawn(story.ledger, of_incident("law-enforcement-referral", "en"));
  CHECK(holds(text, "Sum: 1,000,000 JPY"));
}

TEST_CASE("what nobody recorded is printed as not recorded, in both languages", "[legal]") {
  Story story;
  const std::string en = drawn(story.ledger, of_incident("law-enforcement-referral", "en"));
  CHECK(holds(en, "not recorded"));
  CHECK_FALSE(holds(en, "the police"));
  CHECK(holds(drawn(story.ledger, of_incident("law-enforcement-referral", "ja")), "未記録"));
  const auto entry = story.referral("files were encrypted");
  const std::string told = drawn(story.ledger, of_incident("law-enforcement-referral", "en"));
  CHECK(holds(told, "files were encrypted"));
  CHECK(holds(told, "entry " + std::to_string(entry)));
}

TEST_CASE("a referral that took the place of another is the one that is printed", "[legal]") {
  Story story;
  const auto first = story.referral("first words");
  story.referral("second words", {{"--supersedes", {std::to_string(first)}}});
  const std::string text = drawn(story.ledger, of_incident("law-enforcement-referral", "en"));
  CHECK(holds(text, "second words"));
  CHECK_FALSE(holds(text, "first words"));
}

TEST_CASE("private records stand in no document but a private one", "[legal]") {
  Story story;
  const legal::Form& form = LegalCase::named("loss");
  story.ledger.append([&](const Ledger& open) {
    legal::Answers answers{open,
                           []() -> const legal::RuleSet& { return LegalCase::rules(); },
                           form,
                           {{"--incident", {"INC-1"}},
                            {"--amount", {"77"}},
                            {"--currency", {"JPY"}},
                            {"--basis", {"CANARY of the settlement"}}},
                           {}};
    return std::vector{custody::made_private(open, legal::fill_form(answers, story.bob))};
  });
  for (const char* kind : {"incident-report", "law-enforcement-referral"}) {
    INFO(kind);
    auto request = of_incident(kind, "en");
    const std::string text = drawn(story.ledger, request);
    CHECK_FALSE(holds(text, "CANARY"));
    CHECK_FALSE(holds(text, "77 JPY"));
    request.is_private = true;
    CHECK(holds(drawn(story.ledger, request), "CANARY"));
  }
}

TEST_CASE("a private document is kept by its digest alone, and the case stays whole", "[legal]") {
  Story story;
  const legal::LawFiles law(core::Path("/none"));
  auto request = of_incident("incident-report", "en");
  request.is_private = true;
  const auto issued = legal::issue(story.ledger, request, law, story.counsel);
  CHECK(story.ledger.entry(issued.entry).type == "private");
  CHECK(core::fs::exists((story.path() / "attachments" / issued.sha256.hex()).native()));
  CHECK_FALSE(core::fs::exists((story.path() / "documents" / issued.file).native()));
  request.is_private = false;
  const auto open = legal::issue(story.ledger, request, law, story.counsel);
  CHECK(story.ledger.entry(open.entry).type == "document_issued");
  CHECK(core::fs::exists((story.path() / "documents" / open.file).native()));
  for (const custody::Finding& finding : story.verify().findings) {
    CHECK(finding.kind != custody::FindingKind::fault);
  }
}

TEST_CASE("a notice to keep data says who confirmed it and that it was lifted", "[legal]") {
  Story story;
  const auto notice = story.record("hold-notice",
                                   {{"--matter", {"server matter"}},
                                    {"--custodian", {"night shift", "day shift"}},
                                    {"--contact", {"legal"}},
                                    {"--text", {"Keep everything."}}},
                                   story.counsel);
  CHECK(holds(drawn(story.ledger, of_entry("hold-notice", notice)), "nobody so far"));
  story.record("hold-acknowledge",
               {{"--notice", {std::to_string(notice)}},
                {"--custodian", {"day shift"}},
                {"--at", {"2026-01-01T00:00:00Z"}}},
               story.bob);
  std::string text = drawn(story.ledger, of_entry("hold-notice", notice));
  CHECK_FALSE(holds(text, "nobody so far"));
  CHECK(holds(text, "2026-01-01T00:00:00Z"));
  CHECK_FALSE(holds(text, "was lifted"));
  story.record("hold-release", {{"--notice", {std::to_string(notice)}}, {"--reason", {"settled"}}},
               story.counsel);
  CHECK(holds(drawn(story.ledger, of_entry("hold-notice", notice)), "was lifted"));
  CHECK_THROWS_WITH(
      story.record("hold-release", {{"--notice", {std::to_string(notice)}}, {"--reason", {"again"}}},
                   story.counsel),
      Catch::Contains("ended it"));
}

TEST_CASE("a document is refused when what it is about is missing, too much, or of another kind", "[legal]") {
  Story story;
  CHECK_THROWS_WITH(drawn(story.ledger, {"hold-notice", "en", {}}), Catch::Contains("needs --entry"));
  CHECK_THROWS_WITH(drawn(story.ledger, {"disclosure-register", "en", {"S-1", "", "", ""}}),
                    Catch::Contains("takes no --item"));
  CHECK_THROWS_WITH(drawn(story.ledger, {"incident-report", "en", {"", "INC-9", "", ""}}),
                    Catch::Contains("no incident 'INC-9'"));
  CHECK_THROWS_WITH(drawn(story.ledger, of_entry("hold-notice", 1)),
                    Catch::Contains("is not one that 'exhibit hold-notice' records"));
}

TEST_CASE(
    "a decision on a notification is printed with its duty, its clock and that nobody confirmed the rule",
    "[legal]") {
  Story story;
  const std::string at = story.ledger.environment().clock.now().text();
  story.record("aware", {{"--incident", {"INC-1"}}, {"--event", {"aware_personal_data"}}, {"--at", {at}}},
               story.bob);
  const auto decision = story.record("notify",
                                     {{"--incident", {"INC-1"}},
                                      {"--duty", {"EU-GDPR-33"}},
                                      {"--decision", {"not required"}},
                                      {"--at", {at}},
                                      {"--decider", {"DPO"}},
                                      {"--reason", {"no risk to persons"}}},
                                     story.counsel);
  const std::string text = drawn(story.ledger, of_entry("notification-decision", decision));
  CHECK(holds(text, "UNCONFIRMED"));
  CHECK(holds(text, "no risk to persons"));
  CHECK(holds(text, "not required"));
  const std::string ja = drawn(story.ledger, of_entry("notification-decision", decision, "ja"));
  CHECK(holds(ja, "未確認"));
  CHECK(holds(ja, "通知不要と判断"));
  story.record("rules confirm", {{"--rule", {"EU-GDPR-33"}}}, story.counsel);
  CHECK_FALSE(holds(drawn(story.ledger, of_entry("notification-decision", decision)), "UNCONFIRMED"));
}

TEST_CASE("every word of the forms and states has a Japanese one", "[legal]") {
  std::vector<std::string> words = {"detected", "triaged", "responding", "reviewed", "closed"};
  for (const legal::Form& form : legal::forms()) {
    for (const legal::FormField& field : form.fields) {
      const bool tlp = std::string(field.member) == "tlp" || field.member == std::string("rating") ||
                       form.type == std::string("indicator_recorded");  // terms of art in every language
      words.insert(words.end(), field.words.begin(), tlp ? field.words.begin() : field.words.end());
    }
  }
  for (const std::string& word : words) {
    INFO(word);
    CHECK(legal::shown_word(word, "en") == word);
    CHECK(legal::shown_word(word, "ja") != word);
  }
}

TEST_CASE("every type of entry that a form records has a Japanese name", "[legal]") {
  for (const legal::Form& form : legal::forms()) {
    INFO(form.type);
    CHECK(report::shown_type(form.type, "ja") != form.type);
  }
}

TEST_CASE("every kind that ships has both languages and something it is about", "[legal]") {
  for (const legal::DocumentKind& kind : legal::document_kinds()) {
    INFO(kind.kind);
    for (const char* language : {"en", "ja"}) {
      CHECK_NOTHROW(report::find_template(kind.kind, language));
    }
    CHECK_FALSE(kind.what.en.empty());
    CHECK_FALSE(kind.what.ja.empty());
  }
}
