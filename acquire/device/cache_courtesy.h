// SPDX-License-Identifier: Apache-2.0
// What a disk is read through: the page cache of a computer that others work on is left as it was.
#pragma once

#include <cstdint>

namespace acquire {

/// Has the kernel forget the pages that reading a file or device once brought in. Where most of it was in memory before, nothing
/// is forgotten. It only ever advises: a kernel that does not follow, or does not tell what it holds, changes nothing.
class CacheCourtesy {
 public:
  /// REQUIRES: `fd`, opened for reading, stays open.
  explicit CacheCourtesy(int fd);
  /// Forgets what was read last.
  ~CacheCourtesy();
  CacheCourtesy(const CacheCourtesy&) = delete;
  CacheCourtesy& operator=(const CacheCourtesy&) = delete;
  /// A range was read, behind the one before or somewhere else.
  void was_read(std::uint64_t offset, std::uint64_t length);

 private:
  void forget();

  int fd_;
  bool was_cached_;
  std::uint64_t begin_ = 0, end_ = 0;  // read, not forgotten yet
};

}  // namespace acquire
