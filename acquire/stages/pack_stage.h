// SPDX-License-Identifier: Apache-2.0
// Compresses the chunks of each buffer and, where wanted, hashes its blocks, in many threads, and hands the buffers on in their
// order.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "acquire/stages/bounded_queue.h"
#include "acquire/stages/buffer_pool.h"
#include "acquire/stages/compressor.h"
#include "acquire/stages/stage_times.h"
#include "acquire/stages/thread_group.h"

namespace acquire {

/// REQUIRES: every buffer but the last of the media holds whole blocks and whole chunks.
class PackStage {
 public:
  /// `blocks`: hashes the blocks of each buffer too.
  PackStage(Compression compression, std::size_t chunk_size, std::size_t queue_capacity, bool blocks,
            StageTimes* times = nullptr);
  /// Starts one thread a core. REQUIRES: this outlives the group.
  void start(ThreadGroup& group);
  /// False when stopped.
  bool push(const BufferRef& buffer);
  /// The next buffer in order, its chunks filled, and its block digests where wanted; nullopt at the end or when stopped.
  std::optional<BufferRef> pop();
  void close();
  void stop();

 private:
  void work();
  void hash_blocks(MediaBuffer& buffer) const;
  void pack(MediaBuffer& buffer, Compressor* compressor) const;
  PackedChunk pack_chunk(core::ByteView media, std::span<std::uint8_t> room, Compressor* compressor) const;

  const Compression compression_;
  const std::size_t chunk_size_;
  const bool blocks_;
  StageTimes* const times_;
  const core::Sha256 zero_block_;
  core::Bytes zero_chunk_;  // the stream of a whole chunk of zero bytes
  BoundedQueue<BufferRef> to_pack_, in_order_;
  std::mutex mutex_;
  std::condition_variable packed_;
  bool stopped_ = false;
};

}  // namespace acquire
