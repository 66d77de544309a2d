// SPDX-License-Identifier: Apache-2.0
#include "acquire/child/media_slots.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "acquire/child/frames.h"
#include "core/error.h"

namespace acquire {
namespace {

constexpr std::size_t kMemorySize = kSlotSize * kSlotCount;

[[noreturn]] void fail_to_share() {
  core::fail("cannot share memory with the image reader: " + std::generic_category().message(errno));
}

}  // namespace

void MediaSlots::write(core::ByteView media) {
  while (!media.empty()) {
    const Slot slot = take();
    const core::ByteView part = media.first(std::min(media.size(), slot.room.size()));
    std::copy(part.begin(), part.end(), slot.room.begin());
    send(slot, part.size());
    media = media.subspan(part.size());
  }
}

SharedMemory::SharedMemory(core::Fd descriptor) : descriptor_(std::move(descriptor)) {
  void* const bytes = ::mmap(nullptr, kMemorySize, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_.get(), 0);
  if (bytes == MAP_FAILED) {
    fail_to_share();
  }
  bytes_ = static_cast<std::uint8_t*>(bytes);
}

SharedMemory SharedMemory::create() {
  core::Fd fd(::memfd_create("exhibit-media", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd.valid() || ::ftruncate(fd.get(), static_cast<off_t>(kMemorySize)) != 0 ||
      ::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    fail_to_share();
  }
  return SharedMemory(std::move(fd));
}

SharedMemory SharedMemory::inherited(int descriptor) {
  core::Fd fd(descriptor);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0 || status.st_size != static_cast<off_t>(kMemorySize)) {
    fail_to_share();
  }
  SharedMemory memory(std::move(fd));
  memory.descriptor_ = core::Fd();
  return memory;
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : descriptor_(std::move(other.descriptor_)), bytes_(std::exchange(other.bytes_, nullptr)) {}

SharedMemory::~SharedMemory() {
  if (bytes_ != nullptr) {
    ::munmap(bytes_, kMemorySize);
  }
}

std::span<std::uint8_t> SharedMemory::slot(std::size_t number) const {
  return {bytes_ + number * kSlotSize, kSlotSize};
}

SharedSlots::SharedSlots(SharedMemory memory, int in, int out)
    : memory_(std::move(memory)), in_(in), out_(out) {
  for (std::size_t number = kSlotCount; number-- > 0;) {
    free_.push_back(static_cast<std::uint8_t>(number));
  }
}

MediaSlots::Slot SharedSlots::take() {
  while (free_.empty()) {
    std::array<std::uint8_t, kSlotCount> given_back{};
    const ssize_t n = ::read(in_, given_back.data(), given_back.size());
    if (n == 0 || (n < 0 && errno != EINTR)) {
      core::fail("cannot go on: nobody takes what was read");
    }
    free_.insert(free_.end(), given_back.begin(), given_back.begin() + std::max<ssize_t>(n, 0));
  }
  const std::size_t number = free_.back();
  free_.pop_back();
  return {number, memory_.slot(number)};
}

void SharedSlots::send(const Slot& slot, std::size_t length) {
  std::array<std::uint8_t, kSlotFrameSize> frame{static_cast<std::uint8_t>(slot.number)};
  for (std::size_t i = 0; i < 4; ++i) {
    frame[i + 1] = static_cast<std::uint8_t>(length >> (8 * i));
  }
  write_frame(out_, FrameType::slot, frame);
}

void SharedSlots::stop() noexcept { ::_exit(1); }

}  // namespace acquire
