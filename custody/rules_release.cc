// SPDX-License-Identifier: Apache-2.0
// Handovers apart in place and time: the holder releases, the receiver signs an answer on a device of their own, the answer
// completes the handover or refuses it. Until then the one who released stays accountable.
#include <algorithm>

#include "custody/answer.h"
#include "custody/holding.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

Array things_of(const Entry& entry) {
  Array out;
  for (const About& about : entry.about) {
    out.emplace_back(about.id);
  }
  return out;
}

void check_release(EntryCheck& entry) {
  need_held_by_giver(entry);
  entry.need_enrolled("to", "the receiving key is not enrolled in this case");
  if (entry.text("to") == entry.text("from")) {
    entry.unauthorised("body.to", "the one who releases cannot receive");
  }
}

void put_release(EntryEffect& entry) {
  entry.rows().put("release", about_row("release", entry.entry().seq),
                   Object{{"from", entry.text("from")},
                          {"hash", entry.leaf_hash().hex()},
                          {"things", things_of(entry.entry())},
                          {"to", entry.text("to")}});
  for (const About& about : entry.entry().about) {
    entry.set("thing", about.id, "released", entry.seq());
  }
}

std::string release_id(const Entry& entry) {
  return about_row("release", static_cast<std::uint64_t>(entry.body().integer_of("release").value_or(0)));
}

/// The release that the entry ends; nullopt, with a fault, when it is about other things or has ended.
std::optional<Value> open_release(EntryCheck& entry) {
  const auto row = entry.rows().get("release", release_id(entry.entry()));
  const Value* things = row ? row->find("things") : nullptr;
  if (things == nullptr || *things != Value(things_of(entry.entry()))) {
    entry.tampered("body.release", "no release of these things has that entry");
    return std::nullopt;
  }
  for (const About& about : entry.entry().about) {
    const auto thing = entry.rows().get("thing", about.id);
    if (!thing || thing->integer_of("released") != entry.integer("release")) {
      entry.tampered("body.release", "that release is ended already");
      return std::nullopt;
    }
  }
  return row;
}

void check_receiver(EntryCheck& entry, const Value& release) {
  const std::string key = entry.text("answer.key");
  const auto row = entry.rows().get("key", key);
  const std::string to = release.text_of("to").value_or("");
  if (!row || row->integer_of("revoked")) {
    entry.unauthorised("body.answer.key", "the answering key is not enrolled, or no longer valid");
    return;
  }
  const auto roles = texts_in(*row, "roles");
  const bool may = std::any_of(kHandlers.begin(), kHandlers.end(), [&](Role role) {
    return std::find(roles.begin(), roles.end(), text_of(role)) != roles.end();
  });
  if (!may || key == release.text_of("from") || (!to.empty() && key != to)) {
    entry.unauthorised("body.answer.key", "the answer is by another than the one who may receive");
  }
  const auto vkey = VerifierKey::parse(row->text_of("vkey").value_or(""));
  const auto bytes = core::from_base64(entry.text("signature"));
  if (!vkey || !bytes || !verify_signature(answer_text(*entry.member("answer")), {key, *bytes}, *vkey)) {
    entry.tampered("body.signature", "the signature of the answer does not verify");
  }
}

void check_answer(EntryCheck& entry) {
  const auto release = open_release(entry);
  if (!release) {
    return;
  }
  check_receiver(entry, *release);
  if (entry.text("answer.release") != release->text_of("hash")) {
    entry.tampered("body.answer.release", "the answer is to another release");
  }
  if (entry.is_set("answer.accept") != (entry.entry().type == "received")) {
    entry.tampered("body.answer.accept", "the answer says otherwise than the type of the entry");
  }
}

void end_release(EntryEffect& entry) {
  for (const About& about : entry.entry().about) {
    entry.clear("thing", about.id, "released");
  }
}

void put_received(EntryEffect& entry) {
  end_release(entry);
  put_holder(entry, Object{{"key", entry.text("answer.key")}});
}

void check_withdrawal(EntryCheck& entry) {
  const auto release = open_release(entry);
  if (release && release->text_of("from") != entry.entry().signers.front().key) {
    entry.unauthorised("signers", "a release is withdrawn by the one who made it");
  }
}

NeededSigners giver(const Entry& entry) { return {{"releasing", entry.body().text_of("from").value_or("")}}; }

std::vector<MemberRule> answer_body() {
  return {object_with("answer", {{"accept", K::boolean},
                                 handover_checks(),
                                 {"key", K::text},
                                 optional_member("reason", K::committed),
                                 {"release", K::hex},
                                 {"time", K::time}}),
          {"release", K::integer},
          {"signature", K::base64}};
}

}  // namespace

TypeRules release_rules() {
  TypeRules out;
  out["released"] = {
      {handover_checks(), {"from", K::text}, {"reason", K::committed}, optional_member("to", K::text)},
      AboutRule::things,
      kHandlers,
      &check_release,
      &put_release,
      &giver,
      false,
      true};
  out["received"] = {answer_body(), AboutRule::things, kHandlers, &check_answer,
                     &put_received, nullptr,           false,     true};
  out["refused"] = {answer_body(), AboutRule::things, kHandlers, &check_answer,
                    &end_release,  nullptr,           false,     true};
  out["release_withdrawn"] = {{{"reason", K::committed}, {"release", K::integer}},
                              AboutRule::things,
                              kHandlers,
                              &check_withdrawal,
                              &end_release,
                              nullptr,
                              false,
                              true};
  return out;
}

}  // namespace custody
