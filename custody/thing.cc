// SPDX-License-Identifier: Apache-2.0
#include "custody/thing.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

void add_committed(Object& out, const std::map<std::string, std::string>& texts) {
  for (const auto& [name, text] : texts) {
    if (!text.empty()) {
      out[name] = committed(text);
    }
  }
}

}  // namespace

const std::vector<std::string>& thing_texts() {
  static const std::vector<std::string> names = {"bag",   "condition",    "exhibit", "make",   "model",
                                                 "owner", "root_exhibit", "seal",    "serial", "type"};
  return names;
}

const std::vector<std::string>& collection_texts() {
  static const std::vector<std::string> names = {"by", "from", "place", "witness"};
  return names;
}

Draft draft_thing(const ThingDescription& thing, const UnlockedKey& by) {
  Object body{{"description", committed(thing.description)}, {"facts", Object{}}, {"kind", thing.kind}};
  body["holder"] = thing.holder_outside.empty() ? Object{{"key", by.card.key.name}}
                                                : Object{{"outside", committed(thing.holder_outside)}};
  add_committed(body, thing.texts);
  Object collected;
  add_committed(collected, thing.collected);
  if (thing.collected_at) {
    collected["at"] = thing.collected_at->text();
  }
  if (!collected.empty()) {
    body["collected"] = std::move(collected);
  }
  if (thing.quantity) {
    body["quantity"] = Value(*thing.quantity);
  }
  if (!thing.power.empty()) {
    body["power"] = thing.power;
  }
  if (!thing.lock.empty()) {
    body["lock"] = thing.lock;
  }
  Array photographs;
  for (const DraftAttachment& photograph : thing.photographs) {
    photographs.emplace_back(photograph.sha256.hex());
  }
  if (!photographs.empty()) {
    body["photographs"] = std::move(photographs);
  }
  return {"thing_registered", {thing.id}, std::move(body), {{&by, "author"}}, thing.photographs};
}

}  // namespace custody
