// SPDX-License-Identifier: Apache-2.0
// The clocks of a case, and the same for calendar programs.
#include "cli/commands.h"
#include "cli/entries.h"
#include "cli/legal_reading.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/case_clocks.h"
#include "legal/law/icalendar.h"
#include "legal/law/law_files.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Value instant(const std::optional<core::UtcTime>& time) {
  return time ? Value(time->text()) : Value(nullptr);
}

Array texts(const std::vector<legal::Bilingual>& list, const std::string& lang) {
  Array out;
  for (const legal::Bilingual& text : list) {
    out.emplace_back(text.in(lang));
  }
  return out;
}

Array moves(const legal::Clock& clock, const std::string& lang) {
  Array out;
  for (const legal::Moved& moved : clock.deadline.moved_by) {
    out.emplace_back(moved.text.in(lang));
  }
  return out;
}

Object clock_object(const custody::Ledger& ledger, const legal::Clock& clock, const std::string& lang) {
  const auto& duty = std::get<legal::Duty>(clock.rule->content);
  return Object{{"answer", clock.answer == 0 ? Value(nullptr) : Value(clock.answer)},
                {"citation", clock.rule->citation},
                {"computed_from", "entry " + ledger.label(clock.entry)},
                {"due", instant(clock.deadline.due)},
                {"due_local", clock.deadline.due_local},
                {"duty", clock.rule->id},
                {"entry", Value(clock.entry)},
                {"event", clock.event},
                {"event_at", clock.event_at.text()},
                {"from", instant(clock.deadline.earliest)},
                {"guideline", clock.deadline.guideline},
                {"incident", clock.incident},
                {"law_status", legal::word_of(clock.rule->law_status)},
                {"moved_by", moves(clock, lang)},
                {"name", clock.stage->name.in(lang)},
                {"notes", texts(clock.deadline.notes, lang)},
                {"recipient", duty.recipient.in(lang)},
                {"stage", clock.stage->id},
                {"state", legal::word_of(clock.state)},
                {"unconfirmed", clock.deadline.unconfirmed},
                {"why_none", clock.deadline.why_none.in(lang)}};
}

void print_clock(const custody::Ledger& ledger, const legal::Clock& clock, const std::string& lang) {
  const bool ja = lang == "ja";
  const auto& deadline = clock.deadline;
  std::string line =
      clock.incident + "  " + clock.stage->id + "  " + legal::words_of(clock.state).in(lang) + "  ";
  if (deadline.due) {
    line += (deadline.guideline ? (ja ? "目安 " : "guideline ") : (ja ? "期限 " : "due ")) +
            deadline.due->text() + " (" + deadline.due_local + ")";
  } else {
    line += deadline.why_none.in(lang);
  }
  print(line + (deadline.unconfirmed ? (ja ? "  未確認" : "  UNCONFIRMED") : ""));
  print("    " + clock.rule->title.in(lang) + ", " + clock.rule->citation);
  print(std::string("    ") + (ja ? "起算：" : "computed from entry ") + ledger.label(clock.entry) + ", " +
        clock.event + " " + clock.event_at.text());
  for (const legal::Moved& moved : deadline.moved_by) {
    print("    - " + moved.text.in(lang));
  }
}

std::vector<legal::DueItem> due_items(const custody::Ledger& ledger, const std::vector<legal::Clock>& clocks,
                                      const std::string& lang) {
  std::vector<legal::DueItem> out;
  for (const legal::Clock& clock : clocks) {
    const bool open = clock.state == legal::ClockState::runs || clock.state == legal::ClockState::overdue;
    if (open && clock.deadline.due) {
      out.push_back({clock.incident + "." + clock.stage->id + "." + ledger.label(clock.entry),
                     clock.incident + ": " + clock.rule->title.in(lang) + ", " + clock.stage->name.in(lang),
                     clock.rule->citation + "\n" +
                         std::get<legal::Duty>(clock.rule->content).recipient.in(lang) + "\n" +
                         (lang == "ja" ? "起算：項番" : "computed from entry ") + ledger.label(clock.entry),
                     *clock.deadline.due, clock.deadline.unconfirmed, clock.deadline.guideline});
    }
  }
  return out;
}

}  // namespace

int run(const DeadlinesRead& args, const Common& common) {
  Session session(common);
  const legal::LawFiles law(session.keys().home());
  const LegalReading reading(session, args.folder);
  const custody::Ledger& ledger = reading.ledger;
  const std::string lang = reading.language(args.lang);
  if (!args.incident.empty() && !ledger.store().get("incident", args.incident)) {
    core::fail("no incident '" + core::shown(args.incident) +
               "' is opened in this case; 'exhibit incident list' lists them");
  }
  const core::UtcTime now = time_of(args.at, "--at").value_or(session.clock().now());
  const auto clocks = legal::clocks_of(reading.records, law.rules(), law.calendars(),
                                       {now, args.incident, args.jurisdictions, args.roles});
  if (!args.ics.empty()) {
    core::write_new_file(args.ics,
                         core::as_bytes(legal::icalendar(due_items(ledger, clocks, lang), now, lang)));
  }
  Array list;
  bool overdue = false;
  for (const legal::Clock& clock : clocks) {
    overdue = overdue || clock.state == legal::ClockState::overdue;
    if (common.json) {
      list.emplace_back(clock_object(ledger, clock, lang));
    } else {
      print_clock(ledger, clock, lang);
    }
  }
  if (common.json) {
    print_json(Object{{"deadlines", std::move(list)}, {"now", now.text()}, {"overdue", overdue}});
  } else if (clocks.empty()) {
    print("no clock runs: no awareness event is recorded that starts one ('exhibit aware' records one)");
  }
  return 0;
}

}  // namespace cli
