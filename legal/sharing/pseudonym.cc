// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/pseudonym.h"

#include <algorithm>
#include <set>

#include "core/folded_text.h"
#include "core/hmac.h"

namespace legal {

namespace {

constexpr std::string_view kLetters = "BCDFGHJKLMNPQRTVWXYZ";

/// An identity is the same however it is spelled in a case: its first name in the list, folded.
core::Sha256 digest_of(const Identity& identity, core::ByteView salt, int again) {
  std::string plain;
  for (const std::string& name : identity.names) {
    plain += core::folded(name) + "\n";
  }
  return core::hmac_sha256(
      salt, core::as_bytes(words_of(identity.kind).en + "\n" + std::to_string(again) + "\n" + plain));
}

std::string code_of(const core::Sha256& digest) {
  std::string out;
  for (std::size_t i = 0; i < 3; ++i) {
    const unsigned number = (unsigned{digest.bytes[2 * i]} << 8U) | digest.bytes[2 * i + 1];
    out += kLetters[number % kLetters.size()];
  }
  return out;
}

}  // namespace

std::map<std::size_t, std::string> codes_of(const std::vector<Identity>& identities, core::ByteView salt) {
  std::vector<std::pair<core::Sha256, std::size_t>> order;
  for (std::size_t i = 0; i < identities.size(); ++i) {
    if (has_pseudonym(identities[i].kind)) {
      order.emplace_back(digest_of(identities[i], salt, 0), i);
    }
  }
  std::sort(order.begin(), order.end());
  std::map<std::size_t, std::string> out;
  std::set<std::pair<IdentityKind, std::string>> taken;
  for (const auto& [digest, place] : order) {
    const Identity& identity = identities[place];
    std::string code = code_of(digest);
    for (int again = 1; !taken.insert({identity.kind, code}).second; ++again) {
      code = code_of(digest_of(identity, salt, again));
    }
    out[place] = code;
  }
  return out;
}

Bilingual pseudonym(IdentityKind kind, const std::string& code) {
  const Bilingual words = words_of(kind);
  std::string large = words.en;
  large[0] = static_cast<char>(large[0] - 'a' + 'A');
  return {large + " " + code, words.ja + code};
}

std::string series_of(core::ByteView salt) {
  const core::Sha256 digest = core::hmac_sha256(salt, core::as_bytes("series"));
  return core::to_hex(digest.view().subspan(0, 2));
}

}  // namespace legal
