// SPDX-License-Identifier: Apache-2.0
// Forms of counsel's work: advice, reviews, agreements, statements, and what an exhibit is offered for.
#include "legal/forms/form.h"
#include "legal/forms/form_checks.h"

namespace legal {

namespace {

using K = FieldKind;

const std::vector<std::string> kTlp = {"clear", "green", "amber", "amber+strict", "red"};

FormField incident(bool required) {
  return {"--incident", "incident", K::identifier, "the incident's number", required};
}

void add_privilege(Form& form) {
  form.fields.push_back(
      {"--privilege-basis", "privilege_basis", K::text, "on what ground privilege is claimed"});
  form.fields.push_back({"--privilege-by", "privilege_by", K::text, "who claims it"});
  form.fields.push_back({"--privilege-jurisdiction", "privilege_jurisdiction", K::text, "under which law"});
}

Form advice() {
  Form form{
      "advice",
      "advice_recorded",
      "counsel's record on a question; always a private entry",
      "exhibit advice 2026-0042 --incident INC-7 --action mail-review --question 'may we read the mailbox?' "
      "--answer 'permitted with conditions' --text 'headers only' --privilege-by 'M. Sato'",
      {incident(false),
       {"--action", "action", K::identifier, "the planned action it is about"},
       {"--question", "question", K::text, "what was asked", true},
       {"--answer",
        "answer",
        K::word,
        "permitted, 'permitted with conditions', 'not permitted' or none",
        true,
        {"permitted", "permitted with conditions", "not permitted", "none"}},
       {"--conditions", "conditions", K::text, "on which conditions"},
       {"--text", "text", K::text, "the advice", true},
       {"--document", "document", K::file, "its text; kept by its digest"}},
      FormItems::none,
      true};
  add_privilege(form);
  return form;
}

Form review() {
  Form form{"review",
            "review_asked",
            "ask counsel to review a document or memo",
            "exhibit review 2026-0042 --incident INC-7 --title 'memo on the intrusion' --document memo.pdf",
            {incident(false),
             {"--title", "title", K::text, "what it is, without what is privileged", true},
             {"--document", "document", K::file, "the text; kept by its digest"},
             {"--recipients", "recipients", K::text, "who has it; lawyers marked with *"},
             {"--prepared-at", "prepared_at", K::time, "when it was written, with zone"},
             {"--for-litigation", "litigation", K::flag, "it was written because litigation is expected"}}};
  add_privilege(form);
  return form;
}

Form review_done() {
  Form form{"review-done",
            "review_done",
            "counsel's review of a document; always a private entry",
            "exhibit review-done 2026-0042 --request 44 --outcome 'may go out without page 3' --privileged",
            {{"--request", "request", K::entry, "entry that asked for it", true},
             {"--outcome", "outcome", K::text, "the outcome", true},
             {"--privileged", "privileged", K::flag, "privilege is claimed for it"},
             {"--document", "document", K::file, "the reviewed text"}},
            FormItems::none,
            true};
  add_privilege(form);
  return form;
}

Form set_aside() {
  return {"set-aside",
          "element_set_aside",
          "counsel finds that an element of a rule does not apply to an item; always a private entry",
          "exhibit set-aside 2026-0042 --item EV-001-I1 --rule US-FRE-902-14 --element e6 --reason 'no trial "
          "pending'",
          {{"--rule", "rule", K::identifier, "the rule", true},
           {"--element", "element", K::identifier, "its element", true},
           {"--reason", "reason", K::text, "why it does not apply", true}},
          FormItems::one,
          true,
          &check_set_aside};
}

Form designate() {
  return {
      "designate",
      "exhibit_designated",
      "give an item its number in court, title and what it is offered for",
      "exhibit designate 2026-0042 --item EV-001-I1 --number 'Ko 3' --title 'image of server FS-1' --purpose "
      "'that the files were encrypted on 22 November'",
      {{"--number", "number", K::text, "number of the exhibit in court", true},
       {"--title", "title", K::text, "its title", true},
       {"--purpose", "purpose", K::text, "what it is offered to prove; counsel's own words", true},
       {"--author", "author", K::text, "who made it"},
       {"--created", "created", K::text, "when it was made, as it is to be printed"},
       {"--original",
        "original",
        K::word,
        "original, copy or 'not stated'",
        true,
        {"original", "copy", "not stated"}},
       {"--offered-by", "offered_by", K::text, "which party offers it"},
       {"--remarks", "remarks", K::text, "remarks"},
       {"--supersedes", "supersedes", K::entry, "entry of the designation this one takes the place of"}},
      FormItems::one};
}

Form notice() {
  return {
      "notice",
      "intent_noticed",
      "notice to the other side of the intent to offer records under a rule",
      "exhibit notice 2026-0042 --rule US-FRE-902-14 --exhibit 31 --party 'counsel for the defence' "
      "--inspect "
      "'office of M. Sato, weekdays 10 to 16'",
      {{"--rule", "rules", K::labels, "rule under which they are offered; may be repeated", true},
       {"--exhibit", "exhibits", K::entries, "entry of the designation of an exhibit; may be repeated", true},
       {"--party", "party", K::text, "to whom", true},
       {"--inspect", "inspect", K::text, "where and when records and certification may be inspected", true},
       {"--served-at", "served_at", K::time, "when it was served, with zone; left out: not served yet"},
       {"--method", "method", K::text, "how it was or is to be served"},
       {"--objection", "objection", K::text, "how and until when the other side may object"},
       {"--supersedes", "supersedes", K::entry, "entry of the notice this one takes the place of"}},
      FormItems::none,
      false,
      &check_notice};
}

Form suspect() {
  return {"suspect",
          "suspect_named",
          "counsel names a suspect of an incident; always a private entry",
          "exhibit suspect 2026-0042 --incident INC-7 --name 'unknown person using account admin2' --basis "
          "'entries 33 and 41'",
          {incident(true),
           {"--name", "name", K::text, "who", true},
           {"--basis", "basis", K::text, "on what ground", true},
           {"--supersedes", "supersedes", K::entry, "entry of the naming this one takes the place of"}},
          FormItems::none,
          true,
          &check_suspect};
}

Form agreement() {
  return {
      "agreement",
      "agreement_recorded",
      "record an agreement on secrecy, sharing, engagement or processing",
      "exhibit agreement 2026-0042 --kind nda --name NDA-1 --party 'Forensic firm' --scope 'incident INC-7' "
      "--tlp amber --until 2027-03-31T00:00:00Z",
      {{"--kind",
        "kind",
        K::word,
        "nda, sharing, engagement or processing",
        true,
        {"nda", "sharing", "engagement", "processing"}},
       {"--name", "name", K::identifier, "a short name for it", true},
       {"--party", "party", K::text, "with whom", true},
       {"--scope", "scope", K::text, "what it covers", true},
       {"--from", "from", K::time, "from when, with zone"},
       {"--until", "until", K::time, "until when, with zone"},
       {"--tlp", "tlp", K::word, "the most that may be shared: clear, green, amber, amber+strict or red",
        false, kTlp},
       {"--return-duty", "return_duty", K::text, "what is to be returned or destroyed, and when"},
       {"--document", "document", K::file, "the agreement; kept by its digest"}},
      FormItems::none,
      false,
      &check_period};
}

Form agreement_end() {
  return {"agreement-end",
          "agreement_ended",
          "record that an agreement has ended",
          "exhibit agreement-end 2026-0042 --agreement 17 --reason 'work done'",
          {{"--agreement", "agreement", K::entry, "entry of the agreement", true},
           {"--reason", "reason", K::text, "why", true}}};
}

Form share() {
  return {
      "share",
      "sharing_recorded",
      "record that information is shared; refused without a live agreement or a legal duty",
      "exhibit share 2026-0042 --incident INC-7 --party 'Forensic firm' --agreement 17 --tlp amber --purpose "
      "'analysis' --file indicators.csv",
      {incident(false),
       {"--party", "party", K::text, "with whom", true},
       {"--purpose", "purpose", K::text, "what for", true},
       {"--agreement", "agreement", K::entry, "entry of the agreement that allows it"},
       {"--duty", "duty", K::identifier, "or the duty that demands it"},
       {"--profile", "profile", K::entry, "entry of the sharing profile of that body"},
       {"--field", "fields", K::labels, "a field that is shared, as the profile names it; may be repeated"},
       {"--intake", "intakes", K::entries, "entry of a report whose content is shared; may be repeated"},
       {"--tlp", "tlp", K::word, "clear, green, amber, amber+strict or red", false, kTlp},
       {"--file", "sha256", K::own, "the file that is shared; its digest is recorded", true}},
      FormItems::none,
      false,
      &check_share};
}

Form use_release() {
  return {"use-release",
          "use_released",
          "release information that was received for one use for another",
          "exhibit use-release 2026-0042 --intake 9 --purpose 'report to the police' --basis consent --text "
          "'by mail of 23 November'",
          {{"--intake", "intake", K::entry, "entry of the report", true},
           {"--purpose", "purpose", K::text, "the further use", true},
           {"--basis", "basis", K::word, "consent of the source, or a legal duty", true, {"consent", "duty"}},
           {"--text", "text", K::text, "who consented and how, or which duty", true},
           {"--document", "document", K::file, "the consent; kept by its digest"}}};
}

Form statement() {
  return {"statement",
          "statement_drafted",
          "submit a statement to the press or public for review",
          "exhibit statement 2026-0042 --incident INC-7 --title 'press release 1' --document release.txt",
          {incident(true),
           {"--title", "title", K::text, "what it is", true},
           {"--document", "document", K::file, "its text, plain", true},
           {"--embargo", "embargo", K::time, "not before, with zone"}}};
}

Form statement_review() {
  return {"statement-review",
          "statement_reviewed",
          "counsel's review of a statement; its numbers are compared with the recorded figures",
          "exhibit statement-review 2026-0042 --incident INC-7 --statement 51 --cleared --changes 'number "
          "corrected'",
          {incident(true),
           {"--statement", "statement", K::entry, "entry of the statement", true},
           {"--cleared", "cleared", K::flag, "it may go out"},
           {"--changes", "changes", K::text, "changes asked for, or why a flagged number stands"}},
          FormItems::none,
          false,
          &check_statement_review};
}

Form statement_release() {
  return {"statement-release",
          "statement_released",
          "record that a statement went out; refused without a review that cleared it",
          "exhibit statement-release 2026-0042 --incident INC-7 --review 52 --channel 'web page'",
          {incident(true),
           {"--review", "review", K::entry, "entry of the review that cleared it", true},
           {"--channel", "channel", K::text, "where it went out", true}},
          FormItems::none,
          false,
          &check_statement_release};
}

Form figure() {
  return {
      "figure",
      "figure_recorded",
      "record a figure for the fact base that statements are compared with",
      "exhibit figure 2026-0042 --incident INC-7 --name persons-affected --value 1204 --unit persons --basis "
      "'count of the customer table, entry 33'",
      {incident(true),
       {"--name", "name", K::identifier, "what it counts", true},
       {"--value", "value", K::number, "the figure", true},
       {"--unit", "unit", K::label, "its unit, as it stands after the number in a text", true},
       {"--basis", "basis", K::text, "how it is known", true},
       {"--supersedes", "supersedes", K::entry, "entry of the figure this one takes the place of"}}};
}

Form loss() {
  return {"loss",
          "loss_recorded",
          "record a loss or cost",
          "exhibit loss 2026-0042 --incident INC-7 --amount 5400000 --currency JPY --basis 'invoice 118'",
          {incident(true),
           {"--amount", "amount", K::number, "in the smallest unit of the currency: yen, cents", true},
           {"--currency", "currency", K::label, "three letters: JPY, USD, EUR", true},
           {"--basis", "basis", K::text, "how it is known", true},
           {"--document", "document", K::file, "the invoice or estimate; kept by its digest"},
           {"--supersedes", "supersedes", K::entry, "entry of the loss this one takes the place of"}},
          FormItems::none,
          false,
          &check_loss};
}

}  // namespace

std::vector<Form> counsel_forms() {
  return {advice(),      review(),    review_done(),      set_aside(),         designate(),
          notice(),      suspect(),   agreement(),        agreement_end(),     share(),
          use_release(), statement(), statement_review(), statement_release(), figure(),
          loss()};
}

}  // namespace legal
