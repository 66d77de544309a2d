// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/cache_courtesy.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace acquire {
namespace {

constexpr std::uint64_t kStep = 8U << 20U;
constexpr unsigned kSamples = 64;

bool is_page_cached(int fd, std::uint64_t offset, std::size_t page) {
  void* const map = ::mmap(nullptr, page, PROT_READ, MAP_SHARED, fd, static_cast<off_t>(offset));
  if (map == MAP_FAILED) {
    return true;
  }
  unsigned char state = 1;
  const bool told = ::mincore(map, page, &state) == 0;
  ::munmap(map, page);
  return !told || (state & 1U) != 0;
}

/// Pages spread over all of it; what cannot be told counts as cached.
bool is_mostly_cached(int fd) {
  const off_t size = ::lseek(fd, 0, SEEK_END);
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  if (size <= 0) {
    return true;
  }
  const std::uint64_t pages = static_cast<std::uint64_t>(size) / page;
  unsigned cached = 0;
  for (std::uint64_t i = 0; i < kSamples; ++i) {
    const std::uint64_t number = pages / kSamples * i + pages % kSamples * i / kSamples;
    cached += is_page_cached(fd, number * page, static_cast<std::size_t>(page)) ? 1 : 0;
  }
  return 2 * cached >= kSamples;
}

}  // namespace

CacheCourtesy::CacheCourtesy(int fd) : fd_(fd), was_cached_(is_mostly_cached(fd)) {}

CacheCourtesy::~CacheCourtesy() { forget(); }

void CacheCourtesy::forget() {
  if (!was_cached_ && end_ > begin_) {
    ::posix_fadvise(fd_, static_cast<off_t>(begin_), static_cast<off_t>(end_ - begin_), POSIX_FADV_DONTNEED);
  }
  begin_ = end_;
}

void CacheCourtesy::was_read(std::uint64_t offset, std::uint64_t length) {
  if (offset != end_ || end_ - begin_ >= kStep) {
    forget();
    begin_ = offset;
  }
  end_ = offset + length;
}

}  // namespace acquire
