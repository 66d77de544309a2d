// SPDX-License-Identifier: Apache-2.0
// How often an image is to be read again and compared with the digests of its acquisition, when that was done last, and
// when it is due. docs/ledger-format.md section 6, `case_setting` and `accessed`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "custody/ledger.h"

namespace custody {

inline constexpr std::int64_t kDefaultRecheckDays = 180;
inline constexpr std::int64_t kMostRecheckDays = 36'500;
/// The range of an access of action `verified` begins with these words when all media were read back and compared.
inline constexpr std::string_view kWholeImage = "whole image";

struct RecheckInterval {
  std::int64_t days = kDefaultRecheckDays;
  std::optional<std::uint64_t> entry;  // that set it; nullopt: the default
  core::UtcTime after(core::UtcTime time) const;
};
RecheckInterval recheck_interval(const Rows& rows);

/// An entry that says that the digests of an image were right at that time, or were computed then.
struct ImageCheck {
  std::uint64_t entry = 0;
  core::UtcTime time;
  bool compared = false;  // false: the acquisition itself
};
/// The acquisition, or the import, in which the image was read whole; then each comparison, in the order of the replay. None
/// when no acquisition is finished.
std::vector<ImageCheck> checks_of(const Ledger& ledger, const std::string& image);

struct ImageDue {
  std::string image;
  ImageCheck last;
  core::UtcTime due;  // an image that was never compared is due at once
};
/// All finished images that are not disposed of, by the time they are due.
std::vector<ImageDue> images_by_due_time(const Ledger& ledger);

/// `days` from 1 to kMostRecheckDays.
Draft draft_recheck_days(std::int64_t days, const std::string& reason, const UnlockedKey& by);

}  // namespace custody
