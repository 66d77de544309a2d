// SPDX-License-Identifier: Apache-2.0
#include "custody/handover.h"

#include "core/error.h"
#include "core/text.h"

namespace custody {

using core::json::Object;
using core::json::Value;

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

}  // namespace

core::json::Value checks_value(const HandoverChecks& checks) {
  Object out{{"digest", checks.digest}, {"seal", checks.seal}};
  if (!checks.condition.empty()) {
    out["condition"] = committed(checks.condition);
  }
  return out;
}

Draft draft_transfer(const std::vector<std::string>& items, const UnlockedKey& from, const UnlockedKey& to,
                     const std::string& reason, const HandoverChecks& checks) {
  return {"transferred",
          items,
          Object{{"checks", checks_value(checks)},
                 {"from", from.card.key.name},
                 {"reason", committed(reason)},
                 {"same_device", true},
                 {"to", to.card.key.name}},
          {{&from, "releasing"}, {&to, "receiving"}},
          {}};
}

Draft draft_to_outside(const std::vector<std::string>& items, const UnlockedKey& by,
                       const OutsideParty& party, const DraftAttachment& receipt, bool seized,
                       const std::string& holder_key, const std::string& reason, const HandoverChecks& checks,
                       const UnlockedKey* witness) {
  Object body{{"checks", checks_value(checks)},
              {"from", holder_key},
              {"party", party_object(party)},
              {"receipt", receipt.sha256.hex()},
              {"seized", seized}};
  if (!reason.empty()) {
    body["reason"] = committed(reason);
  }
  return {"transferred_to_outside",
          items,
          std::move(body),
          with_witness({&by, seized ? "author" : "releasing"}, witness),
          {receipt}};
}

Draft draft_from_outside(const std::vector<std::string>& items, const UnlockedKey& to,
                         const OutsideParty& party, const DraftAttachment& receipt, const std::string& reason,
                         const HandoverChecks& checks, const UnlockedKey* witness) {
  Object body{{"checks", checks_value(checks)},
              {"party", party_object(party)},
              {"receipt", receipt.sha256.hex()},
              {"to", to.card.key.name}};
  if (!reason.empty()) {
    body["reason"] = committed(reason);
  }
  return {"transferred_from_outside",
          items,
          std::move(body),
          with_witness({&to, "receiving"}, witness),
          {receipt}};
}

Draft draft_release(const std::vector<std::string>& items, const UnlockedKey& from, const std::string& to,
                    const std::string& reason, const HandoverChecks& checks) {
  Object body{{"checks", checks_value(checks)}, {"from", from.card.key.name}, {"reason", committed(reason)}};
  if (!to.empty()) {
    body["to"] = to;
  }
  return {"released", items, std::move(body), {{&from, "releasing"}}, {}};
}

Draft draft_release_withdrawn(const Ledger& ledger, std::uint64_t release, const std::string& reason,
                              const UnlockedKey& by) {
  std::vector<std::string> things;
  for (const About& about : ledger.entry(release).about) {
    things.push_back(about.id);
  }
  return {"release_withdrawn",
          std::move(things),
          Object{{"reason", committed(reason)}, {"release", Value(release)}},
          {{&by, "author"}},
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
