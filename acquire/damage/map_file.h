// SPDX-License-Identifier: Apache-2.0
// GNU ddrescue mapfiles: which parts of a medium a rescue has read, and which not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "acquire/acquisition.h"

namespace acquire {

/// Blocks that follow each other without a gap, none of them empty.
struct RescueMap {
  static constexpr std::uint64_t kMostBytes = 64U << 20U;  // of the file
  static constexpr std::size_t kMostBlocks = 1'000'000;    // after equal neighbours are one

  struct Block {
    Range range;
    char status = '?';  // ? not tried, * not trimmed, / not scraped, - bad, + read
    bool operator==(const Block&) const = default;
  };
  std::vector<Block> blocks;

  /// Where the last block ends; 0 when there is none.
  std::uint64_t end() const;
};

/// Throws Error with `name` and the line when the text is no mapfile.
RescueMap parse_map(std::string_view text, const std::string& name);
/// Reads a mapfile; throws Error when it cannot be read, is too large or no mapfile.
RescueMap read_map(const core::Path& file);

/// What of the first `size` bytes was not read; the map says nothing of what lies outside its blocks, so that counts too.
std::vector<Range> not_read(const RescueMap& map, std::uint64_t size);

/// The map of a source read once from start to end. REQUIRES: ranges ascending, not touching, inside `size`.
RescueMap map_of(const std::vector<Range>& unreadable, std::uint64_t size);
/// As ddrescue reads it.
std::string map_text(const RescueMap& map);

}  // namespace acquire
