// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/brief_facts.h"

#include <algorithm>
#include <set>

#include "legal/statement.h"

namespace legal {

namespace {

/// A type whose words may stand in a brief.
struct Worded {
  const char* type;
  const char* member;
  const char* part;
  Bilingual lead;
  const char* at;  // member with the time; null: when it was recorded
};

const std::vector<Worded>& worded() {
  static const std::vector<Worded> all = {
      {"incident_triaged", "reason", "reports", {"judged at triage", "トリアージの判断"}, nullptr},
      {"action_recorded", "text", "actions", {"action taken", "実施した対応"}, "taken_at"},
      {"decision_recorded", "question", "decisions", {"question decided", "判断した事項"}, "decided_at"},
      {"decision_recorded", "options", "decisions", {"options weighed", "検討した選択肢"}, "decided_at"},
      {"decision_recorded", "decision", "decisions", {"decision", "判断"}, "decided_at"},
      {"decision_addendum", "text", "decisions", {"added to a decision", "判断への補足"}, nullptr},
      {"incident_reviewed", "findings", "findings", {"found in the review", "見直しの所見"}, nullptr},
      {"improvement_recorded", "text", "improvements", {"to be made better", "改善項目"}, nullptr}};
  return all;
}

class Collecting {
 public:
  Collecting(const Records& records, const BriefAsked& asked) : records_(records), asked_(asked) {
    facts_.incident = asked.incident;
    facts_.as_of = asked.as_of;
    facts_.view = incident_of(records, asked.incident, asked.as_of);
    facts_.opened = label(facts_.view.opened);
    facts_.opened_at = records.entry(facts_.view.opened).time;
  }

  BriefFacts all(const std::vector<Clock>& clocks) {
    add_title();
    add_reports();
    for (const Worded& one : worded()) {
      add_words(one);
    }
    for (const std::string& question : asked_.questions) {
      facts_.texts.push_back({"asked", {"decision asked", "求める判断"}, question, "", std::nullopt});
    }
    add_numbers();
    add_things();
    for (const Record& record : records_.of("incident_assigned", asked_.incident)) {
      facts_.responses.push_back(records_.text(record, "response"));
    }
    add_clocks(clocks);
    return std::move(facts_);
  }

 private:
  std::string label(std::uint64_t number) const { return records_.ledger().label(number); }

  void add_title() {
    facts_.texts.push_back(
        {"title", {"reported as", "件名"}, facts_.view.title, facts_.opened, facts_.opened_at});
  }

  void add_reports() {
    std::set<std::uint64_t> seen;
    for (const Record& triage : records_.of("incident_triaged", asked_.incident)) {
      facts_.triaged = label(triage.number);
      for (const std::string& hash : records_.texts(triage, "intakes")) {
        const auto intake = records_.find("intake_recorded", hash);
        if (intake && !intake->is_private && seen.insert(intake->number).second) {
          facts_.reports.push_back(label(intake->number));
          facts_.texts.push_back({"reports",
                                  {"report received", "受け付けた報告"},
                                  records_.text(*intake, "text"),
                                  label(intake->number),
                                  records_.time(*intake, "received_at")});
        }
      }
    }
  }

  void add_words(const Worded& one) {
    for (const Record& record : records_.of(one.type, asked_.incident)) {
      const std::string words = records_.text(record, one.member);
      if (!record.is_private && !words.empty()) {
        const auto at = one.at == nullptr ? std::nullopt : records_.time(record, one.at);
        facts_.texts.push_back({one.part, one.lead, words, label(record.number),
                                at ? at : std::optional(records_.recorded_at(record))});
      }
    }
  }

  void add_numbers() {
    for (const Figure& figure : figures(records_, asked_.incident)) {
      facts_.figures.push_back({label(figure.entry), figure.name, figure.unit, figure.value});
    }
    for (const Record& loss : records_.standing("loss_recorded", asked_.incident)) {
      if (!loss.is_private) {
        facts_.losses.push_back({label(loss.number), "", records_.text(loss, "currency"),
                                 records_.integer(loss, "amount").value_or(0)});
      }
    }
  }

  void add_things() {
    std::set<std::string> seen;
    for (const Record& link : records_.standing("artifact_linked", asked_.incident)) {
      for (const std::string& item : records_.items(link)) {
        const auto image = records_.ledger().store().get("image", item);
        const std::string thing = image ? image->text_of("image_of").value_or(item) : item;
        const auto row = records_.ledger().store().get("thing", thing);
        if (!link.is_private && row && seen.insert(thing).second) {
          const auto entry = records_.ledger().entries_about(thing).front();
          std::string words;
          for (const char* member : {"body.type", "body.description", "body.make", "body.model"}) {
            words += records_.view().text(entry, member) + " ";
          }
          facts_.things.push_back({label(link.number), words});
        }
      }
    }
  }

  void add_clocks(const std::vector<Clock>& clocks) {
    for (const Clock& clock : clocks) {
      if (clock.incident == asked_.incident && clock.state != ClockState::superseded) {
        facts_.deadlines.push_back({clock.stage->id, label(clock.entry), clock.rule->title, clock.stage->name,
                                    clock.state, clock.deadline.due, clock.deadline.unconfirmed});
      }
    }
  }

  const Records& records_;
  const BriefAsked& asked_;
  BriefFacts facts_;
};

}  // namespace

BriefFacts brief_facts(const Records& records, const std::vector<Clock>& clocks, const BriefAsked& asked) {
  return Collecting(records, asked).all(clocks);
}

}  // namespace legal
