// SPDX-License-Identifier: Apache-2.0
#include "custody/sealed_for_two.h"

#include <sodium/core.h>
#include <sodium/crypto_aead_xchacha20poly1305.h>
#include <sodium/utils.h>

#include <algorithm>

#include "core/error.h"
#include "core/json.h"
#include "core/text.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr const char* kFormat = "exhibit.evidence/sealed-for-two/v1";
constexpr std::size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

/// Cleansed when let go.
struct Half {
  std::array<std::uint8_t, kKey> bytes{};
  Half() = default;
  Half(const Half&) = delete;
  Half& operator=(const Half&) = delete;
  ~Half() { ::sodium_memzero(bytes.data(), bytes.size()); }
};

void combine(const Half& one, const Half& other, Half& into) {
  std::transform(one.bytes.begin(), one.bytes.end(), other.bytes.begin(), into.bytes.begin(),
                 [](std::uint8_t a, std::uint8_t b) { return static_cast<std::uint8_t>(a ^ b); });
}

/// What is encrypted is bound to the two names.
std::string bound_text(const std::array<std::string, 2>& names) {
  return std::string(kFormat) + "\n" + names[0] + "\n" + names[1] + "\n";
}

struct Sealed {
  core::Bytes nonce, content;
  std::array<std::string, 2> names;
  std::array<core::Bytes, 2> halves;
};

std::optional<core::Bytes> bytes_of(const Value& value, const char* member) {
  return core::from_base64(value.text_of(member).value_or(""));
}

std::optional<Sealed> parse(std::string_view file) {
  const auto value = core::json::decode_canonical(file.substr(0, file.find('\n')));
  const Value* halves = value ? value->find("halves") : nullptr;
  const bool good = halves != nullptr && halves->array() != nullptr && halves->array()->size() == 2 &&
                    value->text_of("format") == kFormat;
  if (!good) {
    return std::nullopt;
  }
  Sealed out;
  const auto nonce = bytes_of(*value, "nonce"), content = bytes_of(*value, "content");
  if (!nonce || nonce->size() != kNonce || !content || content->size() < kTag) {
    return std::nullopt;
  }
  out.nonce = *nonce;
  out.content = *content;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto half = bytes_of((*halves->array())[i], "sealed");
    const auto name = (*halves->array())[i].text_of("key");
    if (!half || !name) {
      return std::nullopt;
    }
    out.names[i] = *name;
    out.halves[i] = *half;
  }
  return out;
}

core::Bytes encrypted(std::string_view text, const Half& key, const core::Bytes& nonce,
                      const std::string& bound) {
  core::Bytes out(text.size() + kTag);
  unsigned long long size = 0;
  const core::ByteView plain = core::as_bytes(text), with = core::as_bytes(bound);
  if (::crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), &size, plain.data(), plain.size(), with.data(),
                                                   with.size(), nullptr, nonce.data(),
                                                   key.bytes.data()) != 0) {
    core::fail("the cryptographic library failed to encrypt");
  }
  out.resize(size);
  return out;
}

void take_half(const Sealed& sealed, const UnlockedKey& key, std::size_t which, Half& into) {
  const auto opened = key.private_key.open_sealed(sealed.halves[which]);
  if (!opened || opened->size() != into.bytes.size()) {
    core::fail("the key " + key.card.id() + " (" + core::shown(key.card.name) +
               ") cannot open its half: the file was changed, or the key can only sign");
  }
  std::copy(opened->begin(), opened->end(), into.bytes.begin());
}

/// Which half is that key's.
std::size_t place_of(const Sealed& sealed, const UnlockedKey& key) {
  const auto found = std::find(sealed.names.begin(), sealed.names.end(), key.card.key.name);
  if (found == sealed.names.end()) {
    core::fail("nothing in the file is sealed for the key " + key.card.id() + " (" +
               core::shown(key.card.name) + ")");
  }
  return static_cast<std::size_t>(found - sealed.names.begin());
}

}  // namespace

std::string seal_for_two(std::string_view text, const std::array<VerifierKey, 2>& keys,
                         core::Random& random) {
  if (keys[0] == keys[1]) {
    core::fail("the two keys are the same; it takes two people to seal for two");
  }
  if (::sodium_init() < 0) {
    core::fail("the cryptographic library cannot be used");
  }
  Half key, first, second;
  core::Bytes nonce(kNonce);
  random.fill(key.bytes);
  random.fill(first.bytes);
  random.fill(nonce);
  combine(key, first, second);
  Array halves;
  for (const auto& [name, half] : {std::pair{&keys[0], &first}, std::pair{&keys[1], &second}}) {
    const auto sealed = name->key.seal(half->bytes);
    if (!sealed) {
      core::fail("nothing can be sealed under the key " + name->name + "; name another person's key");
    }
    halves.emplace_back(Object{{"key", name->name}, {"sealed", core::to_base64(*sealed)}});
  }
  const std::string bound = bound_text({keys[0].name, keys[1].name});
  return core::json::encode(Object{{"content", core::to_base64(encrypted(text, key, nonce, bound))},
                                   {"format", kFormat},
                                   {"halves", std::move(halves)},
                                   {"nonce", core::to_base64(nonce)}}) +
         "\n";
}

std::optional<std::array<std::string, 2>> sealed_for(std::string_view file) {
  const auto sealed = parse(file);
  return sealed ? std::optional(sealed->names) : std::nullopt;
}

core::Secret open_with_two(std::string_view file, const UnlockedKey& one, const UnlockedKey& other) {
  const auto sealed = parse(file);
  if (!sealed || ::sodium_init() < 0) {
    core::fail("that is no text sealed for two");
  }
  const std::size_t first = place_of(*sealed, one), second = place_of(*sealed, other);
  if (first == second) {
    core::fail("both keys are the same; the other person's is needed too");
  }
  Half key, mine, theirs;
  take_half(*sealed, one, first, mine);
  take_half(*sealed, other, second, theirs);
  combine(mine, theirs, key);
  const std::string bound = bound_text(sealed->names);
  const core::ByteView with = core::as_bytes(bound);
  std::string out(sealed->content.size() - kTag, '\0');
  unsigned long long size = 0;
  if (::crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(out.data()), &size, nullptr, sealed->content.data(),
          sealed->content.size(), with.data(), with.size(), sealed->nonce.data(), key.bytes.data()) != 0) {
    core::fail("the sealed text was changed, or its two halves do not belong together");
  }
  return core::Secret(std::move(out));
}

}  // namespace custody
