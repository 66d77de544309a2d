// SPDX-License-Identifier: Apache-2.0
#include "acquire/child/frames.h"

#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <system_error>

#include "acquire/image/segment_file.h"
#include "core/error.h"

namespace acquire {
namespace {

/// Nullopt for a type that is not known.
std::optional<std::size_t> limit_of(FrameType type) {
  switch (type) {
    case FrameType::size: return sizeof(std::uint64_t);
    case FrameType::data: return kDataFrameLimit;
    case FrameType::slot: return kSlotFrameSize;
    case FrameType::errors: return kErrorsLimit;
    case FrameType::head:
    case FrameType::report: return kReportLimit;
    case FrameType::fault: return kFaultLimit;
    case FrameType::block: return kBlockFrameSize;
    case FrameType::entry: return kEntryLimit;
    case FrameType::runs: return kRunsLimit;
  }
  return std::nullopt;
}

}  // namespace

void write_frame(int fd, FrameType type, core::ByteView payload) {
  assert(payload.size() <= limit_of(type));
  std::array<std::uint8_t, kFrameHeadSize> head{static_cast<std::uint8_t>(type)};
  for (std::size_t i = 0; i < 4; ++i) {
    head[i + 1] = static_cast<std::uint8_t>(payload.size() >> (8 * i));
  }
  std::size_t done = 0;
  while (done < head.size() + payload.size()) {
    const std::size_t head_done = std::min(done, head.size());
    const std::size_t payload_done = done - head_done;
    const std::array<iovec, 2> parts{
        {{head.data() + head_done, head.size() - head_done},
         {const_cast<std::uint8_t*>(payload.data()) + payload_done, payload.size() - payload_done}}};
    const ssize_t n = ::writev(fd, parts.data(), static_cast<int>(parts.size()));
    if (n < 0 && errno != EINTR) {
      core::fail("cannot hand on what was read: " + std::generic_category().message(errno));
    }
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
}

void write_size_frame(int fd, std::uint64_t size) {
  std::array<std::uint8_t, sizeof size> bytes{};
  put_little64(bytes, size);
  write_frame(fd, FrameType::size, bytes);
}

void put_little64(std::span<std::uint8_t> room, std::uint64_t value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    room[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

std::optional<FrameHead> parse_frame_head(core::ByteView head) {
  const FrameHead parsed{static_cast<FrameType>(head[0]), little32(head, 1)};
  const auto limit = limit_of(parsed.type);
  return limit && parsed.length <= *limit ? std::optional(parsed) : std::nullopt;
}

}  // namespace acquire
