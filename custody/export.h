// SPDX-License-Identifier: Apache-2.0
// The ledger as files for other verifiers: docs/ledger-format.md section 10. Writing it, and reading it back untrusted.
#pragma once

#include "core/path.h"
#include "custody/ledger.h"
#include "custody/verify_ledger.h"

namespace custody {

/// Writes the export into a new folder, whole or not at all. Throws Error when the folder exists.
/// REQUIRES: inside Ledger::read_consistently().
void export_ledger(const Ledger& ledger, const core::Path& folder);

/// An export folder as a source for verify_ledger(). Throws Error when ledger.sqlite cannot be opened.
class ExportSource final : public LedgerSource {
 public:
  explicit ExportSource(const core::Path& folder);
  void each_leaf(const std::function<void(std::uint64_t, const std::optional<core::Bytes>&,
                                          const core::Bytes&)>& visit) const override;
  void each_checkpoint(const std::function<void(const std::string&)>& visit) const override;
  void each_disclosure(const std::function<void(const Disclosure&)>& visit) const override;
  bool is_export() const override { return true; }

 private:
  core::Path folder_;
  Database db_;
};

/// Checks of the export's own files: leaf_sha3, checkpoint, vkey, PEM files and proofs against the ledger's report.
Findings check_export_files(const core::Path& folder, const LedgerReport& ledger);

/// C2SP tlog-proof of one entry.
std::string proof_text(std::uint64_t index, const std::vector<core::Sha256>& path,
                       const std::string& checkpoint);

}  // namespace custody
