// SPDX-License-Identifier: Apache-2.0
// Handovers apart in place and time: the holder releases, the receiver signs an answer on a device of their own, the answer
// completes the handover or refuses it. Until then the one who released stays accountable.
#include <algorithm>

#include "custody/answer.h"
#include "custody/holding.h"
#include "custody/pending.h"
#include "custody/person.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

void check_release(EntryCheck& entry) {
  need_held_by_giver(entry);
  entry.need_enrolled("to", "the receiving key is not enrolled in this case");
  if (same_person(entry.rows(), entry.text("to"), entry.text("from"))) {
    entry.unauthorised("body.to", "the one who releases cannot receive");
  }
}

void put_release(EntryEffect& entry) {
  put_pending(entry, "release", Object{{"from", entry.text("from")}, {"to", entry.text("to")}});
  for (const About& about : entry.entry().about) {
    entry.clear("thing", about.id, "refused");
    entry.set("thing", about.id, "released", entry.leaf_hash().hex());
  }
}

void check_receiver(EntryCheck& entry, const Value& release) {
  const Rows& rows = entry.rows();
  const std::string key = entry.text("answer.key");
  const auto row = rows.get("key", key);
  const std::string to = release.text_of("to").value_or("");
  if (!row || row->integer_of("revoked")) {
    entry.unauthorised("body.answer.key", "the answering key is not enrolled, or no longer valid");
    return;
  }
  const bool may = std::any_of(kHandlers.begin(), kHandlers.end(),
                               [&](Role role) { return holds_role(rows, key, text_of(role)); });
  if (!may || same_person(rows, key, release.text_of("from").value_or("")) ||
      (!to.empty() && !same_person(rows, key, to))) {
    entry.unauthorised("body.answer.key", "the answer is by another than the one who may receive");
  }
  const auto vkey = VerifierKey::parse(row->text_of("vkey").value_or(""));
  const auto bytes = core::from_base64(entry.text("signature"));
  if (!vkey || !bytes || !verify_signature(answer_text(*entry.member("answer")), {key, *bytes}, *vkey)) {
    entry.tampered("body.signature", "the signature of the answer does not verify");
  }
}

void check_answer(EntryCheck& entry) {
  const auto release = need_pending(entry, "release", "answer.release");
  if (!release) {
    return;
  }
  check_receiver(entry, *release);
  if (entry.is_set("answer.accept") != (entry.entry().type == "received")) {
    entry.tampered("body.answer.accept", "the answer says otherwise than the type of the entry");
  }
}

void put_received(EntryEffect& entry) {
  end_release(entry, entry.text("answer.release"));
  put_holder(entry, Object{{"key", entry.text("answer.key")}});
  entry.mark("release", entry.text("answer.release"), "received");
}

void put_refused(EntryEffect& entry) {
  end_release(entry, entry.text("answer.release"));
  entry.mark("release", entry.text("answer.release"), "refused");
  for (const About& about : entry.entry().about) {
    entry.set("thing", about.id, "refused", entry.seq());
  }
}

void check_withdrawal(EntryCheck& entry) {
  const auto release = need_pending(entry, "release", "release");
  if (release &&
      !same_person(entry.rows(), release->text_of("from").value_or(""), entry.entry().signers.front().key)) {
    entry.unauthorised("signers", "a release is withdrawn by the one who made it");
  }
}

void put_withdrawal(EntryEffect& entry) { end_release(entry, entry.text("release")); }

NeededSigners giver(const Entry& entry) { return {{"releasing", entry.body().text_of("from").value_or("")}}; }

std::vector<MemberRule> answer_body() {
  return {object_with("answer", {{"accept", K::boolean},
                                 handover_checks(),
                                 {"key", K::text},
                                 optional_member("reason", K::committed),
                                 {"release", K::hex},
                                 {"time", K::time}}),
          {"signature", K::base64}};
}

}  // namespace

TypeRules release_rules() {
  TypeRules out;
  out["released"] = {
      with_manner(
          {handover_checks(), {"from", K::text}, {"reason", K::committed}, optional_member("to", K::text)}),
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
                    &put_refused,  nullptr,           false,     true};
  out["release_withdrawn"] = {{{"reason", K::committed}, {"release", K::hex}},
                              AboutRule::things,
                              kHandlers,
                              &check_withdrawal,
                              &put_withdrawal,
                              nullptr,
                              false,
                              true};
  return out;
}

}  // namespace custody
