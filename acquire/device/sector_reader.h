// SPDX-License-Identifier: Apache-2.0
// Reads an open file or device; single sectors past the page cache, which would lose the readable neighbours of a
// bad one.
#pragma once

#include <span>

#include "acquire/device/cache_courtesy.h"
#include "acquire/stages/buffer_pool.h"
#include "core/durable_file.h"

namespace acquire {

/// pread that is repeated when interrupted or short, up to the end: bytes read or a negative errno.
std::ptrdiff_t read_fully_at(int fd, std::uint64_t offset, std::span<std::uint8_t> buffer);

class SectorReader {
 public:
  /// `fd` is `path` opened for reading.
  SectorReader(core::Fd fd, const core::Path& path, std::uint32_t sector_size);
  std::ptrdiff_t read_at(std::uint64_t offset, std::span<std::uint8_t> buffer);

 private:
  core::Fd fd_;
  CacheCourtesy cache_;  // of fd_
  core::Fd direct_;      // not valid where direct input is not to be had
  AlignedBytes sector_;
  std::size_t sector_size_;
};

}  // namespace acquire
