// SPDX-License-Identifier: Apache-2.0
// Reading incidents: list, show, timeline; the readiness register; what actions call for.
#include "cli/commands.h"
#include "cli/entries.h"
#include "cli/legal_reading.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/fixed_files.h"
#include "legal/incident_view.h"
#include "legal/law/law_files.h"
#include "legal/sharing/statistics.h"
#include "legal/timeline.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Array texts(const std::vector<std::string>& list) { return {list.begin(), list.end()}; }

Array notes_of(const legal::IncidentView& incident, const std::string& lang) {
  Array out;
  for (const legal::Bilingual& note : incident.notes) {
    out.emplace_back(note.in(lang));
  }
  return out;
}

Object counts_of(const std::map<std::string, std::int64_t>& counts) {
  Object out;
  for (const auto& [name, count] : counts) {
    out[name] = count;
  }
  return out;
}

Object incident_object(const custody::Ledger& ledger, const legal::Records& records,
                       const legal::IncidentView& incident, const std::string& lang) {
  Object losses;
  for (const auto& [currency, sum] : legal::losses_of(records, incident.number)) {
    losses[currency] = sum;
  }
  return Object{{"actions", Value(incident.actions)},
                {"artifacts", Value(incident.artifacts)},
                {"categories", texts(incident.categories)},
                {"decisions", Value(incident.decisions)},
                {"families", texts(incident.families)},
                {"incident", incident.number},
                {"issues", texts(incident.issues)},
                {"label", ledger.label(incident.opened)},
                {"losses", std::move(losses)},
                {"notes", notes_of(incident, lang)},
                {"open_improvements", Value(incident.open_improvements)},
                {"opened", Value(incident.opened)},
                {"owners", texts(incident.owners)},
                {"priority", incident.priority},
                {"state", incident.state},
                {"title", incident.title}};
}

void print_incident(const legal::IncidentView& incident, const std::string& lang) {
  print(incident.number + "  " + incident.state +
        (incident.priority.empty() ? "" : ", " + incident.priority) + "  " + core::shown(incident.title));
  for (const legal::Bilingual& note : incident.notes) {
    print("    ! " + core::shown(note.in(lang)));
  }
}

Object happening_object(const custody::Ledger& ledger, const legal::Happening& row) {
  return Object{{"at", row.at.text()},       {"entry", Value(row.entry)},
                {"item", row.item},          {"label", ledger.label(row.entry)},
                {"private", row.is_private}, {"recorded_at", row.recorded_at.text()},
                {"stated", !row.by_entry},   {"text", row.text},
                {"track", row.track},        {"type", row.type}};
}

}  // namespace

int run(const IncidentRead& args, const Common& common) {
  Session session(common);
  const LegalReading reading(session, args.folder);
  const core::UtcTime now = session.clock().now();
  const auto incidents = args.number.empty()
                             ? legal::incidents_of(reading.records, now)
                             : std::vector{legal::incident_of(reading.records, args.number, now)};
  Array list;
  for (const legal::IncidentView& incident : incidents) {
    if (common.json) {
      list.emplace_back(incident_object(reading.ledger, reading.records, incident, reading.view.language()));
    } else {
      print_incident(incident, reading.view.language());
    }
  }
  const auto reports = legal::intakes_by_kind(reading.records, [](const auto& /*received*/) { return true; });
  if (common.json) {
    print_json(args.number.empty()
                   ? Value(Object{{"incidents", std::move(list)}, {"reports", counts_of(reports)}})
                   : list.front());
  } else if (incidents.empty()) {
    print("no incident is opened in this case");
  }
  if (!common.json && args.number.empty()) {
    for (const auto& [kind, count] : reports) {
      print("reports: " + kind + "  " + std::to_string(count));
    }
  }
  return 0;
}

int run(const TimelineRead& args, const Common& common) {
  Session session(common);
  const LegalReading reading(session, args.folder);
  const auto timeline = legal::timeline_of(reading.records, args.number, args.with_private);
  const std::string lang = reading.language(args.lang);
  if (!args.csv.empty()) {
    core::write_new_file(args.csv, core::as_bytes(legal::timeline_csv(reading.records, timeline)));
  }
  if (!args.svg.empty()) {
    const std::string title = (lang == "ja" ? "時系列 " : "Timeline of ") + args.number + ", " +
                              reading.view.number() +
                              (reading.view.watermark().empty() ? "" : "  " + reading.view.watermark());
    core::write_new_file(args.svg,
                         core::as_bytes(legal::timeline_svg(reading.records, timeline, title, lang)));
  }
  Array list;
  for (const legal::Happening& row : timeline) {
    if (common.json) {
      list.emplace_back(happening_object(reading.ledger, row));
    } else if (args.csv.empty() && args.svg.empty()) {
      print(row.at.text().substr(0, 19) + (row.by_entry ? "Z*  " : "Z   ") + row.track + "  " +
            row.title.in(lang) + (row.title.en.empty() ? "" : ": ") +
            (row.item.empty() ? "" : row.item + ": ") + core::shown(row.text) + "  (entry " +
            reading.ledger.label(row.entry) + ")");
    }
  }
  if (common.json) {
    print_json(Object{{"incident", args.number}, {"timeline", std::move(list)}});
  } else if (!args.csv.empty() || !args.svg.empty()) {
    print(std::to_string(timeline.size()) + " happenings written");
  }
  return 0;
}

