// SPDX-License-Identifier: Apache-2.0
#include "report/import_facts.h"

namespace report {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// As the suspect host reported it; a text from evidence that is fit for no entry in its readable form.
Value reported(const std::optional<Value>& facts, const char* path) {
  const Value* found = facts ? facts->at_path(path) : nullptr;
  if (found == nullptr || found->is_null()) {
    return nullptr;
  }
  return found->integer() != nullptr ? Value(std::to_string(*found->integer()))
                                     : text_or_null(readable(*found));
}

Object unsigned_facts(const CaseView& view, std::uint64_t seq, const Value& told) {
  const auto facts = view.value(seq, "body.unsigned.facts");
  Object out{{"sheet", text_or_null(told.text_of("sheet").value_or(""))},
             {"sheet_told", told.boolean_of("sheet_told").value_or(false)}};
  for (const auto& [name, path] : {std::pair("started", "started"),
                                   {"finished", "finished"},
                                   {"program", "program"},
                                   {"path", "source.path"},
                                   {"model", "source.model"},
                                   {"serial", "source.serial"},
                                   {"size", "source.size"},
                                   {"transport", "source.transport"}}) {
    out[name] = reported(facts, path);
  }
  return out;
}

}  // namespace

Object import_facts(const CaseView& view, std::uint64_t seq) {
  const custody::Entry entry = view.ledger().entry(seq);
  const auto list = [&](const char* path) {
    const auto texts = view.texts(seq, path);
    return Array(texts.begin(), texts.end());
  };
  const auto stored = [&](const char* path) {
    const Value* found = entry.body().at_path(path);
    return found == nullptr ? Value(nullptr) : *found;
  };
  Object out{{"faults", list("body.faults.list")},   {"from", text_or_null(view.text(seq, "body.from"))},
             {"names", list("body.names")},          {"stored_md5", stored("stored.md5")},
             {"stored_sha1", stored("stored.sha1")}, {"unsigned", nullptr}};
  for (const char* name :
       {"acquired_at", "case_number", "description", "evidence_number", "examiner", "notes", "software"}) {
    out[name] = text_or_null(view.text(seq, std::string("body.header.") + name));
  }
  if (const Value* told = entry.body().find("unsigned")) {
    out["unsigned"] = unsigned_facts(view, seq, *told);
  }
  return out;
}

}  // namespace report
