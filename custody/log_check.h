// SPDX-License-Identifier: Apache-2.0
// One log under verification: its bytes, chains, tree, checkpoints and disclosures, entry by entry, in step with the replay.
#pragma once

#include <algorithm>
#include <limits>
#include <set>

#include "core/error.h"
#include "custody/disclosed_values.h"
#include "custody/entry.h"
#include "custody/entry_number.h"
#include "custody/signature_workers.h"
#include "custody/verify_ledger.h"

namespace custody {

/// A commitment whose value is not there.
struct AbsentValue {
  std::size_t log = 0;  // index
  std::uint64_t seq = 0;
  CommittedField field;
  core::Sha256 leaf;
  std::vector<std::string> about;
};

/// What the logs of a case share while they are verified.
struct LedgerCheck {
  const LedgerTrust& trust;
  LedgerReport& report;
  SignatureWorkers workers;
  std::uint64_t replayed = 0;       // entries so far, of all logs
  bool withheld_before = false;     // an entry was withheld, so that what depends on it cannot be checked
  std::set<core::Sha256> withheld;  // leaf hashes of those entries, as far as they are given
  bool withheld_unknown = false;    // the hash of one is not given
  std::vector<AbsentValue> absent;
  std::vector<Entry> erasures;
  std::map<std::string, std::vector<std::uint64_t>> signed_by;  // numbers of entries by key name
};

/// A head of another log that an entry builds on.
struct NeededHead {
  std::uint64_t entry = 0;  // seq of the entry
  std::string origin;
  std::uint64_t size = 0;
  std::string root;
};

/// A time stamp that the author of an entry had seen, by its SHA-256, and the time the entry claims.
struct SeenToken {
  std::uint64_t entry = 0;
  core::Sha256 token;
  core::UtcTime time;
};

class LogCheck {
 public:
  LogCheck(const LogSource& source, std::uint64_t index, LedgerCheck& all);

  /// Origin as its first entry names it; empty when that is unreadable.
  std::string origin() const { return report().log ? report().log->name : ""; }
  std::uint64_t taken() const { return report().tree.size(); }
  bool at_end() const { return !next_; }
  /// Heads of other logs that have to be replayed before the next entry.
  const std::vector<NeededHead>& needs() const { return needs_; }
  /// Checks and replays the next entry. REQUIRES: !at_end().
  void take();
  /// Checkpoints, heads and what is left over. REQUIRES: at_end().
  void finish();
  /// All heads of other logs that entries of this one name.
  const std::vector<NeededHead>& named_heads() const { return named_heads_; }
  void add_finding(Finding finding, std::optional<std::uint64_t> entry = std::nullopt, std::string field = "",
                   std::string item = "");
  /// Reports each entry that claims to be older than a time stamp its author had seen; `tokens` by their SHA-256.
  void check_seen_tokens(const std::map<core::Sha256, core::UtcTime>& tokens);
  /// What the absence of a value comes to where no entry erased it.
  void report_absent(const AbsentValue& value);
  /// True when a value is there that has the commitment which an erasure of this log's entries names.
  bool has_value(const Entry& erasure) const;
  /// Reports the signature of a ticket of this log.
  void report_signature(const SignatureTicket& ticket);
  /// True when the tree of the first `size` entries can be rebuilt and has that root.
  bool had_root(std::uint64_t size, const std::string& root_hex) const;
  /// Sizes up to this have a root that was computed from all leaves.
  std::uint64_t known_roots() const { return std::min(withheld_from_, taken()); }

 private:
  const LogReport& report() const { return all_.report.logs[index_]; }
  LogReport& report() { return all_.report.logs[index_]; }
  void report_rest(const Repeated& repeated, const char* what, const char* field);
  template <typename Work>
  void guarded(const char* what, const Work& work);
  void load_disclosures();
  void advance();
  void take_entry(Entry& entry, std::uint64_t seq, const core::Sha256& hash);
  void take_withheld(const FoundLeaf& found);
  void bridge_withheld(Entry& entry);
  void push(const core::Sha256& hash, const core::Sha3& sha3);
  void compare_stored(const FoundLeaf& found, const core::Sha256& hash, const core::Sha3& sha3);
  void start(const Entry& entry, const core::Sha256& hash);
  void check_position(const Entry& entry, std::uint64_t seq);
  void check_signatures(const Entry& entry, std::uint64_t seq);
  void check_time(const Entry& entry, std::uint64_t seq);
  void replay(Entry& entry, std::uint64_t seq, const core::Sha256& hash);
  void check_disclosures(const Entry& entry, std::uint64_t seq, const core::Sha256& hash);
  void remember(const Entry& entry);
  void check_sheet(const Entry& entry);
  void check_match(const Entry& entry, const ImageRecord& record);
  void check_heads();
  void check_checkpoints();
  std::optional<Checkpoint> claimed_checkpoint(const std::string& note);
  std::optional<Checkpoint> newest_good() const;
  void take_checkpoint(const std::optional<Checkpoint>& checkpoint, std::uint64_t& size_before);
  void check_root(const Checkpoint& checkpoint);
  void check_leftover_disclosures();
  void check_seen_head();
  void check_ended();

  const LogSource& source_;
  std::uint64_t index_;
  LedgerCheck& all_;
  std::unique_ptr<LeafCursor> leaves_;
  std::optional<FoundLeaf> next_;
  std::variant<Entry, std::string> next_entry_;
  std::vector<NeededHead> needs_, named_heads_;
  DisclosedValues disclosed_;
  core::UtcTime last_time_;
  std::vector<SeenToken> seen_tokens_;
  Repeated chain_breaks_, root_breaks_;
  bool gap_reported_ = false;
  std::uint64_t withheld_from_ = std::numeric_limits<std::uint64_t>::max();
  std::vector<std::pair<std::uint64_t, core::json::Value>> heads_;  // entry, the head of this log it names
};

/// Damage below the bytes (a torn database) is a finding like any other.
template <typename Work>
void LogCheck::guarded(const char* what, const Work& work) {
  try {
    work();
  } catch (const core::Error& error) {
    add_finding(
        fault("tampered", std::string("the ") + what + " cannot be read to the end: " + error.what()));
  }
}

}  // namespace custody
