// SPDX-License-Identifier: Apache-2.0
// One rule from the bytes of its file. Each single fault is also tried with the program, tests/cli/rules.sh.
#include <catch2/catch.hpp>

#include "core/json.h"
#include "legal/law/rule_json.h"
#include "legal/law/rule_words.h"
#include "tests/legal/rule_samples.h"

using legal::Counting;
using legal::Rule;
using rule_samples::duty;
using rule_samples::faults_of;
using rule_samples::replaced;
using rule_samples::said;

namespace {

Rule parsed(const std::string& bytes) {
  auto read = legal::parse_rule(bytes, "sample.yaml");
  const auto* faults = std::get_if<std::vector<legal::RuleFault>>(&read);
  INFO((faults != nullptr ? said(*faults) : ""));
  REQUIRE(faults == nullptr);
  return std::get<Rule>(std::move(read));
}

/// Words of an enum in the schema, in its order.
std::vector<std::string> words_of_schema(const std::string& path) {
  const auto schema = core::json::parse(rule_samples::source_file("legal/rules/rule.schema.json"));
  REQUIRE(schema.has_value());
  std::vector<std::string> out;
  for (const auto& word : *schema->at_path(path)->array()) {
    out.push_back(*word.string());
  }
  return out;
}

}  // namespace

TEST_CASE("a duty is read with every member", "[legal]") {
  const std::string bytes = rule_samples::source_file("legal/rules/eu-nis2-23.yaml");
  const Rule rule = parsed(bytes);
  CHECK(rule.id == "EU-NIS2-23");
  CHECK(rule.valid_from == legal::CivilDate{2024, 10, 18});
  CHECK_FALSE(rule.valid_to.has_value());
  CHECK(rule.digest == core::sha256(core::as_bytes(bytes)));
  const auto& content = std::get<legal::Duty>(rule.content);
  CHECK(content.roles == std::vector<std::string>{"essential", "important"});
  CHECK(content.zone == "Europe/Brussels");
  CHECK(content.national_law_needed);
  REQUIRE(content.stages.size() == 4);
  CHECK(content.stages[1].amount == 72);
  CHECK(content.stages[1].counting == Counting::hours);
  CHECK(content.stages[1].note_1182);
  CHECK(content.stages[2].amount == 0);
  CHECK(legal::stage_awaited(content.stages[3].clock) == "EU-NIS2-23-4-b");
  CHECK_FALSE(legal::stage_awaited(content.stages[0].clock).has_value());
}

TEST_CASE("a rule of evidence is read with every member", "[legal]") {
  const Rule rule = parsed(rule_samples::source_file("legal/rules/us-fre-702.yaml"));
  const auto& elements = std::get<legal::Admissibility>(rule.content).elements;
  REQUIRE(elements.size() == 6);
  CHECK(elements[5].id == "e6");
  CHECK(elements[5].needs_all == std::vector<std::string>{"F16", "F17"});
  CHECK(elements[5].needs_any == std::vector<std::string>{"F30", "F43"});
  CHECK(elements[5].person == legal::Person::counsel);
  CHECK(elements[2].warn_if ==
        std::vector<std::string>{"unreadable_ranges", "no_comparison", "digest_mismatch"});
  CHECK(elements[0].text.in("ja").rfind("専門家が", 0) == 0);
}

TEST_CASE("all faults of a file are listed, in the order of their lines", "[legal]") {
  std::string bytes = replaced(duty("ZZ-A"), "law_status: in_force", "law_status: perhaps");
  bytes = replaced(bytes, "kind: duty\n", "kind: duty\nconfirmed_by: me\n");
  bytes = replaced(bytes, "amount: 24", "amount: -1");
  CHECK(said(faults_of(bytes)) ==
        "4: the rule holds 'confirmed_by', which is not known; "
        "9: law_status of the rule is 'perhaps', which is not in_force, proposed, repealed or unverified; "
        "19: amount of a stage is not a whole number from 1 to 1000");
}

TEST_CASE("a day that does not exist is refused, and so is an end before the beginning", "[legal]") {
  const std::string good = duty("ZZ-A");
  CHECK(faults_of(good + "valid_from: 2024-02-29\nvalid_to: 2024-02-29\n").empty());
  CHECK(said(faults_of(good + "valid_from: 2023-02-29\n")) ==
        "20: valid_from of the rule is '2023-02-29', which is no day there is, written as 2026-11-22");
  CHECK(said(faults_of(good + "valid_from: 2024-03-01\nvalid_to: 2024-02-29\n")) ==
        "21: valid_to lies before valid_from");
}

