// SPDX-License-Identifier: Apache-2.0
#include "custody/write_ahead_log.h"

#include <algorithm>
#include <array>
#include <bit>
#include <fstream>
#include <optional>

#include "core/bytes.h"

namespace custody {

namespace {

std::uint32_t big_endian(core::ByteView bytes) {
  return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U | std::uint32_t{bytes[2]} << 8U |
         bytes[3];
}

std::uint32_t little_endian(core::ByteView bytes) {
  return std::uint32_t{bytes[3]} << 24U | std::uint32_t{bytes[2]} << 16U | std::uint32_t{bytes[1]} << 8U |
         bytes[0];
}

using Sum = std::array<std::uint32_t, 2>;

class Frames {
 public:
  explicit Frames(const core::Path& log) : in_(log.native(), std::ios::binary), header_(kWalHeader) {
    good_ = read(header_, 0);
    page_ = big_endian(at(header_, 8));
    good_ = good_ && page_ >= 512 && page_ <= 65536 && std::has_single_bit(page_);
    words_big_ = (header_[3] & 1U) != 0;
  }

  bool header_is_whole() const {
    return good_ && sum(core::ByteView(header_).first(24), {}) == stored(header_, 24);
  }
  std::uint64_t frame_size() const { return kWalFrameHeader + page_; }

  /// The frame at `offset`; false at the end of the file.
  bool next(std::uint64_t offset) {
    const Sum before = frame_.empty() ? seed(offset) : stored(frame_, 16);
    frame_.resize(frame_size());
    if (!read(frame_, offset)) {
      return false;
    }
    const bool ours = std::equal(frame_.begin() + 8, frame_.begin() + 16, header_.begin() + 16);
    commits_ = ours && big_endian(at(frame_, 4)) != 0;
    const core::ByteView all(frame_);
    whole_ = ours && sum(all.subspan(kWalFrameHeader), sum(all.first(8), before)) == stored(frame_, 16);
    return true;
  }
  bool commits() const { return commits_; }
  /// The frame is the one that was written behind the frame before it.
  bool whole() const { return whole_; }

 private:
  static core::ByteView at(const core::Bytes& bytes, std::size_t offset) {
    return core::ByteView(bytes).subspan(offset);
  }
  static Sum stored(const core::Bytes& bytes, std::size_t offset) {
    return {big_endian(at(bytes, offset)), big_endian(at(bytes, offset + 4))};
  }
  bool read(core::Bytes& into, std::uint64_t offset) {
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(offset));
    return static_cast<bool>(
        in_.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size())));
  }
  /// What the sum of the frame at `offset` goes on from: kept in the frame before it, or in the header.
  Sum seed(std::uint64_t offset) {
    core::Bytes before(kWalFrameHeader);
    return offset > kWalHeader && read(before, offset - frame_size()) ? stored(before, 16)
                                                                      : stored(header_, 24);
  }
  Sum sum(core::ByteView bytes, Sum from) const {
    const auto word = words_big_ ? &big_endian : &little_endian;
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
      from[0] += word(bytes.subspan(i, 4)) + from[1];
      from[1] += word(bytes.subspan(i + 4, 4)) + from[0];
    }
    return from;
  }

  std::ifstream in_;
  core::Bytes header_, frame_;
  std::uint32_t page_ = 0;
  bool good_ = false, words_big_ = false, commits_ = false, whole_ = false;
};

}  // namespace

bool lost_finished_transaction(const core::Path& log, std::uint64_t used) {
  Frames frames(log);
  if (!frames.header_is_whole()) {
    return true;  // it is synced before any frame is written
  }
  bool committed = false;
  for (std::uint64_t offset = std::max(used, kWalHeader); frames.next(offset);
       offset += frames.frame_size()) {
    if (committed && frames.whole()) {
      return true;
    }
    committed = committed || frames.commits();
  }
  return false;
}

}  // namespace custody
