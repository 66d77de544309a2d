// SPDX-License-Identifier: Apache-2.0
#include "acquire/stages/buffer_pool.h"

#include <cstdlib>
#include <new>

namespace acquire {

AlignedBytes::AlignedBytes(std::size_t size) : size_(size) {
  const std::size_t rounded = (size + kBufferAlignment - 1) / kBufferAlignment * kBufferAlignment;
  bytes_.reset(static_cast<std::uint8_t*>(std::aligned_alloc(kBufferAlignment, rounded)));
  if (!bytes_) {
    throw std::bad_alloc();
  }
}

void AlignedBytes::Free::operator()(std::uint8_t* bytes) const { std::free(bytes); }

BufferRef::~BufferRef() {
  if (buffer_ != nullptr && --buffer_->users == 0) {
    pool_->give_back(*buffer_);
  }
}

BufferPool::BufferPool(std::size_t count, std::size_t capacity, std::size_t packed_capacity) {
  for (std::size_t i = 0; i < count; ++i) {
    buffers_.push_back(std::make_unique<MediaBuffer>(capacity, packed_capacity));
    free_.push_back(buffers_.back().get());
  }
}

BufferRef BufferPool::take() {
  std::unique_lock lock(mutex_);
  freed_.wait(lock, [&] { return stopped_ || !free_.empty(); });
  if (stopped_) {
    return {};
  }
  MediaBuffer* buffer = free_.back();
  free_.pop_back();
  buffer->size = 0;
  buffer->cut.reset();
  buffer->chunks.clear();
  buffer->blocks.clear();
  buffer->is_packed = false;
  buffer->is_hashed = false;
  return {*this, *buffer};
}

void BufferPool::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  freed_.notify_all();
}

void BufferPool::leave_memory() {
  for (auto& buffer : buffers_) {
    (void)buffer.release();
  }
}

void BufferPool::give_back(MediaBuffer& buffer) {
  const std::lock_guard lock(mutex_);
  free_.push_back(&buffer);
  freed_.notify_one();
}

}  // namespace acquire
