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

/// What a key signs: the type byte in its key id and vkey.
enum class KeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04 };

/// First four bytes of SHA-256(name || LF || type || key).
std::array<std::uint8_t, 4> key_id(std::string_view name, KeyType type, const PublicKey& key);
/// <name>+<id>+<base64(type || key)>.
std::string vkey_text(std::string_view name, KeyType type, const PublicKey& key);
struct NamedKey {
  std::string name;
  PublicKey key;
};
/// Refuses a name with spaces or '+', a wrong id and any type but that one.
std::optional<NamedKey> parse_vkey(std::string_view text, KeyType type);
/// True for a name that may stand in a signature line: not empty, UTF-8, no space and no '+'.
bool is_key_name(std::string_view name);

/// A verifier key: name, key id and Ed25519 public key.
struct VerifierKey {
  std::string name;
  PublicKey key;

  std::array<std::uint8_t, 4> id() const { return key_id(name, KeyType::ed25519, key); }
  std::string text() const { return vkey_text(name, KeyType::ed25519, key); }
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

/// One signature line with its LF, and the lines of an answer: one or more, nothing else; nullopt when malformed.
std::string signature_line(const NoteSignature& signature);
std::optional<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines);

/// The signature line's content by that key over the text.
NoteSignature sign_note(std::string_view text, const VerifierKey& as, const PrivateKey& key);
/// True when the signature names that key, carries its id and verifies over the text.
bool verify_signature(std::string_view text, const NoteSignature& signature, const VerifierKey& key);

}  // namespace custody
