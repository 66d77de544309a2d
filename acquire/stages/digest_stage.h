// SPDX-License-Identifier: Apache-2.0
// Digests of a stream of media, used when imaging and when reading back: all of them in one thread where core::JointHasher is
// available, otherwise one thread an algorithm.
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "acquire/acquisition.h"
#include "acquire/stages/bounded_queue.h"
#include "acquire/stages/buffer_pool.h"
#include "acquire/stages/cut.h"
#include "acquire/stages/stage_times.h"
#include "acquire/stages/thread_group.h"
#include "core/joint_hasher.h"

namespace acquire {

struct DigestChoice {
  bool md5 = true, sha1 = true, sha256 = true;
  bool blocks = true;  // a list of block digests too
  bool joint = true;   // in one thread, where all three are chosen and the processor can
  unsigned count() const { return (md5 ? 1U : 0U) + (sha1 ? 1U : 0U) + (sha256 ? 1U : 0U); }
};

/// One SHA-256 per kBlockSize bytes of a stream given in pieces of any size.
class BlockHasher {
 public:
  void update(core::ByteView data);
  /// Of the blocks that ended since the last call.
  std::vector<core::Sha256> take() { return std::exchange(done_, {}); }
  /// The same, the shorter last one included.
  std::vector<core::Sha256> finish();

 private:
  core::Hasher<core::Sha256> hasher_;
  std::uint64_t in_block_ = 0;
  std::vector<core::Sha256> done_;
};

/// Feed buffers in order, close, join the group, then take the results.
class DigestStage {
 public:
  /// Goes on from `states` where they are not empty.
  DigestStage(DigestChoice choice, std::size_t queue_capacity, DigestStates states = {},
              StageTimes* times = nullptr);
  /// Starts the threads. REQUIRES: this outlives the group.
  void start(ThreadGroup& group);
  /// False when stopped.
  bool push(const BufferRef& buffer);
  void close();
  void stop();
  /// True when one thread computes them all; it leaves the block digests of each buffer in the buffer.
  bool is_joint() const { return is_joint_; }
  /// Waits until the block digests of a buffer that was pushed are there; at once unless is_joint(). False when stopped.
  bool wait_for_blocks(const MediaBuffer& buffer);
  /// REQUIRES: close() and join() came before.
  const MediaDigests& digests() const { return digests_; }
  BlockDigests take_blocks() { return blocks_.take(); }

 private:
  using Queue = BoundedQueue<BufferRef>;
  static constexpr std::size_t kMd5 = 0;
  static constexpr std::size_t kSha1 = 1;
  static constexpr std::size_t kSha256 = 2;
  static constexpr std::size_t kBlocks = 3;
  static constexpr std::size_t kJoint = 4;
  static constexpr std::size_t kLanes = 5;

  core::JointHasher joint_hasher() const;
  void hash_jointly();
  void hash_blocks();

  const DigestChoice choice_;
  const bool is_joint_;
  const DigestStates states_;
  StageTimes* const times_;
  std::array<std::unique_ptr<Queue>, kLanes> queues_;  // null for an algorithm that was not chosen
  MediaDigests digests_;
  core::DigestGatherer blocks_;
  std::mutex mutex_;
  std::condition_variable hashed_;
  bool stopped_ = false;
};

}  // namespace acquire
