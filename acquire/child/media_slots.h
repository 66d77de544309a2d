// SPDX-License-Identifier: Apache-2.0
// Where the reading child puts media: slots of memory that it shares with its parent. The child fills a slot and says so in a
// frame; the parent gives it back when it is done with it. The parent trusts no number of a frame.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/bytes.h"
#include "core/durable_file.h"

namespace acquire {

inline constexpr std::size_t kSlotSize = 1U << 20U;
inline constexpr std::size_t kSlotCount = 32;  // their numbers pass as one byte

/// The child's side.
class MediaSlots {
 public:
  virtual ~MediaSlots() = default;
  struct Slot {
    std::size_t number = 0;
    std::span<std::uint8_t> room;  // kSlotSize bytes
  };
  /// Waits for a free slot. Throws Error when the other side is gone. For one thread at a time.
  virtual Slot take() = 0;
  /// Hands on the first `length` bytes, which follow those of the call before. For one thread at a time, beside take().
  virtual void send(const Slot& slot, std::size_t length) = 0;
  /// Ends every wait in take(), now and later.
  virtual void stop() noexcept = 0;

  /// Hands on bytes of any length. For one thread, with no other in take() or send().
  void write(core::ByteView media);
};

/// A shared memory of kSlotCount slots, sealed so that neither side can make it shorter under the other.
class SharedMemory {
 public:
  /// A new one. Throws Error when there is none to be had.
  static SharedMemory create();
  /// The one behind a descriptor that was inherited. Throws Error when it is none.
  static SharedMemory inherited(int descriptor);
  SharedMemory(SharedMemory&& other) noexcept;
  SharedMemory& operator=(SharedMemory&&) = delete;
  ~SharedMemory();

  /// What the child inherits; invalid in the child, which needs it no more.
  const core::Fd& descriptor() const { return descriptor_; }
  /// REQUIRES: the number is below kSlotCount.
  std::span<std::uint8_t> slot(std::size_t number) const;

 private:
  explicit SharedMemory(core::Fd descriptor);

  core::Fd descriptor_;
  std::uint8_t* bytes_ = nullptr;
};

/// The slots of a child whose parent reads frames from `out` and gives slots back through `in`.
class SharedSlots final : public MediaSlots {
 public:
  SharedSlots(SharedMemory memory, int in, int out);
  Slot take() override;
  void send(const Slot& slot, std::size_t length) override;
  /// Ends this process: a reader that cannot go on has nothing more to say, and its parent tells how it ended.
  [[noreturn]] void stop() noexcept override;

 private:
  SharedMemory memory_;
  std::vector<std::uint8_t> free_;
  int in_, out_;
};

}  // namespace acquire
