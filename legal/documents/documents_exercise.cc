// SPDX-License-Identifier: Apache-2.0
// The after-action report with its improvement plan, of an exercise or of a real incident.
#include <algorithm>

#include "legal/documents/document.h"
#include "legal/documents/record_facts.h"
#include "legal/exercise/after_action.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

class ReportFacts {
 public:
  ReportFacts(const DocumentWork& work, AfterAction report) : work_(work), report_(std::move(report)) {}

  Object make() const {
    return Object{
        {"report", Object{{"analysis", analysis()},
                          {"areas", observations("improvement")},
                          {"core_capabilities", capability_list()},
                          {"ended", time(report_.ended)},
                          {"ended_entry", entry(report_.ended_by)},
                          {"ended_local", local(report_.ended)},
                          {"ends", day(report_.overview.ends)},
                          {"events", events()},
                          {"from_entry", entry(report_.from_entry)},
                          {"is_exercise", report_.is_exercise},
                          {"items", items()},
                          {"left_out", report_.left_out == 0 ? Value(nullptr) : Value(report_.left_out)},
                          {"mission_areas", listed(report_.overview.mission_areas)},
                          {"name", report_.name},
                          {"objectives", objectives()},
                          {"organisations", listed(report_.overview.organisations)},
                          {"others", observations("")},
                          {"plan_entry", entry(report_.plan_by)},
                          {"poc", text(report_.overview.poc)},
                          {"released_to", text(work_.about.released_to)},
                          {"scenario", text(report_.overview.scenario)},
                          {"scope", text(report_.overview.scope)},
                          {"sponsor", text(report_.overview.sponsor)},
                          {"started", time(report_.started)},
                          {"started_local", local(report_.started)},
                          {"starts", day(report_.overview.starts)},
                          {"strengths", observations("strength")},
                          {"threat", text(report_.overview.threat)}}}};
  }

 private:
  static Value text(const std::string& words) { return report::text_or_null(words); }
  static Value time(const std::optional<core::UtcTime>& at) {
    return at ? Value(at->text()) : Value(nullptr);
  }
  static Value local(const std::optional<core::UtcTime>& at) {
    return at ? Value(core::local_text(*at)) : Value(nullptr);
  }
  static Value day(const std::optional<CivilDate>& date) {
    return date ? Value(date->text()) : Value(nullptr);
  }
  Value entry(const std::optional<std::uint64_t>& number) const {
    return number ? work_.view().entry_value(*number) : Value(nullptr);
  }
  bool is_japanese() const { return work_.language() == "ja"; }

  Value listed(const std::vector<std::string>& texts) const {
    std::string out;
    for (const std::string& one : texts) {
      out += (out.empty() ? "" : is_japanese() ? "、" : "; ") + one;
    }
    return text(out);
  }

  std::string capability_name(const std::string& id) const {
    const auto found = std::find_if(report_.capabilities.begin(), report_.capabilities.end(),
                                    [&](const CapabilityReview& review) { return review.id == id; });
    return found == report_.capabilities.end() || found->name.empty() ? id : id + " " + found->name;
  }

  std::string task_name(const std::string& capability, const std::string& id) const {
    for (const CapabilityReview& review : report_.capabilities) {
      for (const ExerciseTask& task : review.tasks) {
        if (review.id == capability && task.id == id) {
          return id + " " + task.name;
        }
      }
    }
    return id;
  }

  Value capability_list() const {
    std::vector<std::string> names;
    for (const CapabilityReview& review : report_.capabilities) {
      names.push_back(capability_name(review.id));
    }
    return listed(names);
  }

  Array objectives() const {
    Array out;
    for (const ExerciseObjective& objective : report_.overview.objectives) {
      std::vector<std::string> names;
      for (const std::string& id : objective.capabilities) {
        names.push_back(capability_name(id));
      }
      out.emplace_back(
          Object{{"capabilities", listed(names)}, {"id", objective.id}, {"text", objective.text}});
    }
    return out;
  }

  Value objectives_of(const std::string& capability) const {
    std::vector<std::string> ids;
    for (const ExerciseObjective& objective : report_.overview.objectives) {
      const auto& served = objective.capabilities;
      if (std::find(served.begin(), served.end(), capability) != served.end()) {
        ids.push_back(objective.id);
      }
    }
    return listed(ids);
  }

