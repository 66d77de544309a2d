// SPDX-License-Identifier: Apache-2.0
// A log as tiles: C2SP tlog-tiles, "Merkle tree" and "Log entries". Files of a folder `tile`, each once.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/digest.h"

namespace custody {

/// Path below `tile`, with `/`: "0/x001/067.p/12", "entries/000".
using TileVisit = std::function<void(const std::string& path, const core::Bytes& bytes)>;

/// All tiles of hashes of the tree with those leaf hashes: of each level the full ones, then a partial one if there is a rest.
void each_hash_tile(const std::vector<core::Sha256>& leaf_hashes, const TileVisit& visit);

/// Bundles of 256 entries, fed in order. A bundle with a withheld entry cannot be made and is left out.
class EntryBundles {
 public:
  explicit EntryBundles(TileVisit visit) : visit_(std::move(visit)) {}
  void add(const std::optional<core::Bytes>& leaf);
  /// The last, partial one.
  void finish();

 private:
  void give();

  TileVisit visit_;
  core::Bytes bundle_;
  std::uint64_t size_ = 0;  // entries so far
  bool complete_ = true;
};

}  // namespace custody
