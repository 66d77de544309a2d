// SPDX-License-Identifier: Apache-2.0
#include "acquire/image/segment_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cassert>
#include <cerrno>

#include "acquire/device/sector_reader.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

template <typename T>
T little(core::ByteView bytes, std::size_t at) {
  assert(at + sizeof(T) <= bytes.size());
  T value = 0;
  for (std::size_t i = sizeof(T); i-- > 0;) {
    value = static_cast<T>(static_cast<T>(value << 8U) | bytes[at + i]);
  }
  return value;
}

}  // namespace

SegmentFile::SegmentFile(const core::Path& path)
    : fd_(core::open_for_reading(path)), name_(core::shown(path.filename().native())) {
  struct stat status {};
  if (::fstat(fd_.get(), &status) != 0) {
    core::fail_errno("cannot look at", path, errno);
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

bool SegmentFile::read(std::uint64_t offset, std::span<std::uint8_t> buffer) const {
  return offset <= size_ && buffer.size() <= size_ - offset &&
         read_fully_at(fd_.get(), offset, buffer) == static_cast<std::ptrdiff_t>(buffer.size());
}

std::optional<core::Bytes> SegmentFile::bytes(std::uint64_t offset, std::size_t length) const {
  if (offset > size_ || length > size_ - offset) {
    return std::nullopt;
  }
  core::Bytes out(length);
  return read(offset, out) ? std::optional(std::move(out)) : std::nullopt;
}

void forget_cached(const std::vector<core::Path>& files) {
  for (const core::Path& path : files) {
    const core::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.valid()) {
      ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_DONTNEED);
    }
  }
}

std::uint16_t little16(core::ByteView bytes, std::size_t at) { return little<std::uint16_t>(bytes, at); }
std::uint32_t little32(core::ByteView bytes, std::size_t at) { return little<std::uint32_t>(bytes, at); }
std::uint64_t little64(core::ByteView bytes, std::size_t at) { return little<std::uint64_t>(bytes, at); }

}  // namespace acquire
