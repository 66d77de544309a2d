// SPDX-License-Identifier: Apache-2.0
// A few bytes at chosen places of a source, before it is imaged. Bounded: what a medium says cannot make it read on.
#pragma once

#include <optional>
#include <vector>

#include "acquire/device/source.h"
#include "acquire/image/segment_file.h"

namespace acquire {

class MediaView {
 public:
  /// Bytes that may be asked for in all, and reads that may fail, before nothing more is read.
  static constexpr std::uint64_t kBudget = 64U << 20U;
  static constexpr std::size_t kFailures = 3;

  /// The source must outlive it.
  explicit MediaView(Source& source) : source_(source) {}
  std::uint64_t size() const { return source_.facts().size; }
  std::uint32_t sector_size() const { return source_.facts().logical_sector_size; }

  /// `length` bytes from `offset`; nullopt when any of them lies behind the end or cannot be read.
  std::optional<core::Bytes> at(std::uint64_t offset, std::size_t length);
  /// Places that could not be read.
  const std::vector<Range>& unread() const { return unread_; }

 private:
  Source& source_;
  std::uint64_t asked_ = 0;
  std::vector<Range> unread_;
};

/// Whether that text stands there; false when there is no room for it.
bool has_text(core::ByteView bytes, std::size_t at, std::string_view text);
/// UTF-16, little-endian, up to the first zero, as UTF-8; what is no character becomes U+FFFD.
std::string utf8_of_utf16(core::ByteView bytes);
/// Up to the first zero byte, blanks at the end left out.
std::string padded_text(core::ByteView bytes);

}  // namespace acquire
