// SPDX-License-Identifier: Apache-2.0
// Cosignatures of witnesses (c2sp.org/tlog-cosignature, Ed25519): a time and a signature over it and a checkpoint.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "custody/note.h"

namespace custody {

/// A witness's verifier key; its type byte (0x04) tells it from the keys of logs and persons.
struct WitnessKey {
  std::string name;
  PublicKey key;

  std::array<std::uint8_t, 4> id() const { return key_id(name, KeyType::cosignature, key); }
  std::string text() const { return vkey_text(name, KeyType::cosignature, key); }
  static std::optional<WitnessKey> parse(std::string_view text);
  bool operator==(const WitnessKey&) const = default;
};

/// The signature line's content: key id, time in seconds since 1970 (64 bits, big end first), signature.
NoteSignature cosign(std::string_view checkpoint_text, const WitnessKey& as, const PrivateKey& key,
                     std::uint64_t time);
/// True when the line carries the name and id of that key; whether it verifies is another question.
bool names_witness(const NoteSignature& signature, const WitnessKey& key);
/// The time at which that witness cosigned; nullopt when the line is not its cosignature of this text.
std::optional<std::uint64_t> verify_cosignature(std::string_view checkpoint_text,
                                                const NoteSignature& signature, const WitnessKey& key);

/// A cosignature's time as the project's times; clamped to the last that can be written.
core::UtcTime utc_of_seconds(std::uint64_t seconds);

}  // namespace custody
