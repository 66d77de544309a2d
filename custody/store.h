// SPDX-License-Identifier: Apache-2.0
// Where a log, its tree, its checkpoints, disclosures and projections are kept: case.db (SQLite). It stores bytes and
// knows no rule of evidence; PostgreSQL can stand behind the same calls.
#pragma once

#include <functional>
#include <vector>

#include "core/digest.h"
#include "core/merkle.h"
#include "custody/commitment.h"
#include "custody/entry_number.h"
#include "custody/note.h"
#include "custody/rows.h"
#include "custody/sqlite.h"

namespace custody {

/// The state of a log after its newest entry.
struct LogHead {
  std::uint64_t size = 0;
  core::Sha3 chain;  // c(size-1); zeros when empty
  core::merkle::Frontier tree;
};

/// c(i) from c(i-1) and SHA3 of leaf i.
core::Sha3 next_chain(const core::Sha3& before, const core::Sha3& leaf_sha3);

struct StoredEntry {
  std::uint64_t seq = 0;
  core::Bytes leaf;
  core::Bytes leaf_hash, leaf_sha3, chain;  // as stored; not trusted when verifying
};

class Store : public Rows {
 public:
  /// Makes case.db exclusively. REQUIRES: a transaction of the caller around the first appends.
  static Store create(const core::Path& file);
  static Store open(const core::Path& file, Database::Mode mode);

  Database& database() { return db_; }
  const Database& database() const { return db_; }

  /// The logs of the case, by index; 0 is the one that opened it.
  std::vector<VerifierKey> logs() const;
  /// Index of the new log. Inside a transaction.
  std::uint64_t add_log(const VerifierKey& log);

  /// Entries of all logs.
  std::uint64_t size() const;
  LogHead head(std::uint64_t log = 0) const;
  /// Root of the first `size` entries. REQUIRES: the log has as many.
  core::Sha256 root_at(std::uint64_t log, std::uint64_t size) const;
  /// The leaf of that number (custody/entry_number.h); nullopt when there is no such entry.
  std::optional<core::Bytes> leaf(std::uint64_t number) const;
  /// The next entries from `from` on, at most `most`.
  std::vector<StoredEntry> entries(std::uint64_t log, std::uint64_t from, std::uint64_t most) const;
  void each_entry(std::uint64_t log, const std::function<void(const StoredEntry&)>& visit) const;
  /// All leaf hashes of a log in order.
  std::vector<core::Sha256> leaf_hashes(std::uint64_t log = 0) const;
  void each_checkpoint(std::uint64_t log,
                       const std::function<void(std::uint64_t size, const std::string& note)>& visit) const;
  std::optional<std::string> newest_checkpoint(std::uint64_t log = 0) const;
  void each_disclosure(std::uint64_t log, const std::function<void(const Disclosure&)>& visit) const;
  std::optional<core::json::Value> disclosed(std::uint64_t number, const std::string& name) const;

  /// Appends one leaf at the end of `head` and moves `head` on; full tiles are kept. Inside a transaction.
  void append(std::uint64_t log, LogHead& head, core::ByteView leaf, const core::Sha256& leaf_hash);
  void add_checkpoint(std::uint64_t log, std::uint64_t size, const std::string& note);
  void add_disclosure(std::uint64_t log, const Disclosure& disclosure);
  /// True when there was one.
  bool remove_disclosure(std::uint64_t number, const std::string& name);

  /// Replaces all projections. Inside a transaction.
  void replace_rows(const MemoryRows& rows);
  std::optional<core::json::Value> get(const std::string& kind, const std::string& id) const override;
  void put(const std::string& kind, const std::string& id, core::json::Value value) override;
  std::vector<std::pair<std::string, core::json::Value>> list(const std::string& kind,
                                                              const std::string& prefix) const override;
  void each_row(const std::function<void(const std::string& kind, const std::string& id,
                                         const std::string& value)>& visit) const;

 private:
  explicit Store(Database db) : db_(std::move(db)) {}
  void keep_full_tiles(std::uint64_t log, std::uint64_t size);
  core::merkle::Frontier frontier(std::uint64_t log, std::uint64_t size) const;

  Database db_;
};

}  // namespace custody
