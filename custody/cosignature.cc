// SPDX-License-Identifier: Apache-2.0
#include "custody/cosignature.h"

#include <algorithm>

namespace custody {
namespace {

constexpr std::size_t kIdSize = 4, kTimeSize = 8, kSignatureSize = 64;
constexpr std::uint64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z

std::string signed_message(std::string_view checkpoint_text, std::uint64_t time) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(checkpoint_text);
}

}  // namespace

std::optional<WitnessKey> WitnessKey::parse(std::string_view text) {
  auto named = parse_vkey(text, KeyType::cosignature);
  return named ? std::optional(WitnessKey{std::move(named->name), named->key}) : std::nullopt;
}

NoteSignature cosign(std::string_view checkpoint_text, const WitnessKey& as, const PrivateKey& key,
                     std::uint64_t time) {
  const auto id = as.id();
  const SignatureBytes signature = key.sign(core::as_bytes(signed_message(checkpoint_text, time)));
  NoteSignature out{as.name, core::Bytes(id.begin(), id.end())};
  for (std::size_t i = kTimeSize; i-- > 0;) {
    out.bytes.push_back(static_cast<std::uint8_t>(time >> (8 * i)));
  }
  out.bytes.insert(out.bytes.end(), signature.begin(), signature.end());
  return out;
}

bool names_witness(const NoteSignature& signature, const WitnessKey& key) {
  const auto id = key.id();
  return signature.name == key.name && signature.bytes.size() >= kIdSize &&
         std::equal(id.begin(), id.end(), signature.bytes.begin());
}

std::optional<std::uint64_t> verify_cosignature(std::string_view checkpoint_text,
                                                const NoteSignature& signature, const WitnessKey& key) {
  const core::ByteView bytes(signature.bytes);
  if (!names_witness(signature, key) || bytes.size() != kIdSize + kTimeSize + kSignatureSize) {
    return std::nullopt;
  }
  std::uint64_t time = 0;
  for (const std::uint8_t byte : bytes.subspan(kIdSize, kTimeSize)) {
    time = time << 8U | byte;
  }
  const bool in_range = time <= ~std::uint64_t{0} >> 1U;
  return in_range && key.key.verify(core::as_bytes(signed_message(checkpoint_text, time)),
                                    bytes.subspan(kIdSize + kTimeSize))
             ? std::optional(time)
             : std::nullopt;
}

core::UtcTime utc_of_seconds(std::uint64_t seconds) {
  return {static_cast<std::int64_t>(std::min(seconds, kLastSecond)) * 1'000'000};
}

}  // namespace custody
