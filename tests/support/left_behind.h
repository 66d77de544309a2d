// SPDX-License-Identifier: Apache-2.0
// For tests in which memory is left behind on purpose: a read that hangs still writes into it.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace support {

/// What this thread allocates in its lifetime is not looked for by the leak sanitiser.
class LeftBehind {
 public:
  LeftBehind() {
#if defined(__SANITIZE_ADDRESS__)
    __lsan_disable();
#endif
  }
  ~LeftBehind() {
#if defined(__SANITIZE_ADDRESS__)
    __lsan_enable();
#endif
  }
  LeftBehind(const LeftBehind&) = delete;
  LeftBehind& operator=(const LeftBehind&) = delete;
};

}  // namespace support
