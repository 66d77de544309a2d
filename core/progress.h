// SPDX-License-Identifier: Apache-2.0
// How long work tells of itself and is asked to stop.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/error.h"

namespace core {

/// Told about work done, from one thread at a time; calls are cheap and may be many.
class Progress {
 public:
  virtual ~Progress() = default;
  /// `total` is 0 when it is not known. Both in bytes of media.
  virtual void update(std::uint64_t done, std::uint64_t total) = 0;
};

/// Tells nobody.
class NoProgress final : public Progress {
 public:
  void update(std::uint64_t /*done*/, std::uint64_t /*total*/) override {}
};

/// Set by a signal handler or another thread; checked by long work between blocks.
class CancelToken {
 public:
  void cancel() noexcept { cancelled_.store(true); }
  bool cancelled() const noexcept { return cancelled_.load(); }
  void check() const {
    if (cancelled()) {
      throw Error(ErrorCode::interrupted, "interrupted");
    }
  }

 private:
  std::atomic<bool> cancelled_{false};
};

}  // namespace core
