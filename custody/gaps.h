// SPDX-License-Identifier: Apache-2.0
// Gaps in custody: stretches of time for which nobody is accountable for a thing, handovers without an answer, places and
// seals that nobody explained, digests not compared again, and times that touch a handover and cannot be right.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "custody/ledger.h"

namespace custody {

/// Words of the program in both languages of documents.
struct BothWords {
  std::string en, ja;
};

/// `class_name` is one of:
/// - of who is accountable: `waiting` (released, not answered; the releaser stays accountable), `refused`, `no receipt`
///   (outside without a receipt), `disputed` (custody went two ways), `holder ended` (the holder's key was revoked);
/// - of where: `no place` (handed over, no place recorded then or ever before), `stale place` (none since an earlier one);
/// - of the seal: `seal broken` (found broken or gone, and no entry says who broke it), `seal contradicted` (said intact
///   after it was broken);
/// - of the image: `not compared again` (for longer than the case's interval), `not ended` (an acquisition);
/// - of time: `clock` (before and after a handover).
struct Gap {
  std::string class_name;
  std::string item;  // thing or image
  core::UtcTime from;
  std::optional<core::UtcTime> to;     // nullopt: it lasts
  std::vector<std::uint64_t> entries;  // that show it, in the order of the replay
  std::string text, text_ja;           // the same in English and in Japanese
};
using Gaps = std::vector<Gap>;

struct GapsAsked {
  core::UtcTime now;         // the end of what lasts
  bool leave_later = false;  // as things stood at `now`: entries that claim a later time do not count
};

/// Every gap of every thing and image, by item, then by the time it began. Reads only. A thing's disposal is its end.
Gaps find_gaps(const Ledger& ledger, const GapsAsked& asked);

/// True for the classes that say that nobody, or not surely anybody, was accountable.
bool is_of_holding(const Gap& gap);

}  // namespace custody
