// SPDX-License-Identifier: Apache-2.0
// Further steps for LogMaker: handovers apart, places, seals, holds, restrictions, disposal, keys that end, copies.
#pragma once

#include "custody/answer.h"
#include "tests/support/log_story.h"

namespace support::story {

inline const custody::UnlockedKey& dave() {
  static const custody::UnlockedKey key = person("dave", Role::counsel);
  return key;
}
inline const custody::UnlockedKey& erin() {
  static const custody::UnlockedKey key = person("erin", Role::custodian);
  return key;
}
inline const custody::UnlockedKey& erins_second() {
  static const custody::UnlockedKey key = person("erin, second key", Role::custodian);
  return key;
}
inline std::vector<Signing> by_carol(const LogMaker& log) { return {{&log.carol, Role::custodian}}; }
inline std::vector<Signing> by_dave() { return {{&dave(), Role::counsel}}; }

/// Dave (counsel) and Erin (custodian), both enrolled by Alice.
inline void enrol_more(LogMaker& log) {
  log.add(enrolled(log, dave()));
  log.add(enrolled(log, erin()));
  log.checkpoint();
}

inline Step described(const LogMaker& log, const std::string& id = "D-3") {
  Step out = thing(log, id, "paper");
  const Object more{{"bag", committed("B-1")},
                    {"collected", Object{{"at", "2026-01-01T00:00:00.000000Z"},
                                         {"by", committed("Bob")},
                                         {"from", committed("K. Ito")},
                                         {"place", committed("desk")},
                                         {"witness", committed("Carol")}}},
                    {"condition", committed("worn")},
                    {"exhibit", committed("KI-4")},
                    {"lock", "none"},
                    {"make", committed("M")},
                    {"model", committed("N")},
                    {"owner", committed("K. Ito")},
                    {"photographs", Array{std::string(64, 'c')}},
                    {"power", "off"},
                    {"quantity", 2},
                    {"root_exhibit", committed("KI-1")},
                    {"seal", committed("S-9")},
                    {"serial", committed("none")},
                    {"type", committed("notebook")}};
  for (const auto& [name, value] : more) {
    out.body[name] = value;
  }
  out.attachments = receipt();
  return out;
}
inline Step derived(const LogMaker& log, const std::string& id = "D-1-W1",
                    const std::string& parent = "D-1-I1") {
  return {"derived",
          {parent, id},
          {{"bytes", 7},
           {"digests", Object{{"sha256", std::string(64, 'd')}}},
           {"file", id + ".dd"},
           {"item", id},
           {"kind", "working copy"},
           {"parent", parent},
           {"range", committed("all")},
           {"reason", committed("for the lab")},
           {"source", committed("copy.dd")}},
          by_bob(log)};
}

inline Step released(const LogMaker& log, const custody::UnlockedKey& from, Role role,
                     const std::string& to = "") {
  Step out{"released",
           {"D-1"},
           {{"checks", checks()}, {"from", from.card.key.name}, {"reason", committed("courier")}},
           {{&from, role, "releasing"}}};
  if (!to.empty()) {
    out.body["to"] = to;
  }
  (void)log;
  return out;
}
/// An answer to the release with that leaf hash, signed as its receiver would on their own device; recorded by Bob.
inline Step answered(const LogMaker& log, const custody::UnlockedKey& by, const std::string& release,
                     bool accept = true) {
  const Value answer = Object{{"accept", accept},
                              {"checks", Object{{"digest", "matches"}, {"seal", "intact"}}},
                              {"key", by.card.key.name},
                              {"release", release},
                              {"time", "2026-01-01T00:00:00.000000Z"}};
  const auto signature = custody::sign_note(custody::answer_text(answer), by.card.key, by.private_key);
  return {accept ? "received" : "refused",
          {"D-1"},
          {{"answer", answer}, {"signature", core::to_base64(signature.bytes)}},
          by_bob(log)};
}
inline Step withdrawn(const custody::UnlockedKey& by, Role role, const std::string& release) {
  return {"release_withdrawn",
          {"D-1"},
          {{"reason", committed("no courier")}, {"release", release}},
          {{&by, role}}};
}

inline Step moved(const LogMaker& log) {
  return {"moved",
          {"D-1"},
          {{"place", committed("Tokyo/Safe 2")}, {"reason", committed("storage")}},
          by_bob(log)};
}
inline Step sealed(const LogMaker& log) {
  return {"seal_applied",
          {"D-1"},
          {{"number", committed("A-1")}, {"reason", committed("transport")}},
          by_bob(log)};
}
inline Step unsealed(const LogMaker& log, const std::string& seal) {
  return {"seal_broken",
          {"D-1"},
          {{"condition", committed("intact until now")}, {"reason", committed("imaging")}, {"seal", seal}},
          by_bob(log)};
}
inline Step noted(const LogMaker& log) {
  return {"noted", {"D-1"}, {{"text", committed("label came off")}}, by_bob(log)};
}
inline Step corrected(const LogMaker& log, const std::string& entry,
                      std::vector<std::string> about = {"D-1"}) {
  return {"corrected",
          std::move(about),
          {{"entry", entry},
           {"field", "body.place"},
           {"reason", committed("misread")},
           {"value", committed("Tokyo/Safe 3")}},
          by_bob(log)};
}

inline Step held(std::vector<std::string> about = {"D-1"}) {
  return {"hold_placed",
          std::move(about),
          {{"authority", committed("court")}, {"reason", committed("lawsuit")}},
          by_dave()};
}
inline Step hold_lifted(const std::string& hold, std::vector<std::string> about = {"D-1"}) {
  return {"hold_lifted", std::move(about), {{"hold", hold}, {"reason", committed("over")}}, by_dave()};
}
inline Step restricted(const LogMaker& log, std::vector<std::string> about = {"D-1"}) {
  return {"restricted",
          std::move(about),
          {{"kind", "contraband"}, {"reason", committed("seen in the preview")}},
          by_bob(log)};
}
inline Step unrestricted(const std::string& restriction, std::vector<std::string> about = {"D-1"}) {
  return {"restriction_lifted",
          std::move(about),
          {{"reason", committed("handed to the police")},
           {"recipient", committed("police")},
           {"restriction", restriction}},
          by_dave()};
}

inline Step disposal(const LogMaker& log, std::vector<std::string> about = {"D-1"}) {
  return {"disposal_asked",
          std::move(about),
          {{"action", "destroyed"},
           {"authority", committed("policy")},
           {"method", committed("shredder")},
           {"reason", committed("case closed")}},
          by_bob(log)};
}
inline Step approved(const LogMaker& log, const std::string& request,
                     std::vector<std::string> about = {"D-1"}) {
  return {"disposal_approved",
          std::move(about),
          {{"reason", committed("agreed")}, {"request", request}},
          by_carol(log)};
}
inline Step carried_out(const LogMaker& log, const std::string& request,
                        std::vector<std::string> about = {"D-1"}) {
  return {"disposal_carried_out",
          std::move(about),
          {{"method", committed("shredder")}, {"receipt", std::string(64, 'c')}, {"request", request}},
          {{&log.bob, Role::examiner}, {&dave(), Role::counsel, "witness"}},
          receipt()};
}

/// Carol and Dave revoke a key, of which they vouch for `size` entries of this log.
inline Step revoked(const LogMaker& log, const custody::UnlockedKey& key, std::uint64_t size) {
  return {"key_revoked",
          {},
          {{"key", key.card.key.name},
           {"last", Array{Object{{"log", log.log.name}, {"size", Value(size)}}}},
           {"reason", committed("stolen")}},
          {{&log.carol, Role::custodian}, {&dave(), Role::counsel, "approving"}}};
}
inline Step rotated(const custody::UnlockedKey& old, const custody::UnlockedKey& key) {
  return {"key_rotated",
          {},
          {{"key", key.card.key.text()},
           {"name", committed(key.card.name)},
           {"possession", core::to_base64(key.card.possession)},
           {"replaces", old.card.key.name}},
          {{&old, old.card.role}}};
}
inline Step withdrawn_role(const LogMaker& log, const custody::UnlockedKey& key, const char* role) {
  return {"role_withdrawn", {}, {{"key", key.card.key.name}, {"role", role}}, by_alice(log)};
}

/// Every type of this page, after people and items.
inline void tell_more(LogMaker& log) {
  begin(log);
  register_items(log);
  enrol_more(log);
  log.add(granted(log, log.carol, "auditor"));
  log.add(described(log));
  log.add(derived(log));
  log.add(moved(log));
  log.add(corrected(log, log.newest_hash()));
  log.add(sealed(log));
  log.add(unsealed(log, log.newest_hash()));
  log.add(noted(log));
  log.add(held());
  log.add(hold_lifted(log.newest_hash()));
  log.add(restricted(log));
  log.add(unrestricted(log.newest_hash()));
  Step together = transferred(log);
  for (const char* name : {"authority", "carrier", "method", "purpose"}) {
    together.body[name] = committed(name);
  }
  log.add(together);
  log.add(released(log, log.carol, Role::custodian, log.bob.card.key.name));
  log.add(answered(log, log.bob, log.newest_hash()));
  log.add(released(log, log.bob, Role::examiner));
  log.add(answered(log, log.carol, log.newest_hash(), false));
  log.add(released(log, log.bob, Role::examiner));
  log.add(withdrawn(log.bob, Role::examiner, log.newest_hash()));
  log.checkpoint();
  log.add(disposal(log, {"D-3"}));
  const std::string request = log.newest_hash();
  log.add(approved(log, request, {"D-3"}));
  log.add(carried_out(log, request, {"D-3"}));
  log.add(withdrawn_role(log, log.carol, "auditor"));
  log.add(rotated(erin(), erins_second()));
  log.add(revoked(log, erins_second(), log.size()));
  log.checkpoint();
}

}  // namespace support::story
