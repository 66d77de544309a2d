// SPDX-License-Identifier: Apache-2.0
#include "custody/handover.h"

#include "core/error.h"
#include "core/text.h"
#include "custody/reference.h"

namespace custody {

using core::json::Object;

namespace {

Object party_object(const OutsideParty& party) {
  Object out{{"agency", committed(party.agency)}, {"name", committed(party.name)}};
  if (!party.badge.empty()) {
    out["badge"] = committed(party.badge);
  }
  return out;
}

std::vector<DraftSigner> with_witness(const DraftSigner& first, const UnlockedKey* witness) {
  std::vector<DraftSigner> out{first};
  if (witness != nullptr) {
    out.push_back({witness, "witness"});
  }
  return out;
}

Object handover_body(const Handover& handover) {
  Object out{{"checks", checks_value(handover.checks)}};
  const std::pair<const char*, const std::string&> texts[] = {{"authority", handover.authority},
                                                              {"carrier", handover.carrier},
                                                              {"method", handover.method},
                                                              {"purpose", handover.purpose},
                                                              {"reason", handover.reason}};
  for (const auto& [name, text] : texts) {
    if (!text.empty()) {
      out[name] = committed(text);
    }
  }
  return out;
}

Object outside_body(const Outside& outside, const Handover& handover) {
  Object out = handover_body(handover);
  out["party"] = party_object(outside.party);
  out["receipt"] = outside.receipt.sha256.hex();
  return out;
}

}  // namespace

core::json::Value checks_value(const HandoverChecks& checks) {
  Object out{{"digest", checks.digest}, {"seal", checks.seal}};
  if (!checks.condition.empty()) {
    out["condition"] = committed(checks.condition);
  }
  return out;
}

Draft draft_transfer(const std::vector<std::string>& items, const UnlockedKey& from, const UnlockedKey& to,
                     const Handover& handover) {
  Object body = handover_body(handover);
  body["from"] = from.card.key.name;
  body["same_device"] = true;
  body["to"] = to.card.key.name;
  return {"transferred", items, std::move(body), {{&from, "releasing"}, {&to, "receiving"}}, {}};
}

Draft draft_to_outside(const std::vector<std::string>& items, const UnlockedKey& by, const Outside& outside,
                       const std::string& holder_key, const Handover& handover, const UnlockedKey* witness) {
  Object body = outside_body(outside, handover);
  body["from"] = holder_key;
  body["seized"] = outside.seized;
  return {"transferred_to_outside",
          items,
          std::move(body),
          with_witness({&by, outside.seized ? "author" : "releasing"}, witness),
          {outside.receipt}};
}

Draft draft_from_outside(const std::vector<std::string>& items, const UnlockedKey& to, const Outside& outside,
                         const Handover& handover, const UnlockedKey* witness) {
  Object body = outside_body(outside, handover);
  body["to"] = to.card.key.name;
  if (outside.seized) {
    body["seized"] = true;
  }
  return {"transferred_from_outside",
          items,
          std::move(body),
          with_witness({&to, "receiving"}, witness),
          {outside.receipt}};
}

Draft draft_release(const std::vector<std::string>& items, const UnlockedKey& from, const std::string& to,
                    const Handover& handover) {
  Object body = handover_body(handover);
  body["from"] = from.card.key.name;
  if (!to.empty()) {
    body["to"] = to;
  }
  return {"released", items, std::move(body), {{&from, "releasing"}}, {}};
}

Draft draft_release_withdrawn(const Ledger& ledger, std::uint64_t release, const std::string& reason,
                              const UnlockedKey& by) {
  return {"release_withdrawn",
          about_of(ledger, release),
          Object{{"reason", committed(reason)}, {"release", reference_to(ledger, release)}},
          {{&by, "author"}},
          {}};
}

Draft draft_settlement(const std::string& thing, const std::string& holder, const std::string& reason,
                       const UnlockedKey& by, const UnlockedKey& approver) {
  return {"conflict_resolved",
          {thing},
          Object{{"holder", Object{{"key", holder}}}, {"reason", committed(reason)}},
          {{&by, "author"}, {&approver, "approving"}},
          {}};
}

std::string holder_of(const Ledger& ledger, const std::string& thing) {
  const auto row = ledger.store().get("thing", thing);
  if (!row) {
    const auto image = ledger.store().get("image", thing);
    core::fail(image
                   ? thing + " is an image; custody is kept of things: name " +
                         image->text_of("image_of").value_or("") + " or its carrier " +
                         image->text_of("carrier").value_or("")
                   : "no item '" + core::shown(thing) + "' in this case; 'exhibit log' lists what there is");
  }
  return row->find("holder")->text_of("key").value_or("");
}

Draft draft_access(const std::string& item, const std::string& action, const std::string& range,
                   const std::string& reason, const UnlockedKey& by) {
  return {"accessed",
          {item},
          Object{{"action", action}, {"range", range}, {"reason", committed(reason)}},
          {{&by, "author"}},
          {}};
}

}  // namespace custody
