// SPDX-License-Identifier: Apache-2.0
// Verifies a ledger, one or more logs of a case, from its bytes alone: docs/ledger-format.md section 11, items 1 to 7, 9
// and 10. Trusts nothing it is given, never throws on bad input, reports every finding.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/merkle.h"
#include "custody/checkpoint.h"
#include "custody/finding.h"
#include "custody/log_source.h"
#include "custody/rows.h"
#include "custody/verify_outsiders.h"

namespace custody {

/// A head of a log as paper gives it.
struct KnownHead {
  std::uint64_t size = 0;
  core::Sha256 root;
  /// From "SIZE:ROOT"; nullopt when it is not of that form.
  static std::optional<KnownHead> parse(std::string_view text);
};

struct LedgerTrust {
  std::optional<core::Sha256> case_id;  // from paper: fixes first administrator and log key
  std::vector<Checkpoint> seen_heads;   // highest head this device has seen of each log
  std::vector<KnownHead> paper_heads;   // of any of them, from documents or receipts
  Outsiders outsiders;                  // cosignatures, time stamps, and whom the reader trusts
};

/// What replay learnt of an image: bodies of its newest finished acquisition and verification.
struct ImageRecord {
  std::string image_of, format;
  std::uint64_t finished_entry = 0, verified_entry = 0;  // numbers (custody/entry_number.h)
  core::json::Value finished, verified;                  // null when there is none
};

/// Entries beside which the source keeps digests that are not those of their bytes.
struct StoredBreaks {
  std::optional<std::uint64_t> first;
  Repeated all = {};
};

struct LogReport {
  core::merkle::Tree tree;           // its root means nothing when a leaf is withheld
  bool root_known = true;            // false when a leaf is withheld
  core::Sha3 chain;                  // c(size-1)
  std::optional<Checkpoint> newest;  // that verifies
  std::optional<VerifierKey> log;
  StoredBreaks stored;

  core::Sha256 root() const { return tree.root(tree.size()); }
};

struct LedgerReport {
  Findings findings;
  MemoryRows rows;
  std::map<std::string, ImageRecord> images;           // by image
  std::map<std::string, core::json::Value> documents;  // body by file name
  std::vector<LogReport> logs;                         // as given; the first is the one that opened the case
  std::string case_id;                                 // hexadecimal; empty when entry 0 is unreadable
  std::string seen;                                    // who outside has seen it, up to which entry, in words
  std::string signers;                                 // identified from what, in words

  const LogReport& first() const { return logs.front(); }
  std::uint64_t entries() const;
};

/// REQUIRES: at least one log; the first is the one that opened the case.
LedgerReport verify_ledger(const std::vector<const LogSource*>& logs, const LedgerTrust& trust);
LedgerReport verify_ledger(const LogSource& log, const LedgerTrust& trust);

}  // namespace custody
