// SPDX-License-Identifier: Apache-2.0
// The ledger of a case on this device: appends signed entries, one transaction with its checkpoint at a time.
#pragma once

#include <functional>
#include <vector>

#include "core/clock.h"
#include "core/scratch_folder.h"
#include "custody/draft.h"
#include "custody/entry.h"
#include "custody/key_store.h"
#include "custody/log_source.h"
#include "custody/log_start.h"
#include "custody/store.h"

namespace custody {

/// What every command needs from outside: keys and trust, the clock, randomness, and what program this is.
struct Environment {
  KeyStore& keys;
  const core::Clock& clock;
  core::Random& random;
  std::function<std::string()>
      tool_digest;  // SHA-256 of the program's file, hexadecimal, or empty; asked for by entries
};

struct Appended {
  std::uint64_t seq = 0;  // the entry's number (custody/entry_number.h)
  core::Sha256 leaf_hash;
  std::string label = {};  // for people: Ledger::label()
};

/// What came from other devices.
struct TakenIn {
  std::vector<Appended> entries;  // that say so: none when no log had more
  std::uint64_t outsiders = 0;    // cosignatures and time stamps that were not here
};

/// What a case is opened with.
struct CaseHead {
  std::string number, title, lang;
  std::string exercise;  // its name, where the case is an exercise: in clear, and for ever
};

class Ledger {
 public:
  /// Folder of a case as this module knows it.
  static core::Path database_file(const core::Path& case_folder) { return case_folder / "case.db"; }

  /// Makes a case folder with its log and its first administrator, whole or not at all. `folder` must not exist.
  static Ledger create(const core::Path& folder, const std::string& number, const std::string& title,
                       const std::string& lang, const UnlockedKey& administrator, const Environment& env);
  static Ledger create(const core::Path& folder, const CaseHead& head, const UnlockedKey& administrator,
                       const Environment& env);
  /// Opens a case for reading and appending. Throws Error when it is no case, lies on a network file system or is damaged.
  static Ledger open(const core::Path& folder, const Environment& env);

  /// Makes a case folder that holds the logs of a case elsewhere, verified, and none of this device; whole or not at all.
  static Ledger mirror(const core::Path& folder, const std::vector<const LogSource*>& logs,
                       const Environment& env);

  /// Drafts entries while the write lock is held, signs and appends them to this device's log with one checkpoint, durably;
  /// a device that has no log of its own in the case yet begins one. `draft` must have no effect: it may be called twice.
  /// Throws Error, with nothing recorded, when an entry breaks a rule or a log is behind what this device has seen.
  std::vector<Appended> append(const std::function<std::vector<Draft>(const Ledger&)>& draft);
  /// Begins a further log as the one this device appends to from now on.
  Appended start_log(const LogStart& start);
  /// Takes in what other devices' logs hold beyond what is here, and records it; what outsiders signed of the logs is kept
  /// beside them. Throws Error, with nothing taken in, when a log does not verify or does not go on from what is here, or
  /// something that outsiders signed does not hold.
  TakenIn take_in(const std::vector<const LogSource*>& logs, const UnlockedKey& by);

  /// Runs `read` on one state of the ledger, whatever others append meanwhile; does not hold them up.
  void read_consistently(const std::function<void()>& read) const {
    store_.database().read_consistently(read);
  }

  const core::Path& folder() const { return folder_; }
  /// The log that this device appends to; while it has none, the one that opened the case.
  const VerifierKey& log() const { return log_; }
  std::uint64_t log_index() const { return index_; }
  /// False while this device has no log of its own in the case.
  bool has_own_log() const { return own_; }
  const core::Sha256& case_id() const { return case_id_; }
  const Store& store() const { return store_; }
  /// For what stands beside the entries: cosignatures and time stamps.
  Database& database() { return store_.database(); }
  const Environment& environment() const { return env_; }
  /// The newest checkpoint of log().
  Checkpoint checkpoint() const;
  /// The newest checkpoint of each log, by index.
  std::vector<Checkpoint> checkpoints() const;
  /// The entry of that number (custody/entry_number.h).
  Entry entry(std::uint64_t number) const;
  /// The numbers of the entries about an identifier, in order.
  std::vector<std::uint64_t> entries_about(const std::string& id) const;
  /// The identifier under which this device registers what a person calls `id`: see identifier_prefix().
  std::string own_identifier(const std::string& id) const;
  /// How a person names the entry: custody/entry_label.h.
  std::string label(std::uint64_t number) const;

 private:
  Ledger(core::Path folder, Store store, VerifierKey log, Environment env)
      : folder_(std::move(folder)), store_(std::move(store)), log_(std::move(log)), env_(std::move(env)) {}
  /// A case folder in the making beside `folder`, which must not exist.
  static core::ScratchFolder making(const core::Path& folder);
  void choose_log();
  /// Finishes or removes staged files, as far as that is possible now.
  void settle();
  /// Work under the write lock that ends with new entries in this device's log.
  std::vector<Appended> transact(const std::function<std::vector<Appended>()>& work);
  void note_heads(const std::vector<Appended>& done);
  void check_seen_heads() const;
  void check_seen_head(std::uint64_t log, const VerifierKey& key) const;
  /// `token`: SHA-256 of the newest time stamp that is here.
  core::json::Value object_of(const Draft& draft, const LogHead& head,
                              const std::optional<core::Sha256>& token) const;
  Appended append_one(const Draft& draft, LogHead& head, const std::optional<core::Sha256>& token);
  std::vector<Appended> append_all(const std::vector<Draft>& drafts, LogHead& head,
                                   const PrivateKey& log_key);
  std::vector<Appended> append_drafts(const std::vector<Draft>& drafts);
  Appended begin_log(const LogStart& start);
  /// Names what is stored of other logs and not taken in yet, or begins this device's log; `by` signs.
  std::vector<Appended> record_news(const UnlockedKey& by);
  /// Takes in what other devices wrote into this very folder, or begins this device's log; `by` signs that.
  void catch_up(const UnlockedKey& by);

  core::Path folder_;
  Store store_;
  VerifierKey log_;
  std::uint64_t index_ = 0;  // of log_
  bool own_ = false;
  core::Sha256 case_id_;
  Environment env_;
};

/// The role in which a key may sign a type in this case: the first of its roles that the type allows.
std::optional<Role> signing_role(const Rows& rows, const std::string& key_name, const std::string& type);

}  // namespace custody
