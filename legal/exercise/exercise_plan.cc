// SPDX-License-Identifier: Apache-2.0
#include "legal/exercise/exercise_plan.h"

#include <algorithm>

#include "core/folded_text.h"
#include "core/ids.h"
#include "custody/private_entry.h"
#include "custody/type_rule.h"
#include "legal/strict_file.h"

namespace legal {

namespace {

constexpr std::size_t kMostEvents = 500;
constexpr std::size_t kMostExpected = 20;
constexpr std::int64_t kMinute = 60'000'000;

template <typename List>
auto* with_id(List& list, const std::string& id) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
  return found == list.end() ? nullptr : &*found;
}

std::string id_of(RuleMembers& members, const char* name = "id") {
  return members.formed(
      name, [](const std::string& text) { return core::is_identifier(text); },
      "1 to 64 letters, digits, '.', '_' and '-'");
}

std::vector<const YamlNode*> optional_list(RuleMembers& members, const char* name, std::size_t most = 50) {
  return members.has(name) ? members.list(name, most) : std::vector<const YamlNode*>{};
}

/// "+01:30" as minutes.
std::optional<std::int64_t> offset_of(const std::string& text) {
  const auto colon = text.find(':');
  const bool formed = text.size() >= 6 && text.size() <= 7 && text.front() == '+' &&
                      colon == text.size() - 3 && text.find_first_not_of("0123456789", 1) == colon &&
                      text.find_first_not_of("0123456789", colon + 1) == std::string::npos &&
                      text[colon + 1] < '6';
  return formed ? std::optional(std::int64_t{60} * std::stoi(text.substr(1, colon - 1)) +
                                std::stoi(text.substr(colon + 1)))
                : std::nullopt;
}

/// Members of the type's body that stand in an entry in clear, as one text or a list of texts.
bool stands_in_clear(const custody::TypeRule& rule, const std::string& member) {
  using K = custody::MemberKind;
  return std::any_of(rule.body.begin(), rule.body.end(), [&](const custody::MemberRule& known) {
    return known.name == member && (known.kind == K::text || known.kind == K::identifier ||
                                    known.kind == K::text_list || known.kind == K::name);
  });
}

class Reader {
 public:
  explicit Reader(RuleFaults& faults) : faults_(faults) {}

  ExercisePlan read(const YamlNode& node) {
    RuleMembers top(node, "the plan", {"exercise", "capabilities", "events"}, faults_);
    for (const YamlNode* item : top.list("capabilities")) {
      plan_.capabilities.push_back(capability(*item));
    }
    if (const YamlNode* overview = top.need("exercise")) {
      read_overview(*overview);
    }
    for (const YamlNode* item : top.list("events", kMostEvents)) {
      plan_.events.push_back(event(*item));
    }
    return std::move(plan_);
  }

 private:
  ExerciseCapability capability(const YamlNode& node) {
    RuleMembers members(node, "a capability", {"id", "name", "tasks"}, faults_);
    ExerciseCapability out{id_of(members), members.text("name", TextLimit::line), {}};
    need_unique(members, ids_, out.id);
    for (const YamlNode* item : members.list("tasks")) {
      out.tasks.push_back(task(*item));
    }
    return out;
  }

  ExerciseTask task(const YamlNode& node) {
    RuleMembers members(node, "a task", {"id", "name", "measures"}, faults_);
    ExerciseTask out{id_of(members), members.text("name", TextLimit::line), {}};
    need_unique(members, ids_, out.id);
    for (const YamlNode* item : optional_list(members, "measures")) {
      RuleMembers measure(*item, "a measure", {"id", "text"}, faults_);
      out.measures.push_back({id_of(measure), measure.text("text", TextLimit::paragraph)});
      need_unique(measure, ids_, out.measures.back().id);
    }
    return out;
  }

  void read_overview(const YamlNode& node) {
    RuleMembers members(node, "the exercise",
                        {"name", "starts", "ends", "scope", "mission_areas", "objectives", "threat",
                         "scenario", "sponsor", "organisations", "poc"},
                        faults_);
    ExerciseOverview& out = plan_.overview;
    out.name = members.text("name", TextLimit::line);
    out.starts = members.date("starts");
    out.ends = members.date("ends");
    if (out.starts && out.ends && *out.ends < *out.starts) {
      members.fault(members.line_of("ends"), "the exercise ends before it starts");
    }
    out.scope = members.optional_text("scope", TextLimit::paragraph);
    out.threat = members.optional_text("threat", TextLimit::paragraph);
    out.scenario = members.optional_text("scenario", TextLimit::paragraph);
    out.sponsor = members.optional_text("sponsor", TextLimit::line);
    out.poc = members.optional_text("poc", TextLimit::line);
    out.mission_areas = members.texts("mission_areas", TextLimit::line);
    out.organisations = members.texts("organisations", TextLimit::line);
    for (const YamlNode* item : optional_list(members, "objectives")) {
      out.objectives.push_back(objective(*item));
    }
  }

  ExerciseObjective objective(const YamlNode& node) {
    RuleMembers members(node, "an objective", {"id", "text", "capabilities"}, faults_);
    ExerciseObjective out{id_of(members), members.text("text", TextLimit::paragraph),
                          members.texts("capabilities", TextLimit::word)};
    need_unique(members, ids_, out.id);
    for (const std::string& id : out.capabilities) {
      need_capability(members, "capabilities", id);
    }
    return out;
  }

