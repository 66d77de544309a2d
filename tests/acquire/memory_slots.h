// SPDX-License-Identifier: Apache-2.0
// Slots in this process, which are free again as soon as they were sent.
#pragma once

#include <mutex>

#include "acquire/child/media_slots.h"

namespace support {

class MemorySlots final : public acquire::MediaSlots {
 public:
  Slot take() override {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      free_.push_back(rooms_.size());
      rooms_.emplace_back(acquire::kSlotSize);
    }
    const std::size_t number = free_.back();
    free_.pop_back();
    return {number, rooms_[number]};
  }
  void send(const Slot& slot, std::size_t length) override {
    const std::lock_guard lock(mutex_);
    media_.insert(media_.end(), slot.room.begin(), slot.room.begin() + static_cast<std::ptrdiff_t>(length));
    free_.push_back(slot.number);
  }
  void stop() noexcept override {}

  const core::Bytes& media() const { return media_; }
  std::size_t count() const { return rooms_.size(); }

 private:
  std::mutex mutex_;
  std::vector<core::Bytes> rooms_;
  std::vector<std::size_t> free_;
  core::Bytes media_;
};

}  // namespace support
