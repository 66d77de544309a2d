// SPDX-License-Identifier: Apache-2.0
#include "acquire/files/digested_media.h"

#include <algorithm>

#include "acquire/acquisition.h"

namespace acquire {
namespace {

constexpr std::size_t kCachedBlocks = 64;  // 16 MiB

}  // namespace

const DigestedMedia::Block* DigestedMedia::block(std::uint64_t number) {
  if (const auto known = by_number_.find(number); known != by_number_.end()) {
    cached_.splice(cached_.begin(), cached_, known->second);
    return &cached_.front();
  }
  const std::uint64_t offset = number * kBlockSize;
  Block read{number, core::Bytes(static_cast<std::size_t>(std::min(kBlockSize, media_.size() - offset)))};
  if (const auto fault = media_.read(offset, read.bytes)) {
    if (!fault_) {
      fault_ = "block " + std::to_string(number) + " (" + std::to_string(read.bytes.size()) +
               " bytes of media at offset " + std::to_string(offset) + "): " + *fault;
    }
    return nullptr;
  }
  tell_(number, core::sha256(read.bytes));
  cached_.push_front(std::move(read));
  by_number_[number] = cached_.begin();
  if (cached_.size() > kCachedBlocks) {
    by_number_.erase(cached_.back().number);
    cached_.pop_back();
  }
  return &cached_.front();
}

bool DigestedMedia::read(std::uint64_t offset, std::span<std::uint8_t> buffer) {
  while (!buffer.empty()) {
    const Block* from = block(offset / kBlockSize);
    if (from == nullptr) {
      return false;
    }
    const auto start = static_cast<std::size_t>(offset % kBlockSize);
    const std::size_t length = std::min(buffer.size(), from->bytes.size() - start);
    std::copy_n(from->bytes.begin() + static_cast<std::ptrdiff_t>(start), length, buffer.begin());
    offset += length;
    buffer = buffer.subspan(length);
  }
  return true;
}

}  // namespace acquire
