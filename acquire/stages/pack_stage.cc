// SPDX-License-Identifier: Apache-2.0
#include "acquire/stages/pack_stage.h"

#include <sys/resource.h>

#include <algorithm>

namespace acquire {
namespace {

/// The threads of the pool can share the work, a running digest cannot: where cores are few it goes first. Of this thread alone,
/// and no harm where it is not allowed.
void give_way() {
  constexpr int kSteps = 5;
  (void)::setpriority(PRIO_PROCESS, 0, ::getpriority(PRIO_PROCESS, 0) + kSteps);
}

}  // namespace

PackStage::PackStage(Compression compression, std::size_t chunk_size, std::size_t queue_capacity, bool blocks,
                     StageTimes* times)
    : compression_(compression),
      chunk_size_(chunk_size),
      blocks_(blocks),
      times_(times),
      zero_block_(core::sha256(core::Bytes(kBlockSize))),
      to_pack_(queue_capacity),
      in_order_(queue_capacity) {
  if (const auto compressor = make_compressor(compression)) {
    zero_chunk_.resize(chunk_size);
    zero_chunk_.resize(compressor->compress(core::Bytes(chunk_size), zero_chunk_).value_or(0));
  }
}

void PackStage::start(ThreadGroup& group) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  if (times_ != nullptr) {
    times_->packing_threads = cores;
  }
  for (unsigned i = 0; i < cores; ++i) {
    group.run([this] {
      give_way();
      work();
    });
  }
}

bool PackStage::push(const BufferRef& buffer) { return in_order_.push(buffer) && to_pack_.push(buffer); }

std::optional<BufferRef> PackStage::pop() {
  auto buffer = in_order_.pop();
  if (!buffer) {
    return std::nullopt;
  }
  std::unique_lock lock(mutex_);
  packed_.wait(lock, [&] { return stopped_ || (*buffer)->is_packed; });
  return stopped_ ? std::nullopt : std::move(buffer);
}

void PackStage::close() {
  to_pack_.close();
  in_order_.close();
}

void PackStage::stop() {
  to_pack_.stop();
  in_order_.stop();
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  packed_.notify_all();
}

/// A disk has many blocks of zero bytes, and they are found faster than hashed.
void PackStage::hash_blocks(MediaBuffer& buffer) const {
  for (core::ByteView left = buffer.view(); !left.empty();) {
    const core::ByteView block = left.first(std::min<std::size_t>(kBlockSize, left.size()));
    const bool is_zero = block.size() == kBlockSize && is_all_zero(block);
    buffer.blocks.push_back(is_zero ? zero_block_ : core::sha256(block));
    left = left.subspan(block.size());
  }
}

void PackStage::work() {
  const auto compressor = make_compressor(compression_);
  while (const auto buffer = to_pack_.pop()) {
    StageTimes::count(times_, &StageTimes::packing, [&] {
      pack(**buffer, compressor.get());
      if (blocks_) {
        hash_blocks(**buffer);
      }
    });
    const std::lock_guard lock(mutex_);
    (*buffer)->is_packed = true;
    packed_.notify_all();
  }
}

void PackStage::pack(MediaBuffer& buffer, Compressor* compressor) const {
  const core::ByteView media = buffer.view();
  const std::span<std::uint8_t> room = buffer.packed;
  for (std::size_t at = 0; at < media.size(); at += chunk_size_) {
    const core::ByteView chunk = media.subspan(at, std::min(chunk_size_, media.size() - at));
    buffer.chunks.push_back(
        pack_chunk(chunk, room.empty() ? room : room.subspan(at, chunk.size()), compressor));
  }
}

PackedChunk PackStage::pack_chunk(core::ByteView media, std::span<std::uint8_t> room,
                                  Compressor* compressor) const {
  if (compressor != nullptr) {
    if (media.size() == chunk_size_ && !zero_chunk_.empty() && is_all_zero(media)) {
      return {media, zero_chunk_, 1};
    }
    // A stream as long as the media is of no use: EnCase fails on it.
    if (const auto length = compressor->compress(media, room.first(room.size() - 1))) {
      return {media, room.first(*length), 1};
    }
  }
  return {media, {}, adler32(media)};
}

}  // namespace acquire
