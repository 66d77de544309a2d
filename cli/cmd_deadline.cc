// SPDX-License-Identifier: Apache-2.0
// deadline compute.
#include "cli/entries.h"
#include "cli/session.h"
#include "core/error.h"
#include "core/folded_text.h"
#include "core/text.h"
#include "legal/law/deadline.h"
#include "legal/law/rule_set.h"
#include "legal/law/rule_words.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

struct Asked {
  const legal::Rule& rule;
  const legal::Duty& duty;
  const legal::Stage& stage;  // the one that was named, else the rule's first
  legal::Question question;
};

const legal::Rule& duty_named(const legal::RuleSet& rules, const std::string& name) {
  const legal::Rule* rule = rules.find(name);
  if (rule == nullptr) {
    core::fail("there is no rule '" + core::shown(name) + "'; 'exhibit rules list' shows those there are");
  }
  if (!std::holds_alternative<legal::Duty>(rule->content)) {
    core::fail("cannot compute when " + rule->id + " is due: it is a rule of evidence, not a duty to notify");
  }
  return *rule;
}

const legal::Stage& stage_named(const legal::Duty& duty, const std::string& name) {
  for (const legal::Stage& stage : duty.stages) {
    if (core::folded(stage.id) == core::folded(name)) {
      return stage;
    }
  }
  return duty.stages.front();
}

legal::Deadline deadline_of(const Asked& asked, const legal::Stage& stage) {
  return legal::deadline_of(asked.rule, stage, asked.question);
}

Value instant(const std::optional<core::UtcTime>& time) { return time ? Value(time->text()) : Value(); }

Object object_of(const legal::Stage& stage, const legal::Deadline& deadline) {
  Array moved_by;
  for (const legal::Moved& moved : deadline.moved_by) {
    moved_by.emplace_back(moved.text.en);
  }
  Array notes;
  for (const legal::Bilingual& note : deadline.notes) {
    notes.emplace_back(note.en);
  }
  return Object{{"stage", stage.id},
                {"name", stage.name.en},
                {"clock", stage.clock},
                {"due", instant(deadline.due)},
                {"due_local", deadline.due_local},
                {"from", instant(deadline.earliest)},
                {"from_local", deadline.earliest_local},
                {"why", deadline.why_none.en},
                {"zone", deadline.zone},
                {"calendar", deadline.calendar},
                {"moved_by", std::move(moved_by)},
                {"notes", std::move(notes)},
                {"guideline", deadline.guideline},
                {"unconfirmed", deadline.unconfirmed},
                {"law_status", legal::word_of(deadline.law_status)}};
}

void print_result(const Asked& asked, const legal::Deadline& deadline) {
  Object out = object_of(asked.stage, deadline);
  out["duty"] = asked.rule.id;
  out["citation"] = asked.rule.citation;
  out["event"] = asked.question.event.text();
  if (asked.duty.stages.size() > 1) {
    Array stages;
    for (const legal::Stage& stage : asked.duty.stages) {
      stages.emplace_back(
          stage.clock == asked.stage.clock
              ? object_of(stage, deadline_of(asked, stage))
              : Object{{"stage", stage.id}, {"name", stage.name.en}, {"waits_for", stage.clock}});
    }
    out["stages"] = std::move(stages);
  }
  print_json(out);
}

std::string waiting_for(const std::string& clock) {
  const auto stage = legal::stage_awaited(clock);
  return stage ? "waits until the notification of " + *stage + " is sent" : "waits for the event " + clock;
}

void print_dates(const legal::Deadline& deadline) {
  const std::string label = deadline.guideline ? "  guideline  " : "  due        ";
  const std::string blank(label.size(), ' ');
  if (!deadline.due) {
    print("  no date    " + deadline.why_none.en);
    return;
  }
  if (deadline.earliest) {
    print(label + "from " + deadline.earliest->text() + "  (" + deadline.earliest_local + ")");
    print(blank + "to   " + deadline.due->text() + "  (" + deadline.due_local + ")");
  } else {
    print(label + deadline.due->text() + "  (" + deadline.due_local + ")");
  }
}

void print_stage(const legal::Stage& stage, const legal::Deadline& deadline) {
  print(stage.id + "  " + core::shown(stage.name.en));
  print_dates(deadline);
  for (const legal::Moved& moved : deadline.moved_by) {
    print("  by         " + core::shown(moved.text.en));
  }
  for (const legal::Bilingual& note : deadline.notes) {
    print("  note       " + core::shown(note.en));
  }
}

void print_text(const Asked& asked, const legal::Deadline& deadline) {
  print(asked.rule.id + "  " + core::shown(asked.rule.title.en));
  print("  law        " + core::shown(asked.rule.citation));
  print("  event      " + asked.question.event.text() + "  " + asked.stage.clock);
  if (deadline.unconfirmed) {
    print("UNCONFIRMED: counsel has not confirmed this rule; have the date checked before relying on it");
  }
  for (const legal::Stage& stage : asked.duty.stages) {
    if (stage.clock == asked.stage.clock) {
      print_stage(stage, deadline_of(asked, stage));
    } else {
      print(stage.id + "  " + core::shown(stage.name.en) + "\n  " + waiting_for(stage.clock));
    }
  }
}

}  // namespace

int run(const DeadlineCompute& args, const Common& common) {
  const auto event = time_of(args.at, "--at");
  if (!event) {
    core::fail_usage("--at needs the time of the event");
  }
  const core::Path home = custody::KeyStore::default_home();
  const auto rules = legal::RuleSet::load(legal::RuleSet::folders(home));
  const legal::Rule& rule = duty_named(rules, args.duty);
  const auto& duty = std::get<legal::Duty>(rule.content);
  const auto calendars = legal::load_calendars(legal::calendar_folders(home));
  const std::string calendar = args.calendar.empty() ? duty.calendar : args.calendar;
  Asked asked{rule,
              duty,
              stage_named(duty, args.duty),
              {*event, std::nullopt, nullptr, !args.calendar.empty(), false}};
  if (!args.zone.empty()) {
    asked.question.zone = legal::Zone::find(args.zone);
  }
  if (!calendar.empty()) {
    asked.question.calendar = &legal::calendar_named(calendars, calendar);
  }
  const legal::Deadline deadline = deadline_of(asked, asked.stage);
  if (!deadline.due && asked.stage.counting != legal::Counting::none) {
    core::fail("cannot compute when " + asked.stage.id + " is due: " + deadline.why_none.en);
  }
  common.json ? print_result(asked, deadline) : print_text(asked, deadline);
  return 0;
}

}  // namespace cli
