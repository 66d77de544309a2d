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
  for (const char* name : {"lock", "power", "quantity"}) {
    const Value* value = body.find(name);
    out[name] = value == nullptr ? Value(nullptr) : *value;
  }
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