  void need_capability(RuleMembers& members, const char* name, const std::string& id) {
    if (!id.empty() && plan_.capability(id) == nullptr) {
      members.fault(members.line_of(name), "there is no capability '" + id + "'");
    }
  }

  ExerciseEvent event(const YamlNode& node) {
    RuleMembers members(node, "an event",
                        {"number", "at", "inject", "from", "to", "capability", "task", "protected",
                         "release_to", "classification", "expect"},
                        faults_);
    ExerciseEvent out;
    out.number = id_of(members, "number");
    need_unique(members, numbers_, out.number);
    read_time(members, out);
    out.inject = members.text("inject", TextLimit::paragraph);
    out.from = members.text("from", TextLimit::line);
    out.to = members.text("to", TextLimit::line);
    out.capability = id_of(members, "capability");
    need_capability(members, "capability", out.capability);
    out.task = members.has("task") ? id_of(members, "task") : "";
    if (!out.task.empty() && plan_.task(out.capability, out.task) == nullptr) {
      members.fault(members.line_of("task"),
                    "the capability '" + out.capability + "' has no task '" + out.task + "'");
    }
    read_protection(members, out);
    for (const YamlNode* item : optional_list(members, "expect", kMostExpected)) {
      out.expected.push_back(expected(*item));
    }
    return out;
  }

  static void read_protection(RuleMembers& members, ExerciseEvent& event) {
    event.is_protected = members.truth("protected");
    event.release_to = members.texts("release_to", TextLimit::line);
    event.classification = members.optional_text("classification", TextLimit::line);
    if (!event.release_to.empty() && !event.is_protected) {
      members.fault(members.line_of("release_to"),
                    "the event is not protected, so that everybody may read it; a release list needs "
                    "'protected: true'");
    }
  }

  static void read_time(RuleMembers& members, ExerciseEvent& event) {
    const std::string text = members.text("at", TextLimit::word);
    event.offset = offset_of(text);
    event.at = event.offset ? std::nullopt : core::parse_zoned_time(text);
    if (!text.empty() && !event.offset && !event.at) {
      members.fault(members.line_of("at"),
                    "at of an event is '" + text +
                        "', which is neither hours and minutes after the start, as +00:15, "
                        "nor a time with its zone");
    }
  }

  ExpectedAction expected(const YamlNode& node) {
    RuleMembers members(node, "what is expected", {"text", "type", "within", "where", "says"}, faults_);
    ExpectedAction out;
    out.text = members.text("text", TextLimit::paragraph);
    out.type = members.text("type", TextLimit::word);
    out.within = members.number("within");
    out.says = members.optional_text("says", TextLimit::line);
    const custody::TypeRule* rule = custody::rule_of(out.type);
    if (!out.type.empty() && (rule == nullptr || out.type == custody::kPrivateType)) {
      members.fault(members.line_of("type"),
                    "there is no type of entry '" + out.type + "' that can be expected");
    } else if (const YamlNode* where = members.find("where"); where != nullptr && rule != nullptr) {
      read_where(members, *where, *rule, out);
    }
    return out;
  }

  void read_where(RuleMembers& members, const YamlNode& node, const custody::TypeRule& rule,
                  ExpectedAction& out) {
    std::vector<std::string> names;
    for (const YamlMember& member : node.members) {
      names.push_back(member.name.text);
    }
    RuleMembers values(node, "where", names, faults_);
    for (const std::string& name : names) {
      if (!stands_in_clear(rule, name)) {
        members.fault(node.line,
                      "an entry of the type '" + out.type + "' has no member '" + name + "' in clear");
      }
      out.where[name] = values.text(name, TextLimit::line);
    }
  }

  RuleFaults& faults_;
  ExercisePlan plan_;
  std::vector<std::string> ids_, numbers_;
};

}  // namespace

core::UtcTime ExerciseEvent::due(core::UtcTime started) const {
  return at ? *at : core::UtcTime{started.micros + offset.value_or(0) * kMinute};
}

const ExerciseCapability* ExercisePlan::capability(const std::string& id) const {
  return with_id(capabilities, id);
}

const ExerciseTask* ExercisePlan::task(const std::string& capability_id, const std::string& id) const {
  const ExerciseCapability* of = capability(capability_id);
  return of == nullptr ? nullptr : with_id(of->tasks, id);
}

const ExerciseEvent* ExercisePlan::event(const std::string& number) const {
  const auto found = std::find_if(events.begin(), events.end(),
                                  [&](const ExerciseEvent& item) { return item.number == number; });
  return found == events.end() ? nullptr : &*found;
}

ExercisePlan parse_exercise_plan(const std::string& bytes, const std::string& file) {
  const YamlNode node = read_strict_file(bytes, file);
  RuleFaults faults(file);
  ExercisePlan out = Reader(faults).read(node);
  fail_on_first(faults);
  return out;
}

bool ExerciseEvent::is_kept_from(const std::string& reader) const {
  return is_protected && std::none_of(release_to.begin(), release_to.end(), [&](const std::string& name) {
           return core::folded(name) == core::folded(reader);
         });
}

}  // namespace legal
