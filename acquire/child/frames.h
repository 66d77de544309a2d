// SPDX-License-Identifier: Apache-2.0
// What passes from the locked-down reader to its parent: frames of a type, a length (32 bits, little-endian) and
// that many bytes. The parent trusts none of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/bytes.h"

namespace acquire {

enum class FrameType : std::uint8_t {
  size = 'S',    // 8 bytes, little-endian: bytes of media that will follow; first of all
  errors = 'X',  // read errors that the image lists: offset and length (8 bytes each, little-endian) for each
  head =
      'H',  // JSON: what the image says of itself, and what is wrong with its structure; behind the errors, before the media
  data = 'D',  // media, in order
  slot =
      'M',  // media, in order: the slot of shared memory it lies in (1 byte) and its length (4 bytes, little-endian)
  report = 'R',  // JSON: all faults; last of all
  fault = 'F',   // in the place of a block that was asked for, or of a report: why it cannot be given
  block =
      'B',  // number (8 bytes, little-endian) and SHA-256 of a block of media, before anything that rests on it
  entry = 'N',  // JSON: one name of a folder
  runs = 'U',   // where content lies: a kind, offset and length (1 + 8 + 8 bytes, little-endian) for each run
};

inline constexpr std::size_t kDataFrameLimit = 1U << 20U;
inline constexpr std::size_t kFaultLimit = 4U << 10U;
inline constexpr std::size_t kReportLimit = 16U << 20U;
inline constexpr std::size_t kFrameHeadSize = 5;
inline constexpr std::size_t kSlotFrameSize = 1 + 4;
inline constexpr std::size_t kBlockFrameSize = 8 + 32;
inline constexpr std::size_t kEntryLimit = 16U << 10U;
inline constexpr std::size_t kRunSize = 1 + 8 + 8;
inline constexpr std::size_t kRunsLimit = 4096 * kRunSize;
inline constexpr std::size_t kErrorSize = 8 + 8;
inline constexpr std::size_t kErrorsLimit = 4096 * kErrorSize;
/// The parent asks for files with one JSON text of at most this many bytes, then shuts its end.
inline constexpr std::size_t kFileRequestLimit = 64U << 10U;
/// The parent asks for a block by its number: 8 bytes, little-endian.
inline constexpr std::size_t kQuestionSize = 8;

/// Writes one frame whole; throws Error when the other side is gone.
void write_frame(int fd, FrameType type, core::ByteView payload);

/// The frame `size`.
void write_size_frame(int fd, std::uint64_t size);

/// 8 bytes, little-endian. REQUIRES: there is room.
void put_little64(std::span<std::uint8_t> room, std::uint64_t value);

struct FrameHead {
  FrameType type = FrameType::data;
  std::uint32_t length = 0;
};
/// Nullopt for an unknown type or a length over its limit.
std::optional<FrameHead> parse_frame_head(core::ByteView head);

}  // namespace acquire
