// SPDX-License-Identifier: Apache-2.0
#include "report/document_facts.h"

#include "core/version.h"

namespace report {

using core::json::Object;
using core::json::Value;

namespace {

Object case_object(const CaseView& view) {
  const custody::Ledger& ledger = view.ledger();
  const std::string log = ledger.log().name;
  return Object{{"id", ledger.case_id().hex()},
                {"log_key_fingerprint", std::string(custody::fingerprint_of(log))},
                {"log_origin", log},
                {"number", text_or_null(view.number())},
                {"opened_at", ledger.entry(0).time.text()},
                {"opened_at_local", core::local_text(ledger.entry(0).time)},
                {"opened_entry", 0},
                {"title", text_or_null(view.title())}};
}

Object document_object(const FactsAsked& asked) {
  return Object{{"created_at_local", core::local_text(asked.created)},
                {"created_at_utc", asked.created.text()},
                {"kind", asked.kind},
                {"language", asked.form.language()},
                {"program", std::string(core::kProgramName) + " " + core::kProgramVersion},
                {"template_digest", asked.form.digest().hex()},
                {"template_id", asked.form.id()},
                {"template_version", asked.form.version()}};
}

Object head_object(const custody::Ledger& ledger) {
  const custody::Checkpoint head = ledger.checkpoint();
  const auto newest = ledger.entry(custody::entry_number(ledger.log_index(), head.size - 1));
  return Object{
      {"root", head.root.hex()}, {"size", Value(head.size)}, {"checkpoint_time", newest.time.text()}};
}

Object issuer_object(const CaseView& view, const custody::KeyCard& card) {
  std::string roles;
  if (const auto row = view.ledger().store().get("key", card.key.name)) {
    for (const std::string& role : custody::texts_in(*row, "roles")) {
      roles += (roles.empty() ? "" : ", ") + role;
    }
  }
  return Object{{"fingerprint", card.id()},
                {"key", card.key.name},
                {"name", text_or_null(view.person(card.key.name))},
                {"org", text_or_null(view.organisation(card.key.name))},
                {"role", text_or_null(roles)}};
}

}  // namespace

Object document_facts(const FactsAsked& asked) {
  Object out{{"case", case_object(asked.view)},
             {"document", document_object(asked)},
             {"head", head_object(asked.view.ledger())}};
  if (asked.issued_by != nullptr) {
    out["issued_by"] = issuer_object(asked.view, *asked.issued_by);
  }
  return out;
}

}  // namespace report
