// SPDX-License-Identifier: Apache-2.0
#include "legal/exercise/after_action.h"

#include <algorithm>

#include "core/error.h"
#include "core/folded_text.h"
#include "core/text.h"
#include "custody/exercise.h"
#include "custody/reference.h"

namespace legal {

namespace {

/// What the reader, who was not told of all injects, is not to read.
class Protection {
 public:
  explicit Protection(const std::vector<ReviewedEvent>& events) {
    for (const ReviewedEvent& event : events) {
      if (event.is_kept_back) {
        words_.push_back(core::folded(event.inject));
        if (event.delivery) {
          deliveries_.push_back(event.delivery->entry);
        }
      }
    }
  }

  bool covers(const std::vector<std::string>& texts, const std::vector<std::uint64_t>& entries) const {
    const auto repeats = [&](const std::string& text) {
      const std::string folded = core::folded(text);
      return std::any_of(words_.begin(), words_.end(),
                         [&](const std::string& words) { return folded.find(words) != std::string::npos; });
    };
    return std::any_of(texts.begin(), texts.end(), repeats) ||
           std::any_of(entries.begin(), entries.end(), [&](std::uint64_t entry) {
             return std::find(deliveries_.begin(), deliveries_.end(), entry) != deliveries_.end();
           });
  }

 private:
  std::vector<std::string> words_;
  std::vector<std::uint64_t> deliveries_;
};

class Collector {
 public:
  Collector(const Records& records, const AfterActionAsked& asked) : records_(records), asked_(asked) {}

  AfterAction run() {
    if (asked_.incident.empty()) {
      read_exercise();
    } else {
      read_incident();
    }
    const Protection protection(out_.events);
    for (const Record& record : shown("observation_recorded")) {
      out_.observations.push_back(observation(record, protection));
    }
    for (const Record& record : shown("exercise_improvement_recorded")) {
      out_.improvements.push_back(improvement(record, protection));
    }
    if (asked_.without_protected || !asked_.released_to.empty()) {
      leave_out(out_.events);
      leave_out(out_.observations);
      leave_out(out_.improvements);
    }
    std::for_each(out_.observations.begin(), out_.observations.end(),
                  [this](const Observation& seen) { rate(seen); });
    return std::move(out_);
  }

 private:
  std::vector<Record> shown(const char* type) const {
    auto out = records_.standing(type, asked_.incident);
    std::erase_if(out, [this](const Record& record) { return record.is_private && !asked_.with_private; });
    return out;
  }

  void read_exercise() {
    const auto name = custody::exercise_of(records_.ledger().store());
    if (!name) {
      core::fail("the case is no exercise: name the incident that the report is about");
    }
    const ExerciseState state = started_exercise(records_);
    const ExercisePlan plan = plan_of(records_.ledger(), state);
    out_.is_exercise = true;
    out_.name = *name;
    out_.from_entry = state.started_by;
    out_.started = state.started;
    out_.ended = state.ended;
    out_.ended_by = state.ended_by;
    if (const auto fixed = records_.find("policy_fixed", state.plan)) {
      out_.plan_by = fixed->number;
    }
    out_.overview = plan.overview;
    for (const ExerciseCapability& capability : plan.capabilities) {
      out_.capabilities.push_back({capability.id, capability.name, capability.tasks, {}});
    }
    for (const ScoredEvent& row : score(plan, state, records_, asked_.now)) {
      const ExerciseEvent& event = *row.event;
      ReviewedEvent& into = out_.events.emplace_back(ReviewedEvent{
          event.number, event.capability, event.task, event.due(state.started), row.delivery, event.inject,
          event.from, event.to, event.classification, event.release_to, event.is_protected,
          event.is_kept_from(asked_.released_to), event.expected, row.actions});
      for (ScoredAction& action : into.actions) {
        action.action = nullptr;  // the plan goes with this function
      }
    }
  }

  void read_incident() {
    const auto row = records_.ledger().store().get("incident", asked_.incident);
    if (!row) {
      core::fail("no incident '" + core::shown(asked_.incident) + "' is opened in this case");
    }
    const auto opened = static_cast<std::uint64_t>(row->integer_of("opened").value_or(0));
    out_.name = asked_.incident + ": " + records_.view().text(opened, "body.title");
    out_.from_entry = opened;
    out_.started = records_.entry(opened).time;
    for (const Record& closing : records_.of("incident_closed", asked_.incident)) {
      out_.ended_by = closing.number;
      out_.ended = records_.recorded_at(closing);
    }
  }