  /// A row for each rating that stands, and one for a capability that nobody rated.
  Array analysis() const {
    Array out;
    for (const CapabilityReview& review : report_.capabilities) {
      const auto row = [&](const StandingRating& rating) {
        const std::string words = rating_words(rating.rating).in(work_.language());
        const std::string task = rating.task.empty()
                                     ? (is_japanese() ? "ケイパビリティ全体" : "the capability as a whole")
                                     : task_name(review.id, rating.task);
        out.emplace_back(
            Object{{"capability", capability_name(review.id)},
                   {"entry", entry(rating.rating.empty() ? std::nullopt : std::optional(rating.entry))},
                   {"objective", objectives_of(review.id)},
                   {"rating", text(rating.rating.empty() ? "" : rating.rating + " " + words)},
                   {"task", task}});
      };
      std::for_each(review.ratings.begin(), review.ratings.end(), row);
      if (review.ratings.empty()) {
        row({});
      }
    }
    return out;
  }

  Array events() const {
    Array out;
    for (const ReviewedEvent& event : report_.events) {
      Array actions;
      for (std::size_t i = 0; i < event.actions.size(); ++i) {
        const ScoredAction& action = event.actions[i];
        actions.emplace_back(Object{{"entry", entry(action.entry)},
                                    {"expected", event.expected[i].text},
                                    {"minutes", action.minutes ? Value(*action.minutes) : Value(nullptr)},
                                    {"result", result_words(action.result).in(work_.language())},
                                    {"within", event.expected[i].within}});
      }
      const auto& delivery = event.delivery;
      const auto delivered_by = delivery ? std::optional(delivery->entry) : std::nullopt;
      out.emplace_back(Object{
          {"actions", std::move(actions)},
          {"capability", capability_name(event.capability)},
          {"classification", text(event.classification)},
          {"delivered_at", delivery ? Value(delivery->at.text()) : Value(nullptr)},
          {"entry", entry(delivered_by)},
          {"from", delivery && !delivery->deliverer.empty() ? delivery->deliverer : event.from},
          {"inject", event.inject + (delivery && !delivery->text.empty() ? "\n" + delivery->text : "")},
          {"number", event.number},
          {"planned", event.planned.text()},
          {"protected", event.is_protected},
          {"release_to", work_.about.released_to.empty() ? listed(event.release_to) : Value(nullptr)},
          {"to", delivery && !delivery->receiver.empty() ? delivery->receiver : event.to}});
    }
    return out;
  }

  static Bilingual result_words(ActionResult result) {
    switch (result) {
      case ActionResult::done: return {text_of(result), "実施"};
      case ActionResult::late: return {text_of(result), "遅れて実施"};
      case ActionResult::not_done: return {text_of(result), "未実施"};
      case ActionResult::not_yet_due: return {text_of(result), "期限前"};
      case ActionResult::not_delivered: return {text_of(result), "状況付与なし"};
    }
    return {};
  }

  Array observations(const std::string& kind) const {
    Array out;
    for (const Observation& seen : report_.observations) {
      if (seen.kind == kind) {
        out.emplace_back(Object{{"capability", capability_name(seen.capability)},
                                {"entry", entry(seen.entry)},
                                {"rests_on", text(entry_text(work_.ledger(), seen.rests_on))},
                                {"task", text(task_name(seen.capability, seen.task))},
                                {"text", text(seen.text)}});
      }
    }
    return out;
  }

  Array items() const {
    Array out;
    for (const PlannedImprovement& item : report_.improvements) {
      out.emplace_back(Object{{"action", text(item.action)},
                              {"capability", capability_name(item.capability)},
                              {"completion", time(item.completion)},
                              {"element", shown_word(item.element, work_.language())},
                              {"entry", entry(item.entry)},
                              {"issue", text(item.issue)},
                              {"observation", entry(item.observation)},
                              {"organisation", text(item.organisation)},
                              {"poc", text(item.poc)},
                              {"start", time(item.start)}});
    }
    return out;
  }

  const DocumentWork& work_;
  AfterAction report_;
};

Object after_action_facts(const DocumentWork& work) {
  const AfterActionAsked asked{work.about.incident, work.about.without_protected, work.about.released_to,
                               work.with_private, work.asked.created};
  return ReportFacts(work, after_action(work.records, asked)).make();
}

}  // namespace

std::vector<DocumentKind> exercise_documents() {
  return {{"after-action-report",
           {"after-action report and improvement plan", "事後検証報告書・改善計画"},
           DocumentNeeds::exercise_or_incident,
           false,
           &after_action_facts}};
}

}  // namespace legal
