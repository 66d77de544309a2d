// SPDX-License-Identifier: Apache-2.0
#include "custody/note.h"

#include <algorithm>

#include "core/digest.h"
#include "core/text.h"

namespace custody {
namespace {

constexpr std::string_view kDash = "\u2014 ";
constexpr std::size_t kMostSignatures = 64;

core::Bytes typed_key(KeyType type, const PublicKey& key) {
  core::Bytes out(1 + key.raw().size(), static_cast<std::uint8_t>(type));
  std::copy(key.raw().begin(), key.raw().end(), out.begin() + 1);
  return out;
}

VerifierKey named(std::string_view prefix, const PublicKey& key) {
  return {std::string(prefix) + fingerprint(key), key};
}

bool is_note_text(std::string_view bytes) {
  return core::is_utf8(bytes) && std::none_of(bytes.begin(), bytes.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\n';
         });
}

std::optional<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kDash)) {
    return std::nullopt;
  }
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) {
    return std::nullopt;
  }
  auto bytes = core::from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() < 5) {
    return std::nullopt;
  }
  return NoteSignature{std::string(line.substr(0, space)), std::move(*bytes)};
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c != '+'; })) {
    return !name.empty();  // all of it ASCII, as our own are
  }
  const auto points = core::code_points(name);
  return points && !points->empty() && std::none_of(points->begin(), points->end(), [](char32_t c) {
           return c <= 0x20 || c == '+' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
                  (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
                  c == 0x3000;
         });
}

std::array<std::uint8_t, 4> key_id(std::string_view name, KeyType type, const PublicKey& key) {
  std::string text(name);
  text += '\n';
  text += core::as_text(typed_key(type, key));
  const core::Sha256 digest = core::sha256(core::as_bytes(text));
  return {digest.bytes[0], digest.bytes[1], digest.bytes[2], digest.bytes[3]};
}

std::string vkey_text(std::string_view name, KeyType type, const PublicKey& key) {
  return std::string(name) + "+" + core::to_hex(key_id(name, type, key)) + "+" +
         core::to_base64(typed_key(type, key));
}

std::optional<NamedKey> parse_vkey(std::string_view text, KeyType type) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  const auto typed = core::from_base64(text.substr(second + 1));
  if (!typed || typed->size() != 33 || typed->front() != static_cast<std::uint8_t>(type)) {
    return std::nullopt;
  }
  NamedKey out{std::string(text.substr(0, first)), *PublicKey::from(core::ByteView(*typed).subspan(1))};
  return is_key_name(out.name) && vkey_text(out.name, type, out.key) == text ? std::optional(std::move(out))
                                                                             : std::nullopt;
}

std::optional<VerifierKey> VerifierKey::parse(std::string_view text) {
  auto named = parse_vkey(text, KeyType::ed25519);
  return named ? std::optional(VerifierKey{std::move(named->name), named->key}) : std::nullopt;
}

std::string fingerprint(const PublicKey& key) { return core::sha256(key.raw()).hex().substr(0, 32); }

VerifierKey actor_key(const PublicKey& key) { return named("exhibit.evidence/actor/", key); }

VerifierKey log_key(const PublicKey& key) { return named("exhibit.evidence/log/", key); }

std::string_view fingerprint_of(std::string_view key_name) {
  return key_name.substr(key_name.rfind('/') + 1);
}

std::string signature_line(const NoteSignature& signature) {
  return std::string(kDash) + signature.name + " " + core::to_base64(signature.bytes) + "\n";
}

std::optional<std::vector<NoteSignature>> parse_signature_lines(std::string_view lines) {
  std::vector<NoteSignature> out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    auto signature =
        end == std::string_view::npos ? std::nullopt : parse_signature_line(lines.substr(0, end));
    if (!signature || out.size() == kMostSignatures) {
      return std::nullopt;
    }
    out.push_back(std::move(*signature));
    lines.remove_prefix(end + 1);
  }
  return out.empty() ? std::nullopt : std::optional(std::move(out));
}

std::string Note::encode() const {
  std::string out = text + "\n";
  for (const NoteSignature& signature : signatures) {
    out += signature_line(signature);
  }
  return out;
}

std::optional<Note> Note::parse(std::string_view bytes) {
  const std::size_t split = bytes.rfind("\n\n");
  if (split == std::string_view::npos || !is_note_text(bytes)) {
    return std::nullopt;
  }
  auto signatures = parse_signature_lines(bytes.substr(split + 2));
  return signatures ? std::optional(Note{std::string(bytes.substr(0, split + 1)), std::move(*signatures)})
                    : std::nullopt;
}

NoteSignature sign_note(std::string_view text, const VerifierKey& as, const PrivateKey& key) {
  const auto id = as.id();
  const SignatureBytes signature = key.sign(core::as_bytes(text));
  NoteSignature out{as.name, core::Bytes(id.size() + signature.size())};
  std::copy(signature.begin(), signature.end(), std::copy(id.begin(), id.end(), out.bytes.begin()));
  return out;
}

bool verify_signature(std::string_view text, const NoteSignature& signature, const VerifierKey& key) {
  const auto id = key.id();
  const core::ByteView bytes(signature.bytes);
  return signature.name == key.name && bytes.size() == 68 &&
         std::equal(id.begin(), id.end(), bytes.begin()) &&
         key.key.verify(core::as_bytes(text), bytes.subspan(4));
}

}  // namespace custody
