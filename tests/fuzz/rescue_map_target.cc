// SPDX-License-Identifier: Apache-2.0
// Mapfiles of GNU ddrescue: what is accepted follows without gaps, survives being written, and covers the medium exactly once.
#include "acquire/damage/map_file.h"
#include "core/error.h"
#include "core/text.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

void check_blocks(const acquire::RescueMap& map) {
  require(!map.blocks.empty() && map.blocks.size() <= acquire::RescueMap::kMostBlocks,
          "a map has blocks, and not too many");
  std::uint64_t at = map.blocks.front().range.offset;
  char before = 0;
  for (const auto& block : map.blocks) {
    require(block.range.offset == at && block.range.length > 0, "blocks follow each other without a gap");
    require(std::string_view("?*/-+").find(block.status) != std::string_view::npos,
            "a status is one of five");
    require(block.status != before, "equal neighbours are one block");
    at += block.range.length;
    before = block.status;
  }
  require(at == map.end() && at <= std::uint64_t{1} << 63U, "a map ends within the largest medium");
}

void check_ranges(const acquire::RescueMap& map, std::uint64_t size) {
  const auto ranges = acquire::not_read(map, size);
  std::uint64_t end = 0;
  bool first = true;
  for (const acquire::Range& range : ranges) {
    require(range.length > 0 && (first ? range.offset >= end : range.offset > end),
            "ranges ascend and do not touch");
    end = range.offset + range.length;
    first = false;
  }
  require(end <= size, "ranges lie inside the medium");
  require(acquire::not_read(acquire::map_of(ranges, size), size) == ranges || size == 0,
          "what is not read survives being made a map");
}

}  // namespace

void run_rescue_map(core::ByteView input) {
  const std::string text(core::as_text(input));
  acquire::RescueMap map;
  try {
    map = acquire::parse_map(text, "sample");
  } catch (const core::Error& error) {
    const std::string why = error.what();
    require(why.find("line ") != std::string::npos && core::shown(why) == why,
            "a refusal names the line, in plain text");
    return;
  }
  check_blocks(map);
  require(acquire::parse_map(acquire::map_text(map), "written").blocks == map.blocks,
          "a map survives being written");
  for (const std::uint64_t size : {map.end(), map.end() / 2, map.end() + 512}) {
    check_ranges(map, size);
  }
}

}  // namespace fuzz