  /// The number of an entry that is named by leaf hash.
  std::optional<std::uint64_t> number_of(const std::string& hash) {
    if (numbers_.empty()) {
      const auto heads = records_.ledger().checkpoints();
      for (std::uint64_t log = 0; log < heads.size(); ++log) {
        std::uint64_t seq = 0;
        for (const core::Sha256& leaf : records_.ledger().store().leaf_hashes(log)) {
          numbers_.emplace(leaf.hex(), custody::entry_number(log, seq++));
        }
      }
    }
    const auto found = numbers_.find(hash);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }

  Observation observation(const Record& record, const Protection& protection) {
    Observation out{record.number,
                    record.hash,
                    records_.text(record, "capability"),
                    records_.text(record, "task"),
                    records_.text(record, "rating"),
                    records_.text(record, "kind"),
                    records_.text(record, "text"),
                    {},
                    false};
    for (const std::string& hash : records_.texts(record, "entries")) {
      if (const auto number = number_of(hash)) {
        out.rests_on.push_back(*number);
      }
    }
    out.is_kept_back = records_.flag(record, "protected") || protection.covers({out.text}, out.rests_on);
    return out;
  }

  PlannedImprovement improvement(const Record& record, const Protection& protection) {
    PlannedImprovement out{record.number,
                           records_.text(record, "capability"),
                           records_.text(record, "issue"),
                           records_.text(record, "action"),
                           records_.text(record, "element"),
                           records_.text(record, "organisation"),
                           records_.text(record, "poc"),
                           records_.time(record, "start"),
                           records_.time(record, "completion"),
                           std::nullopt,
                           false};
    const std::string follows = records_.text(record, "observation");
    out.observation = follows.empty() ? std::nullopt : number_of(follows);
    // Of a superseded observation too: what follows from it is protected as it was.
    const auto from = follows.empty() ? std::nullopt : records_.find("observation_recorded", follows);
    out.is_kept_back = records_.flag(record, "protected") ||
                       protection.covers({out.issue, out.action, out.organisation, out.poc}, {}) ||
                       (from && observation(*from, protection).is_kept_back);
    return out;
  }

  template <typename Items>
  void leave_out(Items& items) {
    out_.left_out +=
        static_cast<std::uint64_t>(std::erase_if(items, [](const auto& item) { return item.is_kept_back; }));
  }

  CapabilityReview& review_of(const std::string& id) {
    const auto found = std::find_if(out_.capabilities.begin(), out_.capabilities.end(),
                                    [&](const CapabilityReview& review) { return review.id == id; });
    return found != out_.capabilities.end()
               ? *found
               : out_.capabilities.emplace_back(CapabilityReview{id, "", {}, {}});
  }

  /// A later rating of the same takes the place of an earlier one.
  void rate(const Observation& seen) {
    CapabilityReview& review = review_of(seen.capability);
    if (seen.rating.empty()) {
      return;
    }
    std::erase_if(review.ratings, [&](const StandingRating& one) { return one.task == seen.task; });
    review.ratings.push_back({seen.task, seen.rating, seen.entry});
  }

  const Records& records_;
  const AfterActionAsked& asked_;
  AfterAction out_;
  std::map<std::string, std::uint64_t> numbers_;
};

}  // namespace

AfterAction after_action(const Records& records, const AfterActionAsked& asked) {
  return Collector(records, asked).run();
}

Bilingual rating_words(const std::string& rating) {
  static const std::map<std::string, Bilingual> words = {
      {"P", {"performed without challenges", "支障なく実施された"}},
      {"S", {"performed with some challenges", "一部に支障はあったが実施された"}},
      {"M", {"performed with major challenges", "重大な支障を伴って実施された"}},
      {"U", {"unable to be performed", "実施できなかった"}}};
  const auto found = words.find(rating);
  return found == words.end() ? Bilingual{} : found->second;
}

}  // namespace legal
