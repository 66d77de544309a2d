// SPDX-License-Identifier: Apache-2.0
#include "custody/log_start.h"

#include "core/error.h"
#include "custody/ledger.h"

namespace custody {

using core::json::Object;
using core::json::Value;

LogStart draft_log_opened(const UnlockedKey& by) { return {"log_opened", {}, {{&by, "author"}}}; }

LogStart draft_continued(const std::string& ended, const std::string& reason, const UnlockedKey& by) {
  return {"continued", {{"ended", ended}, {"reason", committed(reason)}}, {{&by, "author"}}};
}

LogStart draft_restored(const Checkpoint& seen, const std::string& reason, const UnlockedKey& by,
                        const UnlockedKey& approver) {
  return {"restored",
          {{"ended", seen.origin},
           {"lost", Object{{"root", seen.root.hex()}, {"size", Value(seen.size)}}},
           {"reason", committed(reason)}},
          {{&by, "author"}, {&approver, "approving"}}};
}

Checkpoint lost_head(const Ledger& ledger) {
  const auto seen = ledger.environment().keys.seen_head(ledger.log());
  if (!ledger.has_own_log() || !seen || seen->size <= ledger.checkpoint().size) {
    core::fail("there is nothing to restore: this folder holds all that this device has seen of its log");
  }
  return *seen;
}

}  // namespace custody
