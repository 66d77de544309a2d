// SPDX-License-Identifier: Apache-2.0
#include "custody/enrolment.h"

#include "core/text.h"

namespace custody {

using core::json::Object;

Draft draft_enrolment(const KeyCard& card, Role role, const UnlockedKey& by) {
  Object body{{"key", card.key.text()},
              {"name", committed(core::typed_text(card.name, "name on the card"))},
              {"possession", core::to_base64(card.possession)},
              {"role", text_of(role)}};
  if (!card.org.empty()) {
    body["org"] = committed(core::typed_text(card.org, "organisation on the card"));
  }
  return {"key_enrolled", {}, std::move(body), {{&by, "author"}}, {}};
}

Draft draft_role_grant(const std::string& key_name, Role role, const UnlockedKey& by) {
  return {"role_granted", {}, Object{{"key", key_name}, {"role", text_of(role)}}, {{&by, "author"}}, {}};
}

}  // namespace custody
