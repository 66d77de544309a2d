// SPDX-License-Identifier: Apache-2.0
// Verifies a ledger from its bytes alone: docs/ledger-format.md section 11, items 1 to 7, 9 and 10. Trusts nothing it is
// given, never throws on bad input, reports every finding.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/merkle.h"
#include "custody/checkpoint.h"
#include "custody/commitment.h"
#include "custody/entry.h"
#include "custody/finding.h"
#include "custody/rows.h"

namespace custody {

/// Where the bytes come from: a case database or an export. Values are as found.
class LedgerSource {
 public:
  virtual ~LedgerSource() = default;
  /// Entries by rising seq. `leaf` nullopt: withheld.
  virtual void each_leaf(const std::function<void(std::uint64_t seq, const std::optional<core::Bytes>& leaf,
                                                  const core::Bytes& leaf_sha3)>& visit) const = 0;
  virtual void each_checkpoint(const std::function<void(const std::string& note)>& visit) const = 0;
  virtual void each_disclosure(const std::function<void(const Disclosure&)>& visit) const = 0;
  /// True for an export, where an absent disclosure is withheld and not missing.
  virtual bool is_export() const = 0;
};

/// A head of the log as paper gives it.
struct KnownHead {
  std::uint64_t size = 0;
  core::Sha256 root;
  /// From "SIZE:ROOT"; nullopt when it is not of that form.
  static std::optional<KnownHead> parse(std::string_view text);
};

struct LedgerTrust {
  std::optional<core::Sha256> case_id;  // from paper: fixes first administrator and log key
  std::optional<Checkpoint> seen_head;  // highest head this device has seen of the log
  std::optional<KnownHead> paper_head;  // from a document or receipt
  core::UtcTime now;                    // for what is said about time
};

/// What replay learnt of an image: bodies of its newest finished acquisition and verification.
struct ImageRecord {
  std::string image_of, format;
  std::uint64_t finished_entry = 0, verified_entry = 0;
  core::json::Value finished, verified;  // null when there is none
};

struct LedgerReport {
  Findings findings;
  MemoryRows rows;
  std::map<std::string, ImageRecord> images;           // by image
  std::map<std::string, core::json::Value> documents;  // body by file name
  core::merkle::Frontier tree;                         // its root means nothing when a leaf is withheld
  bool root_known = true;                              // false when a leaf is withheld
  core::Sha3 chain;                                    // c(size-1)
  std::optional<Checkpoint> newest;                    // that verifies
  std::optional<VerifierKey> log;
  std::string case_id;  // hexadecimal; empty when entry 0 is unreadable
  std::string seen;     // who outside has seen the log, up to which entry, in words
  std::string signers;  // identified from what, in words
};

LedgerReport verify_ledger(const LedgerSource& source, const LedgerTrust& trust);

}  // namespace custody
