// SPDX-License-Identifier: Apache-2.0
// A fixed number of aligned media buffers, each shared by counting references: one read feeds every stage.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/digest.h"

namespace acquire {

class PendingCut;

inline constexpr std::size_t kBufferSize = 1U << 20U;
inline constexpr std::size_t kBufferAlignment = 4096;

/// Memory aligned for direct input, of large pages where there is enough of it and the kernel has them.
class AlignedBytes {
 public:
  explicit AlignedBytes(std::size_t size);
  std::span<std::uint8_t> span() const { return {bytes_.get(), size_}; }
  /// Never frees it.
  void leave() { (void)bytes_.release(); }

 private:
  struct Free {
    void operator()(std::uint8_t* bytes) const;
  };
  std::unique_ptr<std::uint8_t[], Free> bytes_;
  std::size_t size_;
};

/// One chunk of a buffer as the packing stage left it.
struct PackedChunk {
  core::ByteView media;
  core::ByteView compressed;  // empty: to be stored as it is
  std::uint32_t adler32 = 1;
};

struct MediaBuffer {
  /// `room` holds both.
  MediaBuffer(std::span<std::uint8_t> room, std::size_t capacity)
      : media(room.first(capacity)), packed(room.subspan(capacity)) {}
  core::ByteView view() const { return media.first(size); }

  std::span<std::uint8_t> media;
  std::size_t size = 0;              // bytes of media that are filled
  std::shared_ptr<PendingCut> cut;   // at the end of the buffer; null: none
  std::span<std::uint8_t> packed;    // room for the compressed chunks
  std::vector<PackedChunk> chunks;   // filled by the packing stage
  std::vector<core::Sha256> blocks;  // digests of its blocks, filled by that stage or the one for digests
  bool is_packed = false;            // guarded by the packing stage
  bool is_hashed = false;            // guarded by the stage for digests
  std::atomic<unsigned> users{0};    // counted by BufferRef
};

class BufferPool;

/// A share in a buffer; the buffer returns to its pool when the last share is gone.
class BufferRef {
 public:
  BufferRef() = default;
  BufferRef(BufferPool& pool, MediaBuffer& buffer) : pool_(&pool), buffer_(&buffer) { ++buffer_->users; }
  BufferRef(const BufferRef& other) : pool_(other.pool_), buffer_(other.buffer_) {
    if (buffer_ != nullptr) {
      ++buffer_->users;
    }
  }
  BufferRef(BufferRef&& other) noexcept
      : pool_(std::exchange(other.pool_, nullptr)), buffer_(std::exchange(other.buffer_, nullptr)) {}
  BufferRef& operator=(BufferRef other) noexcept {
    std::swap(pool_, other.pool_);
    std::swap(buffer_, other.buffer_);
    return *this;
  }
  ~BufferRef();

  explicit operator bool() const { return buffer_ != nullptr; }
  MediaBuffer& operator*() const { return *buffer_; }
  MediaBuffer* operator->() const { return buffer_; }

 private:
  BufferPool* pool_ = nullptr;
  MediaBuffer* buffer_ = nullptr;
};

/// REQUIRES: outlives every share.
class BufferPool {
 public:
  BufferPool(std::size_t count, std::size_t capacity, std::size_t packed_capacity);
  /// Waits for a free buffer; a null share when the pool was stopped.
  BufferRef take();
  /// Ends every wait, now and later.
  void stop();
  /// Leaves the memory of every buffer to a read that still hangs; nothing of the pool may be used afterwards.
  void leave_memory();

 private:
  friend class BufferRef;
  void give_back(MediaBuffer& buffer);

  std::mutex mutex_;
  std::condition_variable freed_;
  AlignedBytes memory_;
  std::vector<std::unique_ptr<MediaBuffer>> buffers_;
  std::vector<MediaBuffer*> free_;
  bool stopped_ = false;
};

}  // namespace acquire
