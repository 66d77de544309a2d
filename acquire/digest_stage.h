// SPDX-License-Identifier: Apache-2.0
// Digests of a stream of media, one thread an algorithm; used when imaging and when reading back.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "acquire/acquisition.h"
#include "acquire/bounded_queue.h"
#include "acquire/buffer_pool.h"
#include "acquire/thread_group.h"

namespace acquire {

struct DigestChoice {
  bool md5 = true, sha1 = true, sha256 = true;
  bool blocks = true;  // block digests too
};

/// One SHA-256 per kBlockSize bytes of a stream given in pieces of any size.
class BlockHasher {
 public:
  void update(core::ByteView data);
  /// The digests of all blocks, the shorter last one included.
  BlockDigests finish();

 private:
  core::Hasher<core::Sha256> hasher_;
  std::uint64_t in_block_ = 0;
  BlockDigests done_;
};

/// Feed buffers in order, close, join the group, then take the results.
class DigestStage {
 public:
  explicit DigestStage(DigestChoice choice, std::size_t queue_capacity);
  /// Starts the threads. REQUIRES: this outlives the group.
  void start(ThreadGroup& group);
  /// False when stopped.
  bool push(const BufferRef& buffer);
  void close();
  void stop();
  /// REQUIRES: close() and join() came before.
  const MediaDigests& digests() const { return digests_; }
  BlockDigests take_blocks() { return std::move(blocks_); }

 private:
  using Queue = BoundedQueue<BufferRef>;
  static constexpr std::size_t kMd5 = 0;
  static constexpr std::size_t kSha1 = 1;
  static constexpr std::size_t kSha256 = 2;
  static constexpr std::size_t kLanes = 3;

  DigestChoice choice_;
  std::array<std::unique_ptr<Queue>, kLanes> queues_;  // null for an algorithm that was not chosen
  MediaDigests digests_;
  BlockDigests blocks_;
};

}  // namespace acquire
