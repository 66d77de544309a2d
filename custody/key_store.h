// SPDX-License-Identifier: Apache-2.0
// Keys and trust outside every case: $EXHIBIT_HOME. A person's private key is an encrypted PKCS#8 file under their
// passphrase; the log key of a case on this device is one under the device's secret (docs/decisions/0003).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/path.h"
#include "core/random.h"
#include "core/secret.h"
#include "custody/checkpoint.h"
#include "custody/note.h"
#include "custody/replay.h"
#include "custody/role.h"

namespace custody {

/// The public half of a person's key, as enrolled and exchanged. Names are the person's own and stay off the ledger.
struct KeyCard {
  VerifierKey key;
  std::string name, org;
  Role role = Role::responder;
  SignatureBytes possession{};
  KeyUse use = KeyUse::evidence;

  std::string id() const { return std::string(fingerprint_of(key.name)); }
  /// One line of canonical JSON.
  std::string text() const;
  /// Checks the key's name and the proof of possession; nullopt when anything is wrong.
  static std::optional<KeyCard> parse(std::string_view text);
};

/// Folders and files of $EXHIBIT_HOME that only their owner may read.
void make_private_folder(const core::Path& folder);
/// Throws Error `usage` for an empty one.
void check_passphrase(const core::Secret& passphrase);
/// Encrypts under the passphrase and writes a new file. REQUIRES: check_passphrase() passed.
void keep_private_key(const core::Path& file, const PrivateKey& key, const core::Secret& passphrase);

/// A private key ready to sign, with its card.
struct UnlockedKey {
  KeyCard card;
  PrivateKey private_key;
};

class KeyStore {
 public:
  /// REQUIRES nothing of the folder: it is made when first written to.
  explicit KeyStore(core::Path home) : home_(std::move(home)) {}
  /// $EXHIBIT_HOME, else $XDG_DATA_HOME/exhibit, else ~/.local/share/exhibit.
  static core::Path default_home();
  const core::Path& home() const { return home_; }

  /// Makes a key for real cases or for exercises and keeps it encrypted. Throws Error for an empty passphrase and for a name or an
  /// organisation that is no single line of at most 500 bytes.
  KeyCard create(const std::string& name, const std::string& org, Role role, const core::Secret& passphrase,
                 KeyUse use = KeyUse::evidence);
  std::vector<KeyCard> list() const;
  /// By id (or its first 6 or more digits), key name, vkey or a name that only one key has. Throws Error otherwise.
  KeyCard find(const std::string& what) const;
  /// Throws Error when the passphrase is wrong.
  UnlockedKey unlock(const KeyCard& card, const core::Secret& passphrase) const;
  void change_passphrase(const KeyCard& card, const core::Secret& before, const core::Secret& after);

  /// A new log key for this device.
  PrivateKey create_log_key(core::Random& random);
  /// Nullopt when this device does not hold the key of that log.
  std::optional<PrivateKey> log_key(const VerifierKey& log) const;

  /// The highest head of a log ever seen on this device.
  std::optional<Checkpoint> seen_head(const VerifierKey& log) const;
  /// Moves the seen head forward, never back. A power cut within half a minute may leave the one before
  /// (docs/decisions/0010).
  void see_head(const VerifierKey& log, const std::string& checkpoint_note);

 private:
  void make_folders() const;
  core::Secret device_secret() const;
  core::Path key_file(const KeyCard& card) const;
  /// Two notes, written in turns: one write and one sync move the head on, and a write that is torn leaves the other.
  std::array<core::Path, 2> trust_files(const VerifierKey& log) const;

  core::Path home_;
};

}  // namespace custody
