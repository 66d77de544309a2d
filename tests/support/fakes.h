// SPDX-License-Identifier: Apache-2.0
// Stand-ins for the world: a source in memory with bad places, a clock that tells what it is told.
#pragma once

#include <algorithm>
#include <cerrno>
#include <functional>
#include <map>
#include <random>

#include "acquire/device/source.h"
#include "core/clock.h"

namespace support {

/// Media in memory. Reads that touch a bad range fail with EIO; a range may heal after some failures.
class MemorySource final : public acquire::Source {
 public:
  explicit MemorySource(core::Bytes media, std::uint32_t sector_size = 512) : media_(std::move(media)) {
    facts_.path = "/fake/source";
    facts_.kind = "block device";
    facts_.model = "Fake Disk";
    facts_.serial = "FAKE-1";
    facts_.size = media_.size();
    facts_.logical_sector_size = sector_size;
    facts_.physical_sector_size = sector_size;
  }

  void add_bad(acquire::Range range, int failures = -1) { bad_.push_back({range, failures}); }
  /// From here on there is nothing any more, whatever the size says.
  void shrink_to(std::uint64_t size) { available_ = size; }
  /// Every read at or after `offset` fails with this errno.
  void fail_from(std::uint64_t offset, int error_number) {
    fail_from_ = offset;
    fail_with_ = error_number;
  }
  /// A read that meets a bad range ends before it with what it has, as the kernel does.
  void stop_short_of_bad() { short_reads_ = true; }
  void on_read(std::function<void(std::uint64_t)> hook) { hook_ = std::move(hook); }
  int reads_of(std::uint64_t offset) const {
    const auto found = reads_.find(offset);
    return found == reads_.end() ? 0 : found->second;
  }
  int reads() const { return all_reads_; }
  const core::Bytes& media() const { return media_; }

  const acquire::SourceFacts& facts() const override { return facts_; }

  std::ptrdiff_t read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) override {
    const std::uint64_t at = offset.value();
    ++reads_[at];
    ++all_reads_;
    if (hook_) {
      hook_(at);
    }
    if (at + buffer.size() > fail_from_) {
      return -fail_with_;
    }
    for (Bad& bad : bad_) {
      if (bad.failures != 0 && at < bad.range.offset + bad.range.length &&
          bad.range.offset < at + buffer.size()) {
        if (short_reads_ && bad.range.offset > at) {
          buffer = buffer.first(static_cast<std::size_t>(bad.range.offset - at) / 512 * 512);
        }
        if (short_reads_ && bad.range.offset > at && !buffer.empty()) {
          continue;
        }
        bad.failures -= bad.failures > 0 ? 1 : 0;
        return -EIO;
      }
    }
    const std::uint64_t end = std::min<std::uint64_t>(available_, media_.size());
    const std::size_t n =
        at >= end ? 0 : static_cast<std::size_t>(std::min<std::uint64_t>(end - at, buffer.size()));
    std::copy_n(media_.begin() + static_cast<std::ptrdiff_t>(at), n, buffer.begin());
    return static_cast<std::ptrdiff_t>(n);
  }

 private:
  struct Bad {
    acquire::Range range;
    int failures;
  };
  core::Bytes media_;
  acquire::SourceFacts facts_;
  std::vector<Bad> bad_;
  std::uint64_t available_ = ~std::uint64_t{0};
  std::uint64_t fail_from_ = ~std::uint64_t{0};
  int fail_with_ = 0;
  bool short_reads_ = false;
  int all_reads_ = 0;
  std::function<void(std::uint64_t)> hook_;
  std::map<std::uint64_t, int> reads_;
};

class FakeClock final : public core::Clock {
 public:
  explicit FakeClock(std::int64_t micros = 1'700'000'000'000'000) : now_{micros} {}
  void advance(std::int64_t micros) { now_.micros += micros; }
  core::UtcTime now() const override { return now_; }
  core::ClockState state() const override {
    core::ClockState state;
    state.source = "fake";
    return state;
  }

 private:
  core::UtcTime now_;
};

/// Bytes that do not compress, the same for the same seed.
inline core::Bytes random_bytes(std::size_t size, std::uint32_t seed = 1) {
  std::mt19937 generator(seed);
  core::Bytes out(size);
  std::generate(out.begin(), out.end(), [&] { return static_cast<std::uint8_t>(generator()); });
  return out;
}

/// Bytes that compress, with stretches of zero bytes: like a disk in use.
inline core::Bytes mixed_bytes(std::size_t size, std::uint32_t seed = 1) {
  core::Bytes out = random_bytes(size, seed);
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t stretch = i / 70'000 % 3;
    out[i] = stretch == 0   ? std::uint8_t{0}
             : stretch == 1 ? static_cast<std::uint8_t>('a' + out[i] % 8)
                            : out[i];
  }
  return out;
}

}  // namespace support
