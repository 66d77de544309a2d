// SPDX-License-Identifier: Apache-2.0
// Forms from intake to review: what is asked at each step of an incident.
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"
#include "legal/sharing/indicator.h"

namespace legal {

namespace {

using K = FieldKind;

const std::vector<std::string> kTlp = {"clear", "green", "amber", "amber+strict", "red"};

FormField incident(const char* option = "--incident") {
  return {option, "incident", K::identifier, "the incident's number", true};
}

Form intake() {
  return {
      "intake",
      "intake_recorded",
      "record a report that came in or was sought",
      "exhibit intake 2026-0042 --collection passive --kind incident --source 'help desk' --received-at "
      "2026-11-22T02:14:00+09:00 --text 'files on FS-1 cannot be opened'",
      {{"--collection",
        "collection",
        K::word,
        "passive (it came in) or active (it was sought)",
        true,
        {"passive", "active"}},
       {"--kind",
        "kind",
        K::word,
        "incident, vulnerability or other",
        true,
        {"incident", "vulnerability", "other"}},
       {"--source", "source", K::text, "where it came from", true},
       {"--text", "text", K::text, "what was reported", true},
       {"--received-at", "received_at", K::time, "when, with zone", true},
       {"--channel", "channel", K::text, "by what channel: telephone, mail, sensor"},
       {"--reporter", "reporter", K::text, "who reported; a pseudonym will do"},
       {"--received-under", "received_under", K::text, "rule or agreement under which it was given"},
       {"--purpose", "purpose", K::text, "what it may be used for; another use is refused until released"},
       {"--tlp", "tlp", K::word, "clear, green, amber, amber+strict or red", false, kTlp},
       {"--document", "document", K::file, "the report itself; kept by its digest"}},
      FormItems::any,
      false,
      &check_intake};
}

Form policy() {
  return {
      "policy",
      "policy_fixed",
      "fix a file that later decisions go by: its digest stands in the ledger from now on",
      "exhibit policy 2026-0042 --kind 'triage criteria' --name triage --version 3 --document triage.yaml",
      {{"--kind",
        "kind",
        K::word,
        "'triage criteria', playbook, organisation, 'sharing profile', 'anonymisation profile', procedure or "
        "'exercise plan'",
        true,
        {"triage criteria", "playbook", "organisation", "sharing profile", "procedure", "exercise plan",
         "anonymisation profile"}},
       {"--name", "name", K::identifier, "a short name for it", true},
       {"--version", "version", K::label, "its version", true},
       {"--document", "document", K::file, "the file", true}},
      FormItems::none,
      false,
      &check_policy};
}

Form triage() {
  return {
      "incident triage",
      "incident_triaged",
      "classify and correlate an incident, and set its priority",
      "exhibit incident triage 2026-0042 --number INC-7 --family system_failure --category malware "
      "--criteria "
      "12 --criterion C2 --priority high --reason 'ransom note on a file server'",
      {incident("--number"),
       {"--category", "categories", K::labels, "category from the published list in use; may be repeated"},
       {"--family",
        "families",
        K::words,
        "leak, unauthorised_access or system_failure; may be repeated",
        false,
        {"leak", "unauthorised_access", "system_failure"}},
       {"--intake", "intakes", K::entries, "entry of a report this is about; may be repeated"},
       {"--issue", "issues", K::labels,
        "legal issue touched: investigation, liability, copyright, privacy, rulings, regulation, disclosure"},
       {"--criteria", "criteria", K::entry, "entry that fixed the criteria"},
       {"--criterion", "criterion", K::identifier, "which criterion fired"},
       {"--priority",
        "priority",
        K::word,
        "critical, high, medium or low",
        true,
        {"critical", "high", "medium", "low"}},
       {"--override", "override", K::text, "why another priority than the criterion's, or none, applies"},
       {"--reason", "reason", K::text, "why it was judged so", true},
       {"--not-valid", "valid", K::opposite_flag, "the report turned out to be none"}},
      FormItems::none,
      false,
      &check_triage};
}

Form assign() {
  return {"incident assign",
          "incident_assigned",
          "assign an incident to technical, management or legal response",
          "exhibit incident assign 2026-0042 --number INC-7 --response technical --owner 'night shift' --due "
          "2026-11-22T06:00:00+09:00",
          {incident("--number"),
           {"--response",
            "response",
            K::word,
            "technical, management or legal",
            true,
            {"technical", "management", "legal"}},
           {"--owner", "owner", K::text, "who answers for it", true},
           {"--key", "key", K::key, "that person's key, where they have one"},
           {"--due", "due", K::time, "by when, with zone"}}};
}

Form review_incident() {
  return {
      "incident review",
      "incident_reviewed",
      "record the review after an incident",
      "exhibit incident review 2026-0042 --number INC-7 --findings 'backups could be reached from the host'",
      {incident("--number"),
       {"--findings", "findings", K::text, "what the review found", true},
       {"--document", "document", K::file, "its report; kept by its digest"}}};
}

Form close() {
  return {
      "incident close",
      "incident_closed",
      "close an incident after its review, or with a waiver of it",
      "exhibit incident close 2026-0042 --number INC-7 --reason 'service restored, referred to the police'",
      {incident("--number"),
       {"--reason", "reason", K::text, "why it is closed", true},
       {"--waive-review", "waiver", K::text, "why there is no review; printed wherever the closing is"}}};
}

Form relate() {
  return {
      "incident relate",
      "incident_related",
      "relate an incident to another",
      "exhibit incident relate 2026-0042 --number INC-8 --kind part-of --other INC-7 --reason 'same tool'",
      {incident("--number"),
       {"--kind",
        "kind",
        K::word,
        "part-of, duplicate-of, continues or related",
        true,
        {"part-of", "duplicate-of", "continues", "related"}},
       {"--other", "other", K::identifier, "the other incident", true},
       {"--reason", "reason", K::text, "why", true}}};
}

Form action() {
  return {
      "action",
      "action_recorded",
      "record a response action; one that is marked 'needs counsel' asks for counsel's record",
      "exhibit action 2026-0042 --incident INC-7 --kind technical --name isolate-host --playbook 13 --text "
      "'FS-1 taken off the network'",
      {incident(),
       {"--kind",
        "kind",
        K::word,
        "technical, management or legal",
        true,
        {"technical", "management", "legal"}},
       {"--name", "name", K::identifier, "what kind of action; 'exhibit options' lists those known", true},
       {"--text", "text", K::text, "what is done", true},
       {"--playbook", "playbook", K::entry, "entry of the playbook it follows: agreed beforehand"},
       {"--advice", "advice", K::entry, "entry of counsel's record on it"},
       {"--override", "override", K::text, "why it goes ahead without counsel's record"},
       {"--taken-at", "taken_at", K::time, "when, with zone"}},
      FormItems::any,
      false,
      &check_action};
}

Form decision() {
  return {
      "decision",
      "decision_recorded",
      "record a decision with what was known then; nothing can be added to it later",
      "exhibit decision 2026-0042 --incident INC-7 --question 'restore or preserve first?' --option restore "
      "--option preserve --known 'backup of 21 November is whole' --decision preserve --decider 'CISO'",
      {incident(),
       {"--question", "question", K::text, "what had to be decided", true},
       {"--option", "options", K::texts, "an option that was weighed; may be repeated", true},
       {"--known", "known", K::texts, "what was known at the time; may be repeated", true},
       {"--decision", "decision", K::text, "what was decided", true},
       {"--decider", "decider", K::text, "by whom", true},
       {"--decided-at", "decided_at", K::time, "when, with zone (default: now)"}},
      FormItems::none,
      false,
      &check_decision};
}

Form addendum() {
  return {
      "decision-addendum",
      "decision_addendum",
      "add to the record of a decision; the decision itself stays as it was",
      "exhibit decision-addendum 2026-0042 --incident INC-7 --decision 31 --text 'the backup was not whole'",
      {incident(),
       {"--decision", "decision", K::entry, "entry of the decision", true},
       {"--text", "text", K::text, "what is to be added", true}}};
}

Form improvement() {
  return {"improvement",
          "improvement_recorded",
          "record what is to be made better after an incident",
          "exhibit improvement 2026-0042 --incident INC-7 --kind protect --owner 'network team' --due "
          "2027-01-31T00:00:00Z --text 'backups out of reach of hosts'",
          {incident(),
           {"--kind",
            "kind",
            K::word,
            "prepare, protect, detect, triage or respond",
            true,
            {"prepare", "protect", "detect", "triage", "respond"}},
           {"--owner", "owner", K::text, "who sees to it", true},
           {"--text", "text", K::text, "what is to be done", true},
           {"--due", "due", K::time, "by when, with zone"}}};
}

Form improvement_done() {
  return {"improvement-done",
          "improvement_done",
          "record that an improvement was made",
          "exhibit improvement-done 2026-0042 --incident INC-7 --improvement 40 --text 'moved on 12 January'",
          {incident(),
           {"--improvement", "improvement", K::entry, "entry of the improvement", true},
           {"--text", "text", K::text, "what was done", true}}};
}

Form artifact() {
  return {
      "artifact",
      "artifact_recorded",
      "record an artifact: a file, a range, a log line, a memory finding or a whole item",
      "exhibit artifact 2026-0042 --item EV-001-I1 --kind 'log line' --path /var/log/auth.log --text 'Nov 22 "
      "02:14:07 fs1 sshd: Accepted password for backup'",
      {{"--kind",
        "kind",
        K::word,
        "file, range, 'log line', 'memory finding' or item",
        true,
        {"file", "range", "log line", "memory finding", "item"}},
       {"--path", "path", K::text, "where it is in the image"},
       {"--digest", "digest", K::label, "SHA-256 of it, 64 hexadecimal digits"},
       {"--range", "ranges", K::own, "OFFSET+LENGTH in bytes of the media; may be repeated"},
       {"--text", "text", K::text, "the line, or what was found"},
       {"--occurred-at", "occurred_at", K::time, "when it says that something happened, with zone"},
       {"--method", "method", K::label, "program and version it was found with"}},
      FormItems::one,
      false,
      &check_artifact};
}

Form indicator() {
  return {
      "indicator",
      "indicator_recorded",
      "record what points to the attack and can be looked for elsewhere",
      "exhibit indicator 2026-0042 --incident INC-7 --kind domain --value update.example.net --confidence "
      "probable --tlp green --artifact 22",
      {incident(),
       {"--kind", "kind", K::word, "md5, sha-1, sha-256, ipv4, ipv6, domain, url or email", true,
        indicator_kinds()},
       {"--value", "value", K::own, "the value", true},
       {"--confidence",
        "confidence",
        K::word,
        "certain, probable, possible or doubtful",
        true,
        {"certain", "probable", "possible", "doubtful"}},
       {"--first-seen", "first_seen", K::time, "when it was first seen, with zone"},
       {"--last-seen", "last_seen", K::time, "when it was last seen, with zone"},
       {"--tlp", "tlp", K::word, "clear, green, amber, amber+strict or red", false, kTlp},
       {"--artifact", "artifact", K::entry, "entry of the artifact it was found in"},
       {"--note", "note", K::text, "what it is said to be"},
       {"--supersedes", "supersedes", K::entry, "entry of the indicator this one takes the place of"}},
      FormItems::none,
      false,
      &check_indicator};
}

Form link() {
  return {
      "link",
      "artifact_linked",
      "link an artifact, thing or image to an incident, with what it is said to show",
      "exhibit link 2026-0042 --item EV-001-I1 --incident INC-7 --shows 'the ransom note, written at 02:14'",
      {incident(),
       {"--shows", "shows", K::text, "what it is said to show", true},
       {"--artifact", "artifact", K::entry, "entry of the artifact; without it the whole item"},
       {"--kind",
        "kind",
        K::word,
        "evidences, contradicts, context or duplicate-of",
        false,
        {"evidences", "contradicts", "context", "duplicate-of"}},
       {"--confidence",
        "confidence",
        K::word,
        "certain, probable, possible or doubtful",
        false,
        {"certain", "probable", "possible", "doubtful"}},
       {"--serves", "serves", K::labels,
        "RULE/ELEMENT it serves, for example US-FRE-901-A/e1; may be repeated"},
       {"--other", "other", K::entry, "with duplicate-of: entry of the artifact it doubles"},
       {"--supersedes", "supersedes", K::entry, "entry of the link this one takes the place of"}},
      FormItems::one,
      false,
      &check_link};
}

}  // namespace

std::vector<Form> incident_forms() {
  return {intake(),      policy(),           triage(),   assign(),    review_incident(),
          close(),       relate(),           action(),   decision(),  addendum(),
          improvement(), improvement_done(), artifact(), indicator(), link()};
}

}  // namespace legal
