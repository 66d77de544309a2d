// SPDX-License-Identifier: Apache-2.0
// Rules made for counting, and examples worked by hand: one line each.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "legal/law/deadline.h"

namespace story {

inline core::UtcTime utc(const std::string& text) { return core::parse_zoned_time(text).value(); }

inline const legal::Calendar& calendar(const std::string& id) {
  static const std::vector<legal::Calendar> all = legal::load_calendars(legal::calendar_folders({}));
  return legal::calendar_named(all, id);
}

/// A duty in force of one stage.
inline legal::Rule rule(legal::Counting counting, int amount, const std::string& zone,
                        const std::string& stage_id = "X-1") {
  legal::Rule out;
  out.id = "X";
  out.law_status = legal::LawStatus::in_force;
  legal::Duty duty;
  duty.zone = zone;
  legal::Stage stage;
  stage.id = stage_id;
  stage.clock = "aware_security_event";
  stage.amount = amount;
  stage.amount_from = counting == legal::Counting::jp_promptly ? 3 : 0;
  stage.counting = counting;
  duty.stages = {stage};
  out.content = duty;
  return out;
}

inline legal::Stage& stage_of(legal::Rule& rule) {
  return std::get<legal::Duty>(rule.content).stages.front();
}

inline legal::Deadline count(const legal::Rule& rule, const std::string& at,
                             const std::string& calendar_id = "", bool chosen = false) {
  legal::Question question{utc(at), std::nullopt, calendar_id.empty() ? nullptr : &calendar(calendar_id),
                           chosen, false};
  return legal::deadline_of(rule, std::get<legal::Duty>(rule.content).stages.front(), question);
}

/// The instant without its fraction, "" when there is none.
inline std::string due(const legal::Deadline& deadline) {
  return deadline.due ? deadline.due->text().substr(0, 19) + "Z" : "";
}

/// "weekend holiday noon"
inline std::string moves(const legal::Deadline& deadline) {
  std::string out;
  for (const legal::Moved& moved : deadline.moved_by) {
    out += (out.empty() ? "" : " ") + moved.what;
  }
  return out;
}

/// One example: the event, the due instant, what moved it, and why.
struct Example {
  std::string why, at, due, moves;
};

inline void check(const legal::Rule& rule, const std::string& calendar_id,
                  const std::vector<Example>& examples) {
  for (const Example& example : examples) {
    INFO(example.why);
    const legal::Deadline got = count(rule, example.at, calendar_id);
    CHECK(due(got) == example.due);
    CHECK(moves(got) == example.moves);
  }
}

}  // namespace story