int run(const ReadinessRead& args, const Common& common) {
  Session session(common);
  const LegalReading reading(session, args.folder);
  Array list;
  bool stale = false;
  for (const legal::ReadinessLine& line : legal::readiness_of(reading.records, session.clock().now())) {
    stale = stale || line.stale;
    if (common.json) {
      list.emplace_back(Object{{"entry", Value(line.entry)},
                               {"expires", line.expires ? Value(line.expires->text()) : Value(nullptr)},
                               {"name", line.name},
                               {"register", line.list},
                               {"stale", line.stale},
                               {"text", line.text},
                               {"verified_at", line.verified_at.text()}});
    } else {
      print(std::string(line.stale ? "STALE  " : "       ") + line.list + ": " + core::shown(line.name) +
            ", verified " + line.verified_at.text().substr(0, 10) +
            (line.expires ? ", until " + line.expires->text().substr(0, 10) : "") + " (entry " +
            reading.ledger.label(line.entry) + ")");
    }
  }
  if (common.json) {
    print_json(Object{{"readiness", std::move(list)}, {"stale", stale}});
  }
  return stale ? 3 : 0;
}

namespace {

/// The rules that an action touches, with their standing; a rule that this computer does not hold says so.
Array touched(const legal::RiskyAction& action, const legal::RuleSet& rules) {
  Array out;
  for (const std::string& id : action.rules) {
    const legal::Rule* rule = rules.find(id);
    out.emplace_back(Object{{"id", id},
                            {"law_status", rule == nullptr ? "not held here" : word_of(rule->law_status)},
                            {"title", rule == nullptr ? "" : rule->title.en},
                            {"title_ja", rule == nullptr ? "" : rule->title.ja}});
  }
  return out;
}

/// Entries of what counsel recorded on an action, where a case is named.
Array advice_on(const std::string& action, const legal::Records* records) {
  Array out;
  if (records != nullptr) {
    for (const legal::Record& advice : records->standing("advice_recorded")) {
      if (records->text(advice, "action") == action) {
        out.emplace_back(records->ledger().label(advice.number));
      }
    }
  }
  return out;
}

void print_action(const legal::RiskyAction& action, const Array& rules, const Array& advice) {
  print(action.id + (action.needs_counsel ? "  needs counsel" : "") + "\n    " + action.en + " / " +
        action.ja);
  for (const Value& rule : rules) {
    print("    touches " + *rule.text_of("id") + " (" + *rule.text_of("law_status") +
          "): " + *rule.text_of("title"));
  }
  for (const Value& entry : advice) {
    print("    counsel's record: entry " + *entry.string());
  }
}

}  // namespace

int run(const OptionsRead& args, const Common& common) {
  Session session(common);
  const legal::LawFiles law(session.keys().home());
  std::optional<custody::Ledger> ledger;
  std::optional<report::CaseView> view;
  std::optional<legal::Records> records;
  if (!args.folder.empty()) {
    ledger.emplace(session.open(args.folder));
    records.emplace(view.emplace(*ledger));
  }
  Array list;
  bool found = args.name.empty();
  for (const legal::RiskyAction& action : legal::load_actions()) {
    if (!args.name.empty() && args.name != action.id) {
      continue;
    }
    found = true;
    Array rules = touched(action, law.rules());
    Array advice = advice_on(action.id, records ? &*records : nullptr);
    if (common.json) {
      list.emplace_back(Object{{"action", action.id},
                               {"advice", std::move(advice)},
                               {"en", action.en},
                               {"ja", action.ja},
                               {"needs_counsel", action.needs_counsel},
                               {"rules", texts(action.rules)},
                               {"touches", std::move(rules)}});
    } else {
      print_action(action, rules, advice);
    }
  }
  if (!found) {
    core::fail("no action '" + core::shown(args.name) +
               "' is listed; 'exhibit options' lists those that are");
  }
  if (common.json) {
    print_json(Object{{"actions", std::move(list)}});
  }
  return 0;
}

}  // namespace cli
