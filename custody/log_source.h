// SPDX-License-Identifier: Apache-2.0
// Where the bytes of one log come from when it is verified: a case database or an export. Values are as found.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/digest.h"
#include "custody/commitment.h"
#include "custody/verify_outsiders.h"

namespace custody {

/// Digests that a source keeps beside a leaf; as found.
struct StoredDigests {
  core::Bytes leaf_hash, leaf_sha3, chain;
};

struct FoundLeaf {
  std::uint64_t seq = 0;
  std::optional<core::Bytes> leaf;             // nullopt: withheld
  core::Bytes leaf_sha3;                       // looked at only where the leaf is withheld
  std::optional<core::Sha256> leaf_hash = {};  // of a withheld leaf, where the source gives it
  std::optional<StoredDigests> stored = {};
};

/// The entries of a log by rising seq.
class LeafCursor {
 public:
  virtual ~LeafCursor() = default;
  /// Nullopt at the end. Throws Error when the bytes cannot be read.
  virtual std::optional<FoundLeaf> next() = 0;
};

class LogSource {
 public:
  virtual ~LogSource() = default;
  virtual std::unique_ptr<LeafCursor> leaves() const = 0;
  virtual void each_checkpoint(const std::function<void(const std::string& note)>& visit) const = 0;
  virtual void each_disclosure(const std::function<void(const Disclosure&)>& visit) const = 0;
  /// What outsiders signed of this log's heads, as found; what cannot be read is added to `findings`.
  virtual Outsiders outsiders(Findings& /*findings*/) const { return {}; }
  /// True for an export, where an absent disclosure is withheld and not missing.
  virtual bool is_export() const = 0;
};

}  // namespace custody
