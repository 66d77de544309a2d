// SPDX-License-Identifier: Apache-2.0
#include "custody/tile_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/merkle.h"

namespace custody {
namespace {

constexpr std::uint64_t kWidth = 256;

/// "x001/x234/067" for 1234067; a partial tile of `width` leaves ends in ".p/<width>".
std::string tile_name(std::uint64_t index, std::uint64_t width) {
  std::string out = fmt::format("{:03}", index % 1000);
  for (index /= 1000; index > 0; index /= 1000) {
    out = fmt::format("x{:03}/", index % 1000) + out;
  }
  return width == kWidth ? out : out + ".p/" + std::to_string(width);
}

}  // namespace

void each_hash_tile(const std::vector<core::Sha256>& leaf_hashes, const TileVisit& visit) {
  std::vector<core::Sha256> level = leaf_hashes;
  for (unsigned number = 0; !level.empty(); ++number) {
    std::vector<core::Sha256> above;
    for (std::size_t first = 0; first < level.size(); first += kWidth) {
      const std::size_t width = std::min<std::size_t>(kWidth, level.size() - first);
      const auto tile = std::span(level).subspan(first, width);
      core::Bytes bytes;
      for (const core::Sha256& hash : tile) {
        bytes.insert(bytes.end(), hash.bytes.begin(), hash.bytes.end());
      }
      visit(std::to_string(number) + "/" + tile_name(first / kWidth, width), bytes);
      if (width == kWidth) {
        above.push_back(core::merkle::root_of(tile));
      }
    }
    level = std::move(above);
  }
}

void EntryBundles::add(const std::optional<core::Bytes>& leaf) {
  if (leaf) {
    // A leaf has at most 65,535 bytes: two bytes hold its length, the high one first.
    bundle_.push_back(static_cast<std::uint8_t>(leaf->size() >> 8U));
    bundle_.push_back(static_cast<std::uint8_t>(leaf->size() & 0xffU));
    bundle_.insert(bundle_.end(), leaf->begin(), leaf->end());
  }
  complete_ = complete_ && leaf.has_value();
  if (++size_ % kWidth == 0) {
    give();
  }
}

void EntryBundles::give() {
  if (complete_) {
    const std::uint64_t last = size_ - 1;
    visit_("entries/" + tile_name(last / kWidth, last % kWidth + 1), bundle_);
  }
  bundle_.clear();
  complete_ = true;
}

void EntryBundles::finish() {
  if (size_ % kWidth != 0) {
    give();
  }
}

}  // namespace custody