TEST_CASE("hostile YAML is refused with its line and costs nothing", "[legal]") {
  CHECK(said(faults_of("a: &a [x]\nb: &b [*a, *a]\n")) ==
        "1: anchors and aliases are not used in rule files");
  CHECK(said(faults_of("id: x\n---\nid: y\n")) == "2: the file holds a second document");
  CHECK(said(faults_of("id: !!binary x\n")) == "1: tags are not used in rule files");
  CHECK(said(faults_of("a: " + std::string(100'000, '['))) == "1: values are nested too deeply");
  CHECK(said(faults_of(std::string(1'100'000, 'x'))) == "0: the file is larger than 1 MiB");
  CHECK(said(faults_of("id: x\ntitle: \xff\n")) == "2: the file is not UTF-8");
  CHECK(said(faults_of("id: \"a\\x00b\"\n")) == "1: a text holds control or hidden characters");
  CHECK(said(faults_of("")) == "1: the file is empty");
  std::string many = "x: [a";
  for (int i = 0; i < 30'000; ++i) {
    many += ",a";
  }
  CHECK(said(faults_of(many + "]\n")) == "1: the file holds too many values");
}

TEST_CASE("a fault does not carry characters that hide something", "[legal]") {
  const auto faults = faults_of("\"a\\nb\": x\n");
  REQUIRE_FALSE(faults.empty());
  CHECK(faults.front().why == "the rule holds 'a\\u{0A}b', which is not known");
}

TEST_CASE("the words of schema, documents and program are the same", "[legal]") {
  CHECK(words_of_schema("definitions.warning.enum") == legal::warning_names());
  CHECK(words_of_schema("definitions.event.enum") == legal::clock_events());
  CHECK(words_of_schema("properties.law_status.enum") == legal::law_status_words());
  CHECK(words_of_schema("definitions.element.properties.person.enum") == legal::person_words());
  CHECK(words_of_schema("definitions.stage.properties.counting.enum") == legal::counting_words());
  const std::string page = rule_samples::source_file("docs/rules.md");
  for (const auto& words :
       {legal::warning_names(), legal::clock_events(), legal::law_status_words(), legal::person_words(),
        legal::counting_words(), legal::intake_names(), legal::family_names()}) {
    for (const std::string& word : words) {
      INFO(word);
      CHECK(page.find("`" + word + "`") != std::string::npos);
    }
  }
}

TEST_CASE("a word of each kind is read back as what it was written for", "[legal]") {
  CHECK(legal::word_of(Counting::jp_promptly) == "jp_promptly");
  for (const std::string& word : legal::counting_words()) {
    CHECK(legal::word_of(*legal::counting_named(word)) == word);
  }
  for (const std::string& word : legal::person_words()) {
    CHECK(legal::word_of(*legal::person_named(word)) == word);
  }
  for (const std::string& word : legal::law_status_words()) {
    CHECK(legal::word_of(*legal::law_status_named(word)) == word);
  }
  CHECK_FALSE(legal::counting_named("days").has_value());
  CHECK(legal::is_fact_number("F49"));
  CHECK_FALSE(legal::is_fact_number("F00"));
  CHECK_FALSE(legal::is_fact_number("F50"));
}

TEST_CASE("the examples in the document on rules are rules", "[legal]") {
  const std::string page = rule_samples::source_file("docs/rules.md");
  int count = 0;
  for (auto at = page.find("```yaml\n"); at != std::string::npos; at = page.find("```yaml\n", at + 1)) {
    const auto end = page.find("\n```\n", at);
    CHECK(parsed(page.substr(at + 8, end - at - 7)).jurisdiction == "ZZ");
    ++count;
  }
  CHECK(count == 2);
}

TEST_CASE("what differs between two versions of a rule is told member by member", "[legal]") {
  const Rule before = parsed(duty("ZZ-A"));
  CHECK(legal::changes_between(before, parsed("# another comment\n" + duty("ZZ-A"))).empty());
  std::string bytes = replaced(duty("ZZ-A"), "amount: 24", "amount: 48");
  bytes = replaced(bytes, "citation: Act 1", "citation: Act 2");
  const auto changes = legal::changes_between(before, parsed(bytes + "aliases: [ZZ-B]\n"));
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].member == "aliases");
  CHECK(changes[0].before.empty());
  CHECK(changes[1].member == "citation");
  CHECK(changes[2].member == "stages.ZZ-A-S.amount");
  CHECK(changes[2].before == "24");
  CHECK(changes[2].after == "48");
}
