// SPDX-License-Identifier: Apache-2.0
// Forms for what goes to people outside of the response: notices to keep data, and what the police are given.
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"

namespace legal {

namespace {

using K = FieldKind;

Form hold_notice() {
  return {"hold-notice",
          "hold_notice_recorded",
          "record a notice that tells people to keep what they have",
          "exhibit hold-notice 2026-0042 --matter 'server matter of November' --custodian 'night shift' "
          "--contact 'legal department' --text 'Keep everything as it is.'",
          {{"--matter", "matter", K::text, "the matter, in neutral words", true},
           {"--custodian", "custodians", K::texts, "who is to keep data; may be repeated", true},
           {"--contact", "contact", K::text, "who answers questions", true},
           {"--text", "text", K::text, "what to do and what not to do", true},
           {"--system", "systems", K::texts, "a system it covers; may be repeated"},
           {"--data", "data", K::texts, "a kind of data; may be repeated"},
           {"--from", "from", K::time, "data from when on, with zone"},
           {"--until", "until", K::time, "data until when, with zone"},
           {"--stop", "stopped", K::texts, "a deletion that is stopped; may be repeated"},
           {"--incident", "incident", K::identifier, "the incident's number"},
           {"--supersedes", "supersedes", K::entry, "entry of the notice this one takes the place of"}},
          FormItems::none,
          false,
          &check_period};
}

Form hold_acknowledge() {
  return {"hold-acknowledge",
          "hold_notice_acknowledged",
          "record that somebody confirmed a notice to keep data",
          "exhibit hold-acknowledge 2026-0042 --notice 60 --custodian 'night shift' --at "
          "2026-11-23T09:00:00+09:00",
          {{"--notice", "notice", K::entry, "entry of the notice", true},
           {"--custodian", "custodian", K::text, "who confirmed it", true},
           {"--at", "at", K::time, "when, with zone", true},
           {"--document", "document", K::file, "the signed paper; kept by its digest"}},
          FormItems::none,
          false,
          &check_past};
}

Form hold_release() {
  return {"hold-release",
          "hold_notice_released",
          "record that data need not be kept any longer under a notice",
          "exhibit hold-release 2026-0042 --notice 60 --reason 'the matter is settled'",
          {{"--notice", "notice", K::entry, "entry of the notice", true},
           {"--reason", "reason", K::text, "why", true}}};
}

Form referral() {
  return {
      "referral",
      "referral_prepared",
      "record what law enforcement is told of an incident; 'document law-enforcement-referral' prints it",
      "exhibit referral 2026-0042 --incident INC-7 --addressed-to 'Prefectural Police' --victim 'Example "
      "Trading' --poc 'legal department' --found 'by the help desk' --summary 'files were encrypted'",
      {{"--incident", "incident", K::identifier, "the incident's number", true},
       {"--addressed-to", "addressed_to", K::text, "to whom it goes", true},
       {"--victim", "victim", K::text, "the organisation harmed, with its address", true},
       {"--poc", "poc", K::text, "who answers for it there", true},
       {"--found", "found", K::text, "when and how it was found", true},
       {"--summary", "summary", K::text, "what happened", true},
       {"--ongoing", "ongoing", K::flag, "it is still going on"},
       {"--system", "systems", K::texts, "a system it touches; may be repeated"},
       {"--identifier", "identifiers", K::texts,
        "an address, domain, account or wallet that was used; may be repeated"},
       {"--money", "money", K::texts, "a payment: account, amount, date, bank or wallet; may be repeated"},
       {"--ransomware", "ransomware", K::text, "note, extension and variant"},
       {"--preserved", "preserved", K::texts, "what was done to preserve evidence; may be repeated"},
       {"--ask", "requests", K::texts, "what is asked for; may be repeated"},
       {"--consent", "consent", K::text, "consent to a search, and who may give it"},
       {"--reservation", "reservation", K::text, "what is not waived by this"},
       {"--insurance", "insurance", K::text, "insurer and policy"},
       {"--told", "others_told", K::texts, "another authority that was told; may be repeated"},
       {"--supersedes", "supersedes", K::entry, "entry of the referral this one takes the place of"}}};
}

Form impact() {
  return {
      "impact",
      "impact_recorded",
      "record the impact and cause of an incident, as authorities ask for them in their reports",
      "exhibit impact 2026-0042 --incident INC-7 --functional 'file service down' --systems 3 --users 120",
      {{"--incident", "incident", K::identifier, "the incident's number", true},
       {"--functional", "functional", K::text, "what cannot be done, and how badly"},
       {"--information", "information", K::text, "what kind of information was lost or read"},
       {"--recoverability",
        "recoverability",
        K::word,
        "regular, supplemented, extended or 'not recoverable'",
        false,
        {"regular", "supplemented", "extended", "not recoverable"}},
       {"--detected-at", "detected_at", K::time, "when it was first detected, with zone"},
       {"--systems", "systems", K::number, "how many systems"},
       {"--records", "records", K::number, "how many records"},
       {"--users", "users", K::number, "how many users"},
       {"--location", "location", K::text, "where in the network"},
       {"--vector", "vector", K::text, "how they came in"},
       {"--mitigation", "mitigation", K::text, "what was done against it"},
       {"--operator", "operator", K::text, "whose service it is"},
       {"--sector", "sector", K::label, "sector of critical infrastructure"},
       {"--depends-on", "depends_on", K::texts,
        "a service that this one depends on, or that depends on it; may be repeated"},
       {"--prepared", "prepared", K::text, "what had been prepared beforehand"},
       {"--cause", "cause", K::text, "the cause, as far as it is known"},
       {"--prevention", "prevention", K::text, "what will keep it from happening again"},
       {"--supersedes", "supersedes", K::entry, "entry this one takes the place of"}},
      FormItems::none,
      false,
      &check_impact};
}

}  // namespace

std::vector<Form> hold_forms() {
  return {hold_notice(), hold_acknowledge(), hold_release(), referral(), impact()};
}

}  // namespace legal
