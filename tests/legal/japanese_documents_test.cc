// SPDX-License-Identifier: Apache-2.0
// What the program says of a case in a Japanese document is Japanese; what people recorded stays as they wrote it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "custody/answer.h"
#include "custody/keeping.h"
#include "custody/release_request.h"
#include "report/document_facts.h"
#include "report/item_facts.h"
#include "report/render_pdf.h"
#include "tests/support/legal_case.h"

using core::json::Object;
using core::json::Value;
using custody::Ledger;
using support::LegalCase;

namespace {

/// A thing to which all happened that its documents tell of.
class FullCase : public LegalCase {
 public:
  FullCase() : ledger_(begin_case()) { tell(); }
  const Ledger& ledger() const { return ledger_; }

 private:
  void happens(const custody::Draft& draft) { newest_ = add(ledger_, {draft}).back().seq; }

  void answer(bool accept) {
    const auto request = custody::ReleaseRequest::parse(custody::ReleaseRequest::make(ledger_, newest_));
    support::StepClock other;
    other.set(clock.now());
    happens(custody::draft_answer(
        ledger_,
        custody::sign_answer(request, accept, {"broken", "mismatch", ""}, "傷あり", carol, other, random),
        bob));
  }
  void release() {
    happens(custody::draft_release({"S-1"}, bob, "", {"宅配", {"intact", "matches", "良好"}}));
  }

  void tell() {
    happens({"authority_recorded",
             {"S-1"},
             Object{{"issuer", custody::committed("代表者")},
                    {"kind", "consent"},
                    {"scope", custody::committed("全部")}},
             {{&counsel, "author"}},
             {}});
    fact(ledger_, "F28", "研修済み");
    happens(custody::draft_seal("S-1", "77", "", bob, nullptr));
    happens(custody::draft_move({"S-1"}, "金庫", "保管", bob));
    const custody::AcquisitionIds ids = image(ledger_, false);
    happens(custody::draft_access(ids.image, "verified", "whole image; faults found", "定期", bob));
    happens(custody::draft_access("S-1", "viewed", "画面", "確認", bob));
    custody::AcquisitionStart again(*core::EvidenceId::parse("S-1"));
    again.again = true;
    again.carrier.file_system_id = "77";
    add(ledger_, custody::draft_start(
                     ledger_, again,
                     custody::choose_ids(ledger_, again, [](const std::string&) { return false; }), bob));
    release();
    answer(false);
    release();
    happens(custody::draft_release_withdrawn(ledger_, newest_, "中止", bob));
    happens(custody::draft_transfer({"S-1"}, bob, carol, {"交替", {"none", "not checked", ""}}));
    happens(custody::draft_transfer({"S-1"}, carol, bob, {"交替", {"not stated", "matches", ""}}));
    release();
  }

  Ledger ledger_;
  std::uint64_t newest_ = 0;
};

Object facts_of(const report::CaseView& view, const report::Template& form, const custody::KeyCard& by) {
  const report::FactsAsked asked{view, form, "custody-form", view.ledger().environment().clock.now(), &by};
  Object out = report::item_facts(view, "S-1", asked.created);
  for (auto& [name, value] : report::document_facts(asked)) {
    out[name] = value;
  }
  return out;
}

report::Template form_of(const std::string& kind, const std::string& language) {
  return report::Template::load(report::templates_folder() / kind / (language + ".md"));
}

/// Words of three and more Latin letters, at least one of them small, in the texts of the facts.
void collect_words(const Value& value, std::set<std::string>& out) {
  if (const auto* list = value.array()) {
    for (const Value& item : *list) {
      collect_words(item, out);
    }
  }
  if (const auto* members = value.object()) {
    for (const auto& [name, member] : *members) {
      collect_words(member, out);
    }
  }
  const std::string text = value.string() == nullptr ? "" : *value.string();
  const bool hex = text.find_first_not_of("0123456789abcdef") == std::string::npos;
  std::string word;
  for (const char c : hex ? " " : text + " ") {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || (c >= '0' && c <= '9')) {
      word += c;
      continue;
    }
    const bool small = std::any_of(word.begin(), word.end(), [](char l) { return l >= 'a'; });
    if (word.size() >= 3 && small) {
      out.insert(word);
    }
    word.clear();
  }
}

