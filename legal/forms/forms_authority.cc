// SPDX-License-Identifier: Apache-2.0
// Forms for authorities and clocks: awareness, notifications, contacts, requests, delegations, readiness.
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"

namespace legal {

namespace {

using K = FieldKind;

FormField incident(bool required) {
  return {"--incident", "incident", K::identifier, "the incident's number", required};
}

Form aware() {
  return {
      "aware",
      "awareness_recorded",
      "record an awareness event: the start of clocks",
      "exhibit aware 2026-0042 --incident INC-7 --event aware_personal_data --at 2026-11-22T09:30:00+09:00",
      {incident(true),
       {"--event", "event", K::identifier, "which event; 'exhibit rules show ID' names those of a duty",
        true},
       {"--at", "at", K::time, "when, with zone", true},
       {"--text", "text", K::text, "who became aware, and of what"},
       {"--supersedes", "supersedes", K::entry, "entry of the event this one corrects; both stay visible"}},
      FormItems::none,
      false,
      &check_aware};
}

Form notify() {
  return {"notify",
          "notification_recorded",
          "record that a duty was met, or the decision not to notify; nothing is sent",
          "exhibit notify 2026-0042 --incident INC-7 --duty EU-GDPR-33 --decision sent --at "
          "2026-11-24T10:00:00+01:00 --decider 'DPO' --reason 'risk to persons' --reference 'case 118-26'",
          {incident(true),
           {"--duty", "duty", K::identifier, "the duty, or one of its stages", true},
           {"--decision",
            "decision",
            K::word,
            "sent, 'not required', deferred or 'delayed by request'",
            true,
            {"sent", "not required", "deferred", "delayed by request"}},
           {"--at", "at", K::time, "when, with zone", true},
           {"--decider", "decider", K::text, "who decided", true},
           {"--reason", "reason", K::text, "why", true},
           {"--reference", "reference", K::text, "number the recipient gave it"},
           {"--document", "document", K::file, "what was sent; kept by its digest"},
           {"--supersedes", "supersedes", K::entry, "entry of the record this one takes the place of"}},
          FormItems::none,
          false,
          &check_notify};
}

Form contact() {
  return {"contact",
          "contact_recorded",
          "record a contact with law enforcement or another authority",
          "exhibit contact 2026-0042 --incident INC-7 --direction made --party 'Insp. on duty' --agency "
          "'Prefectural "
          "Police, cyber' --at 2026-11-22T10:00:00+09:00 --text 'asked to keep the host switched on'",
          {incident(false),
           {"--direction", "direction", K::word, "made or received", true, {"made", "received"}},
           {"--party", "party", K::text, "with whom", true},
           {"--agency", "agency", K::text, "of which authority"},
           {"--channel", "channel", K::text, "telephone, mail, visit"},
           {"--at", "at", K::time, "when, with zone", true},
           {"--text", "text", K::text, "what was said", true}},
          FormItems::none,
          false,
          &check_past};
}

Form request() {
  return {"request",
          "request_received",
          "record a request or order of an authority",
          "exhibit request 2026-0042 --kind preservation --authority 'Prefectural Police' --reference "
          "'26-118' --items "
          "'mail of 20 to 22 November' --received-at 2026-11-22T15:00:00+09:00 --preserve-until "
          "2026-12-22T15:00:00+09:00",
          {incident(false),
           {"--kind",
            "kind",
            K::word,
            "preservation, 'production order', inquiry, epoc, epoc-pr, seizure or other",
            true,
            {"preservation", "production order", "inquiry", "epoc", "epoc-pr", "seizure", "other"}},
           {"--authority", "authority", K::text, "who asks", true},
           {"--reference", "reference", K::text, "their number", true},
           {"--items", "items", K::text, "what is asked for", true},
           {"--received-at", "received_at", K::time, "when, with zone", true},
           {"--answer-by", "answer_by", K::time, "by when to answer"},
           {"--preserve-until", "preserve_until", K::time, "until when to keep"},
           {"--secrecy-until", "secrecy_until", K::time, "until when it may not be disclosed"},
           {"--document", "document", K::file, "the request; kept by its digest"}},
          FormItems::none,
          false,
          &check_request};
}

Form request_answer() {
  return {"request-answer",
          "request_answered",
          "record the answer to a request of an authority",
          "exhibit request-answer 2026-0042 --request 60 --at 2026-11-25T10:00:00+09:00 --reason 'logs "
          "handed over'",
          {{"--request", "request", K::entry, "entry of the request", true},
           {"--at", "at", K::time, "when, with zone", true},
           {"--refused", "answered", K::opposite_flag, "it was refused"},
           {"--reason", "reason", K::text, "what was given, or why it was refused", true},
           {"--document", "document", K::file, "the answer; kept by its digest"}},
          FormItems::none,
          false,
          &check_past};
}

Form delegation() {
  return {
      "delegation",
      "delegation_recorded",
      "record that somebody may decide in another's place, or what part they have in the legal work",
      "exhibit delegation 2026-0042 --key 3fa2b1 --power release-statement --reason 'CISO on leave' --until "
      "2026-12-01T00:00:00Z",
      {{"--key", "key", K::key, "whose key", true},
       {"--power",
        "power",
        K::word,
        "release-statement, decide-notification, waive-review, legal-lead or outside-counsel",
        true,
        {"release-statement", "decide-notification", "waive-review", "legal-lead", "outside-counsel"}},
       {"--agreement", "agreement", K::entry, "entry of the engagement it rests on"},
       {"--reason", "reason", K::text, "by whom and why", true},
       {"--until", "until", K::time, "until when, with zone"}}};
}

Form delegation_end() {
  return {"delegation-end",
          "delegation_ended",
          "end a delegation",
          "exhibit delegation-end 2026-0042 --delegation 23 --reason 'back from leave'",
          {{"--delegation", "delegation", K::entry, "entry of the delegation", true},
           {"--reason", "reason", K::text, "why", true}}};
}

Form ready() {
  return {
      "ready",
      "readiness_recorded",
      "put an entry into the readiness register: contacts, procedures, tests and when they go stale",
      "exhibit ready 2026-0042 --register contact --name 'Prefectural Police, cyber window' --verified-at "
      "2026-10-01T00:00:00+09:00 --expires 2027-04-01T00:00:00+09:00",
      {{"--register",
        "register",
        K::word,
        "contact, authority, procedure, template, 'key ceremony', self-test, training, exercise or equipment",
        true,
        {"contact", "authority", "procedure", "template", "key ceremony", "self-test", "training", "exercise",
         "equipment"}},
       {"--name", "name", K::text, "what or who", true},
       {"--text", "text", K::text, "channel, hours, languages, version"},
       {"--jurisdiction", "jurisdiction", K::label, "where it counts: JP, US, EU, UK"},
       {"--fingerprint", "fingerprint", K::label, "fingerprint of the contact's key"},
       {"--verified-at", "verified_at", K::time, "when it was last found right, with zone", true},
       {"--expires", "expires", K::time, "when it goes stale, with zone"},
       {"--document", "document", K::file, "the paper; kept by its digest"},
       {"--supersedes", "supersedes", K::entry, "entry this one takes the place of"}},
      FormItems::none,
      false,
      &check_ready};
}

Form confirm() {
  return {"rules confirm",
          "rules_confirmed",
          "counsel confirms a rule as it stands in its file, for this case",
          "exhibit rules confirm 2026-0042 --rule US-FRE-902-14 --reason 'compared with the official text'",
          {{"--rule", "rule", K::identifier, "the rule", true},
           {"--reason", "reason", K::text, "what it was compared with"},
           {"--withdraw", "confirmed", K::opposite_flag, "withdraw an earlier confirmation"}},
          FormItems::none,
          false,
          &check_confirm};
}

}  // namespace

std::vector<Form> authority_forms() {
  return {aware(),      notify(),         contact(), request(), request_answer(),
          delegation(), delegation_end(), ready(),   confirm()};
}

}  // namespace legal
