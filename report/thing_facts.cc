// SPDX-License-Identifier: Apache-2.0
#include "report/thing_facts.h"

#include "core/clock.h"

namespace report {

using core::json::Object;
using core::json::Value;

core::json::Object collector_facts(const CaseView& view, const custody::Entry& entry) {
  const Value& body = entry.body();
  Object out;
  for (const char* name : {"bag", "exhibit", "owner", "root_exhibit", "type"}) {
    out[name] = text_or_null(view.text(entry.number, std::string("body.") + name));
  }
  for (const char* name : {"by", "from", "place", "witness"}) {
    out[std::string("collected_") + name] =
        text_or_null(view.text(entry.number, std::string("body.collected.") + name));
  }
  const std::string lock = body.text_of("lock").value_or("");
  out["lock"] = text_or_null(lock == "none" ? view.told("none", "ロック機能なし") : view.word(lock));
  out["power"] = text_or_null(view.word(body.text_of("power").value_or("")));
  const Value* quantity = body.find("quantity");
  out["quantity"] = quantity == nullptr ? Value(nullptr) : *quantity;
  const Value* at = body.at_path("collected.at");
  const auto time =
      at == nullptr || at->string() == nullptr ? std::nullopt : core::UtcTime::parse(*at->string());
  out["collected_at"] = time ? Value(time->text()) : Value(nullptr);
  out["collected_at_local"] = time ? Value(core::local_text(*time)) : Value(nullptr);
  out["seal_then"] = text_or_null(view.text(entry.number, "body.seal"));
  const Value* photographs = body.find("photographs");
  out["photographs"] = photographs == nullptr ? Value(core::json::Array{}) : *photographs;
  return out;
}

}  // namespace report
