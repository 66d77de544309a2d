// SPDX-License-Identifier: Apache-2.0
// How much memory a piece of work takes at most.
#pragma once

#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

namespace support {

/// Most memory that `body` took in a process of its own, or any process that it started and waited for, in MiB.
template <typename F>
long memory_of(F body) {
  ::malloc_trim(0);  // what tests before this one took is not counted
  const pid_t pid = ::fork();
  if (pid == 0) {
    body();
    ::_exit(0);
  }
  int status = 0;
  rusage usage{};
  REQUIRE(::wait4(pid, &status, 0, &usage) == pid);
  CHECK(status == 0);
  return usage.ru_maxrss / 1024;
}

/// So many MiB. Sanitisers keep shadows and freed blocks, so that nothing can be said of a program built with them.
inline bool is_below(long memory, [[maybe_unused]] long most) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return memory >= 0;
#else
  return memory < most;
#endif
}

}  // namespace support
