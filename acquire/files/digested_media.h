// SPDX-License-Identifier: Apache-2.0
// Media at any offset for a decoder in the locked-down child: each block is told with its SHA-256 before a byte of it is used,
// so that the parent can compare it with the one recorded.
#pragma once

#include <functional>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "acquire/reading/media_files.h"
#include "core/bytes.h"
#include "core/digest.h"

namespace acquire {

class DigestedMedia {
 public:
  using Tell = std::function<void(std::uint64_t block, const core::Sha256& digest)>;

  /// REQUIRES: `media` outlives it.
  DigestedMedia(MediaFiles& media, Tell tell) : media_(media), tell_(std::move(tell)) {}
  std::uint64_t size() const { return media_.size(); }
  /// Fills the whole buffer; false when a part of it cannot be read. REQUIRES: the range lies inside the media.
  bool read(std::uint64_t offset, std::span<std::uint8_t> buffer);
  /// Why the first block that could not be read could not; it stays, whatever a decoder makes of it.
  const std::optional<std::string>& fault() const { return fault_; }

 private:
  struct Block {
    std::uint64_t number = 0;
    core::Bytes bytes;
  };
  /// Nullptr when it cannot be read.
  const Block* block(std::uint64_t number);

  MediaFiles& media_;
  const Tell tell_;
  std::optional<std::string> fault_;
  std::list<Block> cached_;  // the one used last comes first
  std::unordered_map<std::uint64_t, std::list<Block>::iterator> by_number_;
};

}  // namespace acquire