std::string without_breaks(const report::Document& document) {
  std::string out = report::render_text(document);
  std::erase(out, '\n');
  std::erase(out, ' ');
  return out;
}

const std::vector<std::string> kItemDocuments = {"acquisition-report", "certification-902-14", "custody-form",
                                                 "handover-receipt"};

}  // namespace

TEST_CASE("the facts of a Japanese document hold no English word that the program chose", "[legal]") {
  FullCase test;
  const report::Template form = form_of("custody-form", "ja");
  for (const bool committed_only : {false, true}) {
    const report::CaseView view(test.ledger(), committed_only, "ja");
    std::set<std::string> words;
    for (const auto& [name, value] : facts_of(view, form, test.bob.card)) {
      if (name != "label" && name != "document" && name != "head") {
        collect_words(value, words);
      }
    }
    // Names of people and things as recorded, of files, formats, the program, its settings and its log; and what a
    // comparison found, which is an entry's own text.
    for (const char* recorded :
         {"alice", "bob",   "carol",  "small", "case",    "room",     "exhibit", "acquire",
          "dev",   "sdb",   "raw",    "and",   "test",    "evidence", "log",     "actor",
          "the",   "thing", "EnCase", "image", "differs", "from",     "that",    "source"}) {
      words.erase(recorded);
    }
    std::erase_if(
        words, [](const std::string& word) { return word.find_first_of("0123456789") != std::string::npos; });
    CHECK(words == std::set<std::string>{});
  }
}

TEST_CASE("the facts of an English document hold no Japanese that nobody recorded", "[legal]") {
  FullCase test;
  const report::Template form = form_of("custody-form", "en");
  std::string text = encode(Value(facts_of(report::CaseView(test.ledger(), true), form, test.bob.card)));
  const std::string recorded = "画面";  // in clear
  REQUIRE(text.find(recorded) != std::string::npos);
  text.erase(text.find(recorded), recorded.size());
  CHECK(text.find("withheld (") != std::string::npos);
  CHECK(std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; }));
}

TEST_CASE("Japanese documents of a full case say in Japanese what the English ones say in English",
          "[legal]") {
  FullCase test;
  const std::vector<std::string> english = {
      "entry ",       "not recorded", "none",         "(outside)",  "withheld",       "put on, number",
      "releasing",    "receiving",    "author",       "intact",     "not checked",    "matches",
      "mismatch",     "broken",       "verified, ",   "viewed, ",   "faults",         "consent",
      "withdrawn",    "refused",      "not answered", "anyone who", "did not finish", "EnCase 6 layout",
      "microseconds", "From 20",      " now:"};
  for (const std::string& kind : kItemDocuments) {
    INFO(kind);
    const report::CaseView in_ja(test.ledger(), false, "ja");
    const report::Template ja = form_of(kind, "ja");
    const std::string text = without_breaks(ja.fill(Value(facts_of(in_ja, ja, test.bob.card))));
    for (std::string phrase : english) {
      std::erase(phrase, ' ');
      CAPTURE(phrase);
      CHECK(text.find(phrase) == std::string::npos);
    }
    for (const char* phrase : {"項番", "引渡者", "受領者", "照合せず", "同意", "【不一致】"}) {
      CAPTURE(phrase);
      const bool elsewhere = kind == "acquisition-report" && std::string(phrase) == "【不一致】";
      CHECK((elsewhere || text.find(phrase) != std::string::npos));
    }
    CHECK(text.find("代表者") != std::string::npos);
  }
}

TEST_CASE("what became of a release and who is accountable is told in Japanese", "[legal]") {
  FullCase test;
  const report::CaseView view(test.ledger(), false, "ja");
  const report::Template form = form_of("custody-form", "ja");
  const std::string text = without_breaks(form.fill(Value(facts_of(view, form, test.bob.card))));
  for (const char* phrase :
       {"受領拒否、項番", "撤回、項番", "回答なし。引渡者が引き続き責任を負う", "証拠を取り扱う権限のある者",
        "引渡しは拒否され、引渡者が引き続き責任を負った", "現在まで：",
        "の取得は完了していない。記録上の状態：", "照合、イメージ全体；異常あり", "閲覧、画面", "封印なし",
        "電源、ロックの状態"}) {
    CAPTURE(phrase);
    CHECK(text.find(phrase) != std::string::npos);
  }
}
