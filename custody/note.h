// SPDX-License-Identifier: Apache-2.0
// C2SP signed notes and verifier keys (c2sp.org/signed-note): text, an empty line, signature lines.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "custody/signature.h"

namespace custody {

/// A verifier key: name, key id and Ed25519 public key.
struct VerifierKey {
  std::string name;
  PublicKey key;

  /// First four bytes of SHA-256(name || LF || 0x01 || key).
  std::array<std::uint8_t, 4> id() const;
  /// <name>+<id>+<base64(0x01 || key)>.
  std::string text() const;
  /// Refuses a name with spaces or '+', a wrong id and any type but Ed25519.
  static std::optional<VerifierKey> parse(std::string_view text);
  bool operator==(const VerifierKey&) const = default;
};

/// First 32 hex digits of SHA-256 of a public key; printed on paper, and the last part of key names.
std::string fingerprint(const PublicKey& key);
/// "exhibit.evidence/actor/<fingerprint>" and "exhibit.evidence/log/<fingerprint>".
VerifierKey actor_key(const PublicKey& key);
VerifierKey log_key(const PublicKey& key);
/// The part of a key name after its last slash.
std::string_view fingerprint_of(std::string_view key_name);

struct NoteSignature {
  std::string name;
  core::Bytes bytes;  // key id (4 bytes), then the signature
};

struct Note {
  std::string text;  // with its final LF
  std::vector<NoteSignature> signatures;

  /// The whole note as bytes.
  std::string encode() const;
  /// Strict: UTF-8, no control characters but LF, one or more well-formed signature lines and nothing after them.
  static std::optional<Note> parse(std::string_view bytes);
};

/// The signature line's content by that key over the text.
NoteSignature sign_note(std::string_view text, const VerifierKey& as, const PrivateKey& key);
/// True when the signature names that key, carries its id and verifies over the text.
bool verify_signature(std::string_view text, const NoteSignature& signature, const VerifierKey& key);

}  // namespace custody
