// SPDX-License-Identifier: Apache-2.0
// How a further log of the case begins: docs/ledger-format.md section 8. Ledger::start_log() puts in what it builds on.
#pragma once

#include <string>

#include "custody/checkpoint.h"
#include "custody/draft.h"

namespace custody {

class Ledger;

struct LogStart {
  std::string type;
  core::json::Object more;  // members of the body beside `knows` and `log`
  std::vector<DraftSigner> signers;
};

LogStart draft_log_opened(const UnlockedKey& by);
/// In the place of the log of that origin, whose device or key is lost.
LogStart draft_continued(const std::string& ended, const std::string& reason, const UnlockedKey& by);
/// In the place of a log of which more was seen than there is.
LogStart draft_restored(const Checkpoint& seen, const std::string& reason, const UnlockedKey& by,
                        const UnlockedKey& approver);
/// The highest head that this device has seen of its log, which the folder does not reach. Throws Error when it does.
Checkpoint lost_head(const Ledger& ledger);

}  // namespace custody
