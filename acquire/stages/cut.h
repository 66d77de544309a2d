// SPDX-License-Identifier: Apache-2.0
// A place in the media at which an acquisition can be put down, by plan or by a power cut, and taken up again.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "acquire/acquisition.h"
#include "core/bytes.h"

namespace acquire {

/// States of the running digests (core::ResumableHasher) after the same bytes; empty where a digest was not chosen.
struct DigestStates {
  core::Bytes md5, sha1, sha256;
};

struct Cut {
  std::uint64_t offset = 0;  // bytes of media before it: a multiple of kBlockSize, or all of them
  DigestStates digests;
  std::vector<Range> unreadable;  // before it
};

/// A cut on its way through the stages: each digest adds its state when it has come there.
class PendingCut {
 public:
  PendingCut(std::uint64_t offset, std::vector<Range> unreadable, unsigned digests) : missing_(digests) {
    cut_.offset = offset;
    cut_.unreadable = std::move(unreadable);
  }
  void put(core::Bytes DigestStates::*digest, core::Bytes state) {
    const std::lock_guard lock(mutex_);
    cut_.digests.*digest = std::move(state);
    --missing_;
  }
  /// True when every digest has come by; then cut() does not change any more.
  bool is_whole() const {
    const std::lock_guard lock(mutex_);
    return missing_ == 0;
  }
  const Cut& cut() const { return cut_; }

 private:
  mutable std::mutex mutex_;
  Cut cut_;
  unsigned missing_;
};

}  // namespace acquire
