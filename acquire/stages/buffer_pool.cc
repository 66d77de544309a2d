// SPDX-License-Identifier: Apache-2.0
#include "acquire/stages/buffer_pool.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace acquire {

namespace {

constexpr std::size_t kLargePage = 2U << 20U;

}  // namespace

AlignedBytes::AlignedBytes(std::size_t size) : size_(size) {
  const std::size_t alignment = size < kLargePage ? kBufferAlignment : kLargePage;
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  bytes_.reset(static_cast<std::uint8_t*>(std::aligned_alloc(alignment, rounded)));
  if (!bytes_) {
    throw std::bad_alloc();
  }
  if (alignment == kLargePage) {
    (void)::madvise(bytes_.get(), rounded, MADV_HUGEPAGE);  // without them it is only slower
  }
}

void AlignedBytes::Free::operator()(std::uint8_t* bytes) const { std::free(bytes); }

BufferRef::~BufferRef() {
  if (buffer_ != nullptr && --buffer_->users == 0) {
    pool_->give_back(*buffer_);
  }
}

BufferPool::BufferPool(std::size_t count, std::size_t capacity, std::size_t packed_capacity)
    : memory_(count * (capacity + packed_capacity)) {
  const std::size_t size = capacity + packed_capacity;
  for (std::size_t i = 0; i < count; ++i) {
    buffers_.push_back(std::make_unique<MediaBuffer>(memory_.span().subspan(i * size, size), capacity));
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

void BufferPool::leave_memory() { memory_.leave(); }

void BufferPool::give_back(MediaBuffer& buffer) {
  const std::lock_guard lock(mutex_);
  free_.push_back(&buffer);
  freed_.notify_one();
}

}  // namespace acquire
