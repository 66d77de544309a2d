// SPDX-License-Identifier: Apache-2.0
// The media of an image at any offset, as the locked-down child reads it: raw and E01 behind one interface.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "acquire/image/fault_list.h"
#include "acquire/image/segments.h"

namespace acquire {

/// Media bytes at any offset; what is wrong is said in words.
class MediaFiles {
 public:
  virtual ~MediaFiles() = default;
  virtual std::uint64_t size() const = 0;
  /// Nullopt when the whole buffer was filled. REQUIRES: the range lies inside the media.
  virtual std::optional<std::string> read(std::uint64_t offset, std::span<std::uint8_t> buffer) = 0;
};

/// What is wrong with the structure of the image goes to `faults`. Throws Error when a file cannot be opened.
/// REQUIRES: the set outlives it.
std::unique_ptr<MediaFiles> open_media(const SegmentSet& set, FaultList& faults);

}  // namespace acquire
