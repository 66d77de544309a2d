// SPDX-License-Identifier: Apache-2.0
// A brief in the ledger: who is behind its pseudonyms is sealed for two people, and the entry names both files by digest.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/secret.h"
#include "custody/ledger.h"
#include "legal/sharing/brief.h"

namespace legal {

struct BriefKeys {
  std::string counsel, keeper;  // key names
};

/// The two that were named, or where a name is empty the only one there is in that role. Throws Error when there is none or
/// more than one, or both are one person's.
BriefKeys brief_keys(const custody::Ledger& ledger, const BriefKeys& named);

struct BriefRecord {
  std::string incident, language;
  std::string profile;                  // leaf hash; empty: the one that ships
  core::Sha256 profile_sha256, sha256;  // of the profile's bytes and of the brief's
  std::vector<std::string> allowed;
  BriefKeys keys;
};

/// Who is behind the pseudonyms, and the salt: for those who open it. One line of JSON.
std::string mapping_text(const Brief& brief, const Anonymiser& anonymiser, core::ByteView salt,
                         const core::Sha256& sha256);

/// The entry; the mapping is sealed and staged to be attached. REQUIRES: inside the draft function of an append.
custody::Draft draft_brief(const custody::Ledger& ledger, const BriefRecord& record,
                           const std::string& mapping, const custody::UnlockedKey& by);

/// The mapping behind the brief of that entry, opened with both keys. Throws Error.
core::Secret open_mapping(const custody::Ledger& ledger, std::uint64_t brief, const custody::UnlockedKey& one,
                          const custody::UnlockedKey& other);
/// That it is opened; both sign.
custody::Draft draft_opened(const custody::Ledger& ledger, std::uint64_t brief, const std::string& reason,
                            const custody::UnlockedKey& one, const custody::UnlockedKey& other);

}  // namespace legal
