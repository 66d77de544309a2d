// SPDX-License-Identifier: Apache-2.0
// One file of an image, read at offsets that the image itself gives: nothing outside the file is ever read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/durable_file.h"

namespace acquire {

class SegmentFile {
 public:
  /// Throws Error when the file cannot be opened.
  explicit SegmentFile(const core::Path& path);
  std::uint64_t size() const { return size_; }
  /// Name without folder, fit for messages.
  const std::string& name() const { return name_; }
  /// Fills the whole buffer; false when the range is not inside the file or cannot be read.
  bool read(std::uint64_t offset, std::span<std::uint8_t> buffer) const;
  /// REQUIRES: length is bounded by the caller.
  std::optional<core::Bytes> bytes(std::uint64_t offset, std::size_t length) const;

 private:
  core::Fd fd_;
  std::string name_;
  std::uint64_t size_ = 0;
};

/// Asks the kernel to forget what it holds of the files, so that storage is read and not memory. Synced pages only; on a
/// file system in memory it changes nothing.
void forget_cached(const std::vector<core::Path>& files);

/// Little-endian numbers. REQUIRES: the range lies inside `bytes`.
std::uint16_t little16(core::ByteView bytes, std::size_t at);
std::uint32_t little32(core::ByteView bytes, std::size_t at);
std::uint64_t little64(core::ByteView bytes, std::size_t at);

}  // namespace acquire
