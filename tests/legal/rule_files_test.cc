// SPDX-License-Identifier: Apache-2.0
// The rule files that ship: all of them read, and none says more than is known.
#include <catch2/catch.hpp>
#include <cctype>
#include <set>

#include "core/text.h"
#include "legal/fixed_files.h"
#include "legal/law/rule_words.h"
#include "tests/legal/rule_samples.h"

using legal::LawStatus;
using legal::Rule;
using legal::RuleSet;

namespace {

const RuleSet& shipped() {
  static const RuleSet set = RuleSet::load({rule_samples::shipped_folder()});
  return set;
}

std::string lower(std::string text) {
  for (char& c : text) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

bool has_japanese(const std::string& text) {
  const auto points = core::code_points(text);
  return points &&
         std::any_of(points->begin(), points->end(), [](char32_t c) { return c >= 0x3040 && c < 0xA000; });
}

void check_texts(const legal::Bilingual& text) {
  CHECK_FALSE(has_japanese(text.en));
  CHECK((has_japanese(text.ja) || text.ja == text.en));
}

}  // namespace

TEST_CASE("every rule that ships lies in a file of its name", "[legal]") {
  CHECK(shipped().all().size() >= 120);
  for (const Rule& rule : shipped().all()) {
    INFO(rule.id);
    CHECK(rule.file == lower(rule.id) + ".yaml");
  }
}

TEST_CASE("all regimes of the five families are there", "[legal]") {
  for (const char* id :
       {"US-401",       "US-403",       "US-104",         "US-702",       "US-803-6",     "US-HEARSAY",
        "US-901-a",     "US-901-b4",    "US-901-b9",      "US-902-11",    "US-902-12",    "US-902-13",
        "US-902-14",    "US-1001",      "US-1006",        "US-107",       "US-502",       "US-WP",
        "US-37e",       "US-CONF",      "US-707",         "JP-K-99-2",    "JP-K-99b",     "JP-K-102-2",
        "JP-K-110-2",   "JP-K-197-2",   "JP-K-221",       "JP-K-222",     "JP-K-230",     "JP-K-321-1-3",
        "JP-K-321-3",   "JP-K-321-4",   "JP-K-323",       "JP-K-326",     "JP-K-copy",    "JP-K-exc",
        "JP-K-NPA",     "JP-UCA",       "JP-PC",          "JP-M-231",     "JP-M-231-2",   "JP-M-231-3",
        "JP-M-137",     "JP-M-234",     "JP-M-92",        "JP-TS",        "JP-IDF-3",     "JP-IDF-5-1",
        "JP-IDF-6-1",   "JP-IDF-6-2",   "JP-IDF-7-2",     "JP-IDF-7-3",   "JP-IDF-7-4",   "JP-IDF-7-5",
        "JP-IDF-7-6",   "JP-IDF-8-5",   "EU-41",          "EU-42",        "EU-46",        "EU-45k",
        "EU-EPO",       "EU-GDPR-5",    "EU-GDPR-6",      "EU-FREE",      "UK-ACPO",      "UK-FSR",
        "UK-PACE",      "UK-CJA",       "UK-CrimPR19",    "UK-SFR",       "UK-CPIA",      "UK-CEA",
        "JP-APPI-26-P", "JP-APPI-26-F", "JP-APPI-26-F60", "JP-APPI-26-N", "JP-APPI-26-C", "JP-APPI-2026",
        "JP-MYNUM",     "JP-CCEA-5",    "JP-CCEA-4",      "JP-TEL-28-A",  "JP-TEL-28-B",  "JP-FSA",
        "JP-GOV",       "JP-CI",        "JP-TSE",         "JP-POL",       "JP-MED",       "US-CISA-1H",
        "US-FISMA-MAJ", "US-CIRCIA-I",  "US-CIRCIA-R",    "US-SEC-105",   "US-HIPAA-IND", "US-HIPAA-HHS",
        "US-HIPAA-BA",  "US-NYDFS-A",   "US-NYDFS-C",     "US-FTC-SG",    "US-BANK-36",   "US-NCUA-72",
        "US-DFARS",     "US-TSA",       "US-FCC-CPNI",    "US-CA",        "US-STATES",    "US-LE-HOLD",
        "EU-GDPR-33",   "EU-GDPR-34",   "EU-GDPR-OMN",    "EU-NIS2-23",   "EU-DORA-19",   "EU-CRA-14",
        "EU-CRA-14i",   "EU-EPOC",      "UK-GDPR-33",     "UK-PECR",      "UK-NIS",       "UK-CSR"}) {
    INFO(id);
    CHECK(shipped().find(id) != nullptr);
  }
}

TEST_CASE("what is a bill, repealed or not verified is not said to be in force", "[legal]") {
  for (const char* id : {"US-CIRCIA", "EU-GDPR-OMN", "UK-CSR", "US-707", "JP-APPI-2026"}) {
    INFO(id);
    CHECK(shipped().find(id)->law_status == LawStatus::proposed);
  }
  const Rule* repealed = shipped().find("JP-K-99b");
  CHECK(repealed->law_status == LawStatus::repealed);
  CHECK(repealed->valid_to == legal::CivilDate{2026, 5, 20});
  CHECK(shipped().find("JP-K-102-2")->valid_from == legal::CivilDate{2026, 5, 21});
  for (const char* id :
       {"JP-CCEA-5", "JP-CCEA-4", "JP-GOV",  "JP-CI",  "JP-MED",  "US-FCC-CPNI",  "UK-PECR",
        "US-NY",     "US-CO",     "US-FL",   "US-TX",  "US-DE",   "US-STATES",    "US-HEARSAY",
        "US-CONF",   "JP-K-copy", "EU-FREE", "UK-SFR", "UK-CPIA", "EU-DORA-19-W", "US-FISMA-MAJ-S"}) {
    INFO(id);
    CHECK(shipped().find(id)->law_status == LawStatus::unverified);
  }
}

TEST_CASE("every rule that ships speaks both languages and names its sources", "[legal]") {
  for (const Rule& rule : shipped().all()) {
    INFO(rule.id);
    check_texts(rule.title);
    check_texts(rule.text);
    check_texts(rule.note);
    CHECK_FALSE(rule.sources.empty());
    if (const auto* duty = std::get_if<legal::Duty>(&rule.content)) {
      CHECK(legal::Zone::find(duty->zone).name() == duty->zone);
      check_texts(duty->trigger);
      for (const legal::Stage& stage : duty->stages) {
        check_texts(stage.name);
      }
      continue;
    }
    if (const auto* offence = std::get_if<legal::Offence>(&rule.content)) {
      for (const legal::OffenceElement& element : offence->elements) {
        check_texts(element.text);
      }
      continue;
    }
    for (const legal::Element& element : std::get<legal::Admissibility>(rule.content).elements) {
      INFO(element.id);
      check_texts(element.text);
    }
  }
}

TEST_CASE("no rule that ships uses a word that is the court's, or confirms itself", "[legal]") {
  for (const auto& entry : core::fs::directory_iterator(rule_samples::shipped_folder())) {
    const std::string text = lower(core::read_text_file(entry.path()));
    INFO(entry.path().filename().string());
    CHECK(text.find("admissible") == std::string::npos);
    CHECK(text.find("証拠能力がある") == std::string::npos);
    CHECK(text.find("confirmed_by") == std::string::npos);
  }
}

TEST_CASE("every rule that an action that calls for thought names is held", "[legal]") {
  const legal::RuleSet rules = legal::RuleSet::load(legal::RuleSet::folders(core::Path("/none")));
  for (const legal::RiskyAction& action : legal::load_actions()) {
    for (const std::string& rule : action.rules) {
      INFO(action.id + " touches " + rule);
      CHECK(rules.find(rule) != nullptr);
    }
  }
}
