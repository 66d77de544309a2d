// SPDX-License-Identifier: Apache-2.0
// The ledger as files for other verifiers: docs/ledger-format.md section 10. Writing it, and reading it back untrusted.
#pragma once

#include "core/path.h"
#include "custody/ledger.h"
#include "custody/redaction.h"
#include "custody/verify_ledger.h"

namespace custody {

/// What an export holds beside the ledger, and what it leaves out.
struct ExportContents {
  Redaction redaction;
  std::string policy;  // text of a policy to ship with it, may be empty
};

/// Writes the export into a new folder, whole or not at all. Throws Error when the folder exists.
/// REQUIRES: inside Ledger::read_consistently().
void export_ledger(const Ledger& ledger, const core::Path& folder, const ExportContents& contents = {});

/// The folder of an export that holds one log: the export itself for the log that opened the case, logs/<fingerprint> in it
/// for each other one.
class ExportSource final : public LogSource {
 public:
  /// Throws Error when ledger.sqlite cannot be opened.
  explicit ExportSource(const core::Path& folder);
  std::unique_ptr<LeafCursor> leaves() const override;
  void each_checkpoint(const std::function<void(const std::string&)>& visit) const override;
  void each_disclosure(const std::function<void(const Disclosure&)>& visit) const override;
  Outsiders outsiders(Findings& findings) const override;
  bool is_export() const override { return true; }
  const core::Path& folder() const { return folder_; }
  /// Hashes of withheld leaves, by seq.
  const std::map<std::uint64_t, core::Sha256>& withheld() const { return withheld_; }

 private:
  void each_withheld(const std::function<void(std::uint64_t seq, const core::Sha256& hash)>& visit) const;

  core::Path folder_;
  Database db_;
  std::map<std::uint64_t, core::Sha256> withheld_;
};

/// All logs of an export.
class ExportSources {
 public:
  /// Throws Error when a log in it cannot be opened.
  explicit ExportSources(const core::Path& folder);
  const std::vector<const LogSource*>& all() const { return all_; }
  /// Where each lies.
  std::vector<core::Path> folders() const;

 private:
  friend Findings check_export_files(const ExportSources& sources, const LedgerReport& ledger);
  std::vector<std::unique_ptr<ExportSource>> owned_;
  std::vector<const LogSource*> all_;
};

/// Checks of the export's own files: leaf_sha3, checkpoint, vkey, PEM files and proofs against the ledger's report.
Findings check_export_files(const ExportSources& sources, const LedgerReport& ledger);

}  // namespace custody
