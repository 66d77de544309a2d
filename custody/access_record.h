// SPDX-License-Identifier: Apache-2.0
// What an access entry says of the bytes that were read: the member `range`, and a list where that would be too long.
#pragma once

#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "custody/ledger.h"

namespace custody {

/// Ranges longer than this are listed in an attachment.
inline constexpr std::size_t kListedRanges = 16;

/// "bytes 0-4095, 8192-8703 (2 ranges, 4608 bytes)"; with more than kListedRanges only how many and how much.
std::string range_text(const std::vector<acquire::Range>& ranges);

/// What a mount learnt of itself.
struct MountReading {
  std::vector<acquire::Range> read;     // ascending, not touching
  std::vector<acquire::Range> refused;  // asked for, and not given out since they are damaged
  std::uint64_t unit = 1;               // the ranges are rounded outward to this many bytes
};

/// An access in progress, as it is noted and as its entry names it.
struct AccessIntent {
  std::string id;      // 16 hex digits
  std::string image;   // what is accessed
  std::string reason;  // the person's
  std::string key;     // key name of the person
  std::string since;   // UTC
};

/// The entry of a mount that has ended. Where the image was restricted meanwhile the action is `viewed`, since no entry may say
/// that a restricted image was mounted, and the range tells. REQUIRES: inside the draft function of an append.
Draft draft_mounted(const Ledger& ledger, const AccessIntent& intent, const MountReading& reading,
                    const UnlockedKey& by);
/// The entry of a mount whose process ended without one.
Draft draft_cut_off(const Ledger& ledger, const AccessIntent& intent, const UnlockedKey& by);

/// The words by which the entry of an access names the access.
std::string mount_name(const AccessIntent& intent);

}  // namespace custody
