// SPDX-License-Identifier: Apache-2.0
// The steps of a small case in which every entry type occurs, for LogMaker.
#pragma once

#include "tests/support/log_maker.h"

namespace support::story {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::committed;
using custody::Role;

inline std::vector<Signing> by_alice(const LogMaker& log) { return {{&log.alice, Role::administrator}}; }
inline std::vector<Signing> by_bob(const LogMaker& log) { return {{&log.bob, Role::examiner}}; }

inline Step opened(const LogMaker& log) {
  return {"case_opened",
          {},
          {{"administrator", log.alice.card.key.text()},
           {"lang", "en"},
           {"log", log.log.text()},
           {"number", committed("2026-1")},
           {"title", committed("Title")}},
          by_alice(log)};
}
inline Step enrolled(const LogMaker& log, const custody::UnlockedKey& key) {
  return {"key_enrolled",
          {},
          {{"key", key.card.key.text()},
           {"name", committed(key.card.name)},
           {"possession", core::to_base64(key.card.possession)},
           {"role", custody::text_of(key.card.role)}},
          by_alice(log)};
}
inline Step granted(const LogMaker& log, const custody::UnlockedKey& key, const char* role) {
  return {"role_granted", {}, {{"key", key.card.key.name}, {"role", role}}, by_alice(log)};
}
inline Step thing(const LogMaker& log, const std::string& id, const char* kind) {
  return {"thing_registered",
          {id},
          {{"description", committed("a thing")},
           {"facts", Object{{"serial", committed("S1")}, {"size", 4096}}},
           {"holder", Object{{"key", log.bob.card.key.name}}},
           {"kind", kind}},
          by_bob(log)};
}
inline Step image(const LogMaker& log, const std::string& id = "D-1-I1") {
  return {
      "image_registered", {id}, {{"carrier", "D-2"}, {"format", "e01"}, {"image_of", "D-1"}}, by_bob(log)};
}
inline Step started(const LogMaker& log) {
  return {"acquisition_started",
          {"D-1", "D-2", "D-1-I1"},
          {{"command", committed("acquire")},
           {"destination", committed("/evidence")},
           {"examiner", committed("Bob")},
           {"image", "D-1-I1"},
           {"libraries", Array{"one 1"}},
           {"settings", Object{{"hashes", "md5"}, {"segment_size", 1}}},
           {"source", Object{{"size", 4096}}}},
          by_bob(log)};
}
inline Step finished(const LogMaker& log) {
  const std::string hex(64, 'a');
  return {
      "acquisition_finished",
      {"D-1", "D-2", "D-1-I1"},
      {{"blocks",
        Object{
            {"block_size", 262144}, {"count", 1}, {"file", "D-1-I1.blocks"}, {"root", hex}, {"sha256", hex}}},
       {"bytes", 4096},
       {"compared", false},
       {"digests", Object{{"md5", std::string(32, 'b')}, {"sha256", hex}}},
       {"finished", "2026-01-01T00:00:01.000000Z"},
       {"image", "D-1-I1"},
       {"segments", Object{{"bytes", 4096}, {"count", 1}}},
       {"started", "2026-01-01T00:00:00.000000Z"},
       {"unreadable", Object{{"bytes", 0}, {"count", 0}}}},
      by_bob(log)};
}
inline Step verified(const LogMaker& log, std::uint64_t against) {
  const std::string hex(64, 'a');
  return {"image_verified",
          {"D-1-I1"},
          {{"against", Value(against)},
           {"blocks_root", hex},
           {"bytes", 4096},
           {"digests", Object{{"sha256", hex}}},
           {"files", Object{{"bytes", 4096}, {"count", 1}, {"file", "D-1-I1.files"}, {"sha256", hex}}},
           {"image", "D-1-I1"},
           {"match", true},
           {"mismatches", Object{{"count", 0}, {"list", committed(Array{})}}}},
          by_bob(log)};
}
inline Object checks() {
  return {{"condition", committed("good")}, {"digest", "matches"}, {"seal", "intact"}};
}
inline Object party() { return {{"agency", committed("Court")}, {"name", committed("Dora")}}; }
inline Array receipt() {
  return {Object{{"name", committed("receipt.pdf")}, {"sha256", std::string(64, 'c')}, {"size", 7}}};
}
inline Step transferred(const LogMaker& log) {
  return {"transferred",
          {"D-1"},
          {{"checks", checks()},
           {"from", log.bob.card.key.name},
           {"reason", committed("storage")},
           {"same_device", true},
           {"to", log.carol.card.key.name}},
          {{&log.bob, Role::examiner, "releasing"}, {&log.carol, Role::custodian, "receiving"}}};
}
inline Step to_outside(const LogMaker& log, bool seized = false) {
  return {
      "transferred_to_outside",
      {"D-1"},
      {{"checks", checks()},
       {"from", log.carol.card.key.name},
       {"party", party()},
       {"receipt", std::string(64, 'c')},
       {"seized", seized}},
      {{&log.carol, Role::custodian, seized ? "author" : "releasing"}, {&log.bob, Role::examiner, "witness"}},
      receipt()};
}
inline Step from_outside(const LogMaker& log) {
  return {"transferred_from_outside",
          {"D-1"},
          {{"checks", checks()},
           {"party", party()},
           {"receipt", std::string(64, 'c')},
           {"to", log.bob.card.key.name}},
          {{&log.bob, Role::examiner, "receiving"}},
          receipt()};
}
inline Step authority(const LogMaker& log) {
  return {"authority_recorded",
          {},
          {{"document", std::string(64, 'c')},
           {"issuer", committed("Judge")},
           {"kind", "warrant"},
           {"scope", committed("all")}},
          by_bob(log),
          receipt()};
}
inline Step incident(const LogMaker& log, const char* number = "INC-1") {
  return {"incident_opened", {}, {{"number", number}, {"title", committed("Intrusion")}}, by_bob(log)};
}
inline Step linked(const LogMaker& log, const char* number = "INC-1") {
  return {
      "artifact_linked", {"D-1-I1"}, {{"incident", number}, {"shows", committed("a login")}}, by_bob(log)};
}
inline Step fact(const LogMaker& log, Array after = {}) {
  return {"fact_added",
          {"D-1"},
          {{"after", std::move(after)}, {"fact", "F18"}, {"value", committed("red")}},
          by_bob(log)};
}
inline Step accessed(const LogMaker& log) {
  return {"accessed",
          {"D-1-I1"},
          {{"action", "viewed"}, {"range", "all"}, {"reason", committed("check")}},
          by_bob(log)};
}
inline Object head_of(const LogMaker& log) {
  return {{"root", log.head().root.hex()}, {"size", Value(log.head().size)}};
}
inline Step document(const LogMaker& log) {
  const std::string hex(64, 'a');
  return {"document_issued",
          {},
          {{"facts_sha256", hex},
           {"file", "report.pdf"},
           {"head", head_of(log)},
           {"kind", "report"},
           {"lang", "en"},
           {"sha256", hex},
           {"size", 11},
           {"template", Object{{"name", "r"}, {"sha256", hex}, {"version", "1"}}}},
          by_bob(log)};
}
inline Step package(const LogMaker& log) {
  const std::string hex(64, 'a');
  return {"package_made",
          {},
          {{"bytes", 1},
           {"files", 2},
           {"head", head_of(log)},
           {"manifest_sha256", hex},
           {"recipient", committed("Defence")}},
          by_bob(log)};
}

/// Opening and people: entries 0 to 3.
inline void begin(LogMaker& log) {
  log.add(opened(log));
  log.add(enrolled(log, log.alice));
  log.add(enrolled(log, log.bob));
  log.add(enrolled(log, log.carol));
  log.checkpoint();
}

/// Source, carrier and image: entries 4 to 6.
inline void register_items(LogMaker& log) {
  log.add(thing(log, "D-1", "source"));
  log.add(thing(log, "D-2", "carrier"));
  log.add(image(log));
  log.checkpoint();
}

/// Every entry type, with a checkpoint here and there.
inline void tell(LogMaker& log) {
  begin(log);
  register_items(log);
  log.add(started(log));
  log.add(finished(log));
  log.add(verified(log, log.size() - 1));
  log.add(fact(log, {Value(log.size() - 2)}));
  log.checkpoint();
  log.add(transferred(log));
  log.add(to_outside(log));
  log.add(from_outside(log));
  log.add(authority(log));
  log.add(incident(log));
  log.add(linked(log));
  log.add(accessed(log));
  log.add(document(log));
  log.add(package(log));
  log.add(granted(log, log.carol, "auditor"));
  log.checkpoint();
}

}  // namespace support::story
