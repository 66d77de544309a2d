// SPDX-License-Identifier: Apache-2.0
// Verifies a case folder without writing into it: the ledger, its stored copies and projections, and every file.
#pragma once

#include "custody/case_files.h"
#include "custody/key_store.h"

namespace custody {

struct VerifyOptions {
  std::optional<core::Sha256> case_id;
  std::vector<KnownHead> paper_heads;
  bool ledger_only = false;
  bool quick = false;                             // of the media, the block digests only
  std::optional<std::set<std::string>> media_of;  // images whose media are read; nullopt: all
  ImageReader read_image;
  BlockChecker check_blocks;       // for `quick`
  const KeyStore* keys = nullptr;  // for the highest head seen; may be null
  Outsiders outsiders;             // the reader's part: policy, heads, certificates of authorities, time
};

struct VerifyReport {
  Findings findings;
  std::uint64_t entries = 0, items = 0, bytes = 0, images = 0;
  std::string case_id, root, seen, signers;
  std::string first_log;  // origin of the log that opened the case; empty when it is unreadable
  bool intact() const { return !has_fault(findings); }
};

/// Never throws on bad evidence; throws Error when there is no case folder at all, no room for a private copy of the
/// database, or on cancellation by the reader.
VerifyReport verify_case(const core::Path& folder, const VerifyOptions& options);

/// Turns what replay found into a report and, unless ledger_only, checks the files. `ledger_now` replays the ledger of
/// a case again, for files that were written meanwhile.
VerifyReport finish_report(LedgerReport ledger, const VerifyOptions& options, const core::Path& folder,
                           std::set<std::string> allowed_files, std::set<std::string> allowed_folders,
                           std::function<LedgerReport()> ledger_now = nullptr);

}  // namespace custody
