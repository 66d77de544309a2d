// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/sector_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace acquire {
namespace {

/// Only the owner and root may ask for O_NOATIME. Not valid when there is no direct input.
core::Fd open_direct(const core::Path& path) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_DIRECT | O_NONBLOCK;
  core::Fd fd(::open(path.c_str(), kFlags | O_NOATIME));
  if (!fd.valid() && errno == EPERM) {
    fd = core::Fd(::open(path.c_str(), kFlags));
  }
  return fd;
}

}  // namespace

std::ptrdiff_t read_fully_at(int fd, std::uint64_t offset, std::span<std::uint8_t> buffer) {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t n =
        ::pread(fd, buffer.data() + done, buffer.size() - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n < 0 && done == 0) {
      return -errno;
    }
    if (n <= 0) {
      break;
    }
    done += static_cast<std::size_t>(n);
  }
  return static_cast<std::ptrdiff_t>(done);
}

SectorReader::SectorReader(core::Fd fd, const core::Path& path, std::uint32_t sector_size)
    : fd_(std::move(fd)),
      cache_(fd_.get()),
      direct_(open_direct(path)),
      sector_(sector_size),
      sector_size_(sector_size) {
  ::posix_fadvise(fd_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
}

std::ptrdiff_t SectorReader::read_at(std::uint64_t offset, std::span<std::uint8_t> buffer) {
  if (direct_.valid() && buffer.size() == sector_size_) {
    const auto sector = sector_.span().first(sector_size_);
    const std::ptrdiff_t result = read_fully_at(direct_.get(), offset, sector);
    if (result != -EINVAL) {
      std::copy_n(sector.begin(), std::max<std::ptrdiff_t>(result, 0), buffer.begin());
      return result;
    }
  }
  const std::ptrdiff_t result = read_fully_at(fd_.get(), offset, buffer);
  cache_.was_read(offset, static_cast<std::uint64_t>(std::max<std::ptrdiff_t>(result, 0)));
  return result;
}

}  // namespace acquire
