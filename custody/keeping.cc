// SPDX-License-Identifier: Apache-2.0
#include "custody/keeping.h"

#include "core/text.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

void add_committed(Object& body, const char* name, const std::string& text) {
  if (!text.empty()) {
    body[name] = committed(text);
  }
}

std::vector<DraftSigner> with_witness(const UnlockedKey& by, const UnlockedKey* witness) {
  std::vector<DraftSigner> out{{&by, "author"}};
  if (witness != nullptr) {
    out.push_back({witness, "witness"});
  }
  return out;
}

std::vector<std::string> about_of(const Ledger& ledger, std::uint64_t seq) {
  std::vector<std::string> out;
  for (const About& about : ledger.entry(seq).about) {
    out.push_back(about.id);
  }
  return out;
}

}  // namespace

Draft draft_move(const std::vector<std::string>& things, const std::string& place, const std::string& reason,
                 const UnlockedKey& by) {
  return {"moved",
          things,
          Object{{"place", committed(place)}, {"reason", committed(reason)}},
          {{&by, "author"}},
          {}};
}

Draft draft_seal(const std::string& thing, const std::string& number, const std::string& reason,
                 const UnlockedKey& by, const UnlockedKey* witness) {
  Object body{{"number", committed(number)}};
  add_committed(body, "reason", reason);
  return {"seal_applied", {thing}, std::move(body), with_witness(by, witness), {}};
}

Draft draft_seal_broken(const std::string& thing, std::uint64_t seal, const std::string& condition,
                        const std::string& reason, const UnlockedKey& by, const UnlockedKey* witness) {
  Object body{{"reason", committed(reason)}, {"seal", Value(seal)}};
  add_committed(body, "condition", condition);
  return {"seal_broken", {thing}, std::move(body), with_witness(by, witness), {}};
}

Draft draft_note(const std::vector<std::string>& items, const std::string& text, const UnlockedKey& by) {
  return {"noted", items, Object{{"text", committed(text)}}, {{&by, "author"}}, {}};
}

Draft draft_correction(const Ledger& ledger, std::uint64_t entry, const std::string& field,
                       const std::string& value, const std::string& reason, const UnlockedKey& by) {
  return {"corrected",
          about_of(ledger, entry),
          Object{{"entry", Value(entry)},
                 {"field", field},
                 {"reason", committed(reason)},
                 {"value", committed(value)}},
          {{&by, "author"}},
          {}};
}

Draft draft_hold(const std::vector<std::string>& items, const std::string& authority,
                 const std::string& reason, const UnlockedKey& by) {
  Object body{{"reason", committed(reason)}};
  add_committed(body, "authority", authority);
  return {"hold_placed", items, std::move(body), {{&by, "author"}}, {}};
}

Draft draft_restriction(const std::vector<std::string>& items, const std::string& kind,
                        const std::string& reason, const UnlockedKey& by) {
  return {"restricted", items, Object{{"kind", kind}, {"reason", committed(reason)}}, {{&by, "author"}}, {}};
}

Draft draft_disposal(const std::vector<std::string>& items, const DisposalRequest& request,
                     const UnlockedKey& by) {
  Object body{{"action", request.action},
              {"method", committed(request.method)},
              {"reason", committed(request.reason)}};
  add_committed(body, "authority", request.authority);
  return {"disposal_asked", items, std::move(body), {{&by, "author"}}, {}};
}

Draft draft_about_same(const Ledger& ledger, const std::string& type, const char* member, std::uint64_t seq,
                       Object body, const UnlockedKey& by) {
  body[member] = Value(seq);
  return {type, about_of(ledger, seq), std::move(body), {{&by, "author"}}, {}};
}

Draft draft_disposal_carried_out(const Ledger& ledger, std::uint64_t request, const std::string& method,
                                 const DraftAttachment* receipt, const UnlockedKey& by,
                                 const UnlockedKey& witness) {
  Draft out = draft_about_same(ledger, "disposal_carried_out", "request", request,
                               Object{{"method", committed(method)}}, by);
  out.signers = with_witness(by, &witness);
  if (receipt != nullptr) {
    out.body.set("receipt", receipt->sha256.hex());
    out.attachments.push_back(*receipt);
  }
  return out;
}

Draft draft_revocation(const std::string& key_name, std::uint64_t last, const std::string& reason,
                       const UnlockedKey& by, const UnlockedKey& approver) {
  return {"key_revoked",
          {},
          Object{{"key", key_name}, {"last", Value(last)}, {"reason", committed(reason)}},
          {{&by, "author"}, {&approver, "approving"}},
          {}};
}

Draft draft_role_withdrawal(const std::string& key_name, Role role, const UnlockedKey& by) {
  return {"role_withdrawn", {}, Object{{"key", key_name}, {"role", text_of(role)}}, {{&by, "author"}}, {}};
}

Draft draft_rotation(const KeyCard& card, const UnlockedKey& old) {
  Object body{{"key", card.key.text()},
              {"name", committed(core::typed_text(card.name, "name on the card"))},
              {"possession", core::to_base64(card.possession)},
              {"replaces", old.card.key.name}};
  if (!card.org.empty()) {
    body["org"] = committed(core::typed_text(card.org, "organisation on the card"));
  }
  return {"key_rotated", {}, std::move(body), {{&old, "author"}}, {}};
}

}  // namespace custody
