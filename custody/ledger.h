// SPDX-License-Identifier: Apache-2.0
// The ledger of a case on this device: appends signed entries, one transaction with its checkpoint at a time.
#pragma once

#include <functional>
#include <vector>

#include "core/clock.h"
#include "custody/draft.h"
#include "custody/entry.h"
#include "custody/key_store.h"
#include "custody/store.h"

namespace custody {

/// What every command needs from outside: keys and trust, the clock, randomness, and what program this is.
struct Environment {
  KeyStore& keys;
  const core::Clock& clock;
  core::Random& random;
  std::string tool_digest;  // SHA-256 of the program's file, hexadecimal, or empty
};

struct Appended {
  std::uint64_t seq = 0;
  core::Sha256 leaf_hash;
};

class Ledger {
 public:
  /// Folder of a case as this module knows it.
  static core::Path database_file(const core::Path& case_folder) { return case_folder / "case.db"; }

  /// Makes a case folder with its log and its first administrator, whole or not at all. `folder` must not exist.
  static Ledger create(const core::Path& folder, const std::string& number, const std::string& title,
                       const std::string& lang, const UnlockedKey& administrator, const Environment& env);
  /// Opens a case for reading and appending. Throws Error when it is no case, lies on a network file system or is damaged.
  static Ledger open(const core::Path& folder, const Environment& env);

  /// Drafts entries while the write lock is held, signs and appends them with one checkpoint, durably.
  /// Throws Error, with nothing recorded, when an entry breaks a rule, when the log is behind what this device has
  /// seen, or when this device does not hold the log's key.
  std::vector<Appended> append(const std::function<std::vector<Draft>(const Ledger&)>& draft);

  /// Runs `read` on one state of the ledger, whatever others append meanwhile; does not hold them up.
  void read_consistently(const std::function<void()>& read) const {
    store_.database().read_consistently(read);
  }

  const core::Path& folder() const { return folder_; }
  const VerifierKey& log() const { return log_; }
  const core::Sha256& case_id() const { return case_id_; }
  const Store& store() const { return store_; }
  const Environment& environment() const { return env_; }
  /// The newest checkpoint's content.
  Checkpoint checkpoint() const;
  Entry entry(std::uint64_t seq) const;
  /// The numbers of the entries about an identifier, in order.
  std::vector<std::uint64_t> entries_about(const std::string& id) const;

 private:
  Ledger(core::Path folder, Store store, VerifierKey log, Environment env)
      : folder_(std::move(folder)), store_(std::move(store)), log_(std::move(log)), env_(std::move(env)) {}
  /// Finishes or removes staged files, as far as that is possible now.
  void settle();
  void check_seen_head(const LogHead& head) const;
  core::json::Value object_of(const Draft& draft, const LogHead& head) const;
  Appended append_one(const Draft& draft, LogHead& head);
  std::vector<Appended> append_all(const std::vector<Draft>& drafts, LogHead& head,
                                   const PrivateKey& log_key);

  core::Path folder_;
  Store store_;
  VerifierKey log_;
  core::Sha256 case_id_;
  Environment env_;
};

/// The role in which a key may sign a type in this case: the first of its roles that the type allows.
std::optional<Role> signing_role(const Rows& rows, const std::string& key_name, const std::string& type);

}  // namespace custody
