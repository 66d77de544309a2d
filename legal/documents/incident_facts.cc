// SPDX-License-Identifier: Apache-2.0
#include "legal/documents/incident_facts.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "legal/case_clocks.h"
#include "legal/documents/record_facts.h"
#include "legal/incident_view.h"
#include "legal/timeline.h"
#include "report/item_facts.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using report::text_or_null;

namespace {

Array text_list(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

Array shown_words(const std::vector<std::string>& words, const std::string& language) {
  Array out;
  for (const std::string& word : words) {
    out.emplace_back(shown_word(word, language));
  }
  return out;
}

Object incident_object(const DocumentWork& work, const IncidentView& incident) {
  const custody::Entry& opened = work.records.entry(incident.opened);
  Array notes;
  for (const Bilingual& note : incident.notes) {
    notes.emplace_back(note.in(work.language()));
  }
  return Object{{"categories", text_list(incident.categories)},
                {"families", shown_words(incident.families, work.language())},
                {"issues", text_list(incident.issues)},
                {"notes", std::move(notes)},
                {"number", incident.number},
                {"opened_at", to_the_second(opened.time)},
                {"opened_at_local", core::local_text(opened.time)},
                {"opened_by", text_or_null(work.view().person(opened.signers.front().key))},
                {"opened_entry", work.view().entry_value(incident.opened)},
                {"owners", text_list(incident.owners)},
                {"priority", text_or_null(shown_word(incident.priority, work.language()))},
                {"state", shown_word(incident.state, work.language())},
                {"title", text_or_null(incident.title)}};
}

/// The reports that the triage of an incident names.
Array intakes_of(const DocumentWork& work, const std::string& incident) {
  std::set<std::string> named;
  for (const Record& triage : work.records.of("incident_triaged", incident)) {
    const auto intakes = work.records.texts(triage, "intakes");
    named.insert(intakes.begin(), intakes.end());
  }
  Array out;
  for (const Record& intake : shown_records(work, "intake_recorded")) {
    if (named.count(intake.hash) != 0) {
      out.emplace_back(record_facts(work, intake));
    }
  }
  return out;
}

/// Decisions, each with what was added to its record later.
Array decisions_of(const DocumentWork& work, const std::string& incident) {
  const auto addenda = shown_records(work, "decision_addendum", incident);
  Array out;
  for (const Record& decision : shown_records(work, "decision_recorded", incident)) {
    Object facts = record_facts(work, decision);
    Array added;
    for (const Record& addendum : addenda) {
      if (work.records.text(addendum, "decision") == decision.hash) {
        added.emplace_back(record_facts(work, addendum));
      }
    }
    facts["addenda"] = std::move(added);
    out.emplace_back(std::move(facts));
  }
  return out;
}

/// All of them, those that were done with what was done.
Array improvements_of(const DocumentWork& work, const std::string& incident) {
  const auto endings = shown_records(work, "improvement_done", incident);
  Array out;
  for (const Record& improvement : work.records.of("improvement_recorded", incident)) {
    if (improvement.is_private && !work.with_private) {
      continue;
    }
    Object facts = record_facts(work, improvement);
    for (const Record& ending : endings) {
      if (work.records.text(ending, "improvement") == improvement.hash) {
        facts["done"] = record_facts(work, ending);
      }
    }
    out.emplace_back(std::move(facts));
  }
  return out;
}

Array losses(const DocumentWork& work, const std::string& incident) {
  Array out;
  for (const Record& loss : shown_records(work, "loss_recorded", incident)) {
    Object facts = record_facts(work, loss);
    facts["sum"] =
        money(work.records.integer(loss, "amount").value_or(0), work.records.text(loss, "currency"));
    out.emplace_back(std::move(facts));
  }
  return out;
}

/// Of what the document shows: private losses count only where they are shown.
Array loss_sums(const DocumentWork& work, const std::string& incident) {
  std::map<std::string, std::int64_t> sums;
  for (const Record& loss : shown_records(work, "loss_recorded", incident)) {
    sums[work.records.text(loss, "currency")] += work.records.integer(loss, "amount").value_or(0);
  }
  Array out;
  for (const auto& [currency, sum] : sums) {
    out.emplace_back(money(sum, currency));
  }
  return out;
}

Array timeline_list(const DocumentWork& work, const std::string& incident) {
  Array out;
  for (const Happening& row : timeline_of(work.records, incident, work.with_private)) {
    out.emplace_back(Object{{"at", to_the_second(row.at)},
                            {"at_local", core::local_text(row.at)},
                            {"by_entry", row.by_entry},
                            {"entry", work.view().entry_value(row.entry)},
                            {"item", text_or_null(row.item)},
                            {"text", text_or_null(row.text)},
                            {"title", text_or_null(row.title.in(work.language()))}});
  }
  return out;
}

}  // namespace

Array artifact_list(const DocumentWork& work, const std::string& incident) {
  Array out;
  for (const Record& link : shown_records(work, "artifact_linked", incident)) {
    Object facts = record_facts(work, link);
    if (const auto artifact = work.records.find("artifact_recorded", work.records.text(link, "artifact"))) {
      const bool shown = !artifact->is_private || work.with_private;
      facts["found"] = shown ? Value(record_facts(work, *artifact)) : Value(nullptr);
    }
    const auto items = work.records.items(link);
    facts["item"] = text_or_null(items.empty() ? "" : items.front());
    out.emplace_back(std::move(facts));
  }
  return out;
}

Array linked_items(const DocumentWork& work, const std::string& incident) {
  std::map<std::string, std::vector<std::uint64_t>> things;
  for (const Record& link : shown_records(work, "artifact_linked", incident)) {
    for (const std::string& item : work.records.items(link)) {
      things[report::thing_of(work.view(), item)].push_back(link.number);
    }
  }
  Array out;
  for (const auto& [thing, links] : things) {
    Object facts = report::item_facts(work.view(), thing, work.asked.created);
    Object flat = *facts["item"].object();
    for (const char* name : {"gaps", "images", "transfers", "verification"}) {
      flat[name] = std::move(facts[name]);
    }
    flat["linked"] = entry_text(work.ledger(), links);
    out.emplace_back(std::move(flat));
  }
  return out;
}

Array deadline_list(const DocumentWork& work, const std::string& incident) {
  const std::string& lang = work.language();
  const auto instant = [](const std::optional<core::UtcTime>& time) {
    return time ? Value(to_the_second(*time)) : Value(nullptr);
  };
  Array out;
  for (const Clock& clock : clocks_of(work.records, work.law.rules(), work.law.calendars(),
                                      {work.asked.created, incident, {}, {}})) {
    out.emplace_back(
        Object{{"answer_entry", clock.answer == 0 ? Value(nullptr) : work.view().entry_value(clock.answer)},
               {"citation", clock.rule->citation},
               {"due", instant(clock.deadline.due)},
               {"due_local", text_or_null(clock.deadline.due_local)},
               {"entry", work.view().entry_value(clock.entry)},
               {"event", clock.event},
               {"event_at", to_the_second(clock.event_at)},
               {"guideline", clock.deadline.guideline},
               {"incident", clock.incident},
               {"name", clock.stage->name.in(lang)},
               {"recipient", std::get<Duty>(clock.rule->content).recipient.in(lang)},
               {"stage", clock.stage->id},
               {"state", words_of(clock.state).in(lang)},
               {"title", clock.rule->title.in(lang)},
               {"unconfirmed", clock.deadline.unconfirmed},
               {"why_none", text_or_null(clock.deadline.why_none.in(lang))}});
  }
  return out;
}

Array contact_points(const DocumentWork& work) {
  Array out;
  for (const Record& record : shown_records(work, "readiness_recorded")) {
    if (work.records.text(record, "register") != "contact") {
      continue;
    }
    Object facts = record_facts(work, record);
    const auto expires = work.records.time(record, "expires");
    facts["stale"] = expires && *expires <= work.asked.created;
    out.emplace_back(std::move(facts));
  }
  return out;
}

Object incident_head(const DocumentWork& work, const std::string& number) {
  return incident_object(work, incident_of(work.records, number, work.asked.created, work.with_private));
}

Object incident_facts(const DocumentWork& work) {
  const std::string& number = work.about.incident;
  const IncidentView incident = incident_of(work.records, number, work.asked.created, work.with_private);
  Object out{{"incident", incident_object(work, incident)}};
  for (const auto& [member, type] : std::map<std::string, std::string>{
           {"actions", "action_recorded"},
           {"answers", "request_answered"},
           {"assignments", "incident_assigned"},
           {"awareness", "awareness_recorded"},
           {"closings", "incident_closed"},
           {"contacts", "contact_recorded"},
           {"figures", "figure_recorded"},
           {"notifications", "notification_recorded"},
           {"relations", "incident_related"},
           {"requests", "request_received"},
           {"reviews", "incident_reviewed"},
           {"shares", "sharing_recorded"},
           {"statements", "statement_drafted"},
           {"triages", "incident_triaged"},
       }) {
    out[member] = record_list(work, type, number);
  }
  out["artifacts"] = artifact_list(work, number);
  out["contact_points"] = contact_points(work);
  out["deadlines"] = deadline_list(work, number);
  out["decisions"] = decisions_of(work, number);
  out["improvements"] = improvements_of(work, number);
  out["intakes"] = intakes_of(work, number);
  out["items"] = linked_items(work, number);
  out["loss_sums"] = loss_sums(work, number);
  out["losses"] = losses(work, number);
  out["timeline"] = timeline_list(work, number);
  return out;
}

}  // namespace legal
