// SPDX-License-Identifier: Apache-2.0
// Time and randomness that a test sets: a clock that steps, and bytes that are the same in every run.
#pragma once

#include "core/clock.h"
#include "core/random.h"

namespace support {

/// Tells a time that moves on by one second with each look; set() puts it anywhere.
class StepClock final : public core::Clock {
 public:
  core::UtcTime now() const override {
    time_.micros += 1'000'000;
    return time_;
  }
  core::ClockState state() const override {
    core::ClockState out;
    out.source = "test";
    out.synchronised = synchronised_;
    if (synchronised_) {
      out.offset_us = 17;
    }
    out.boot_id = "00000000-0000-4000-8000-000000000000";
    out.monotonic_us = monotonic_;
    return out;
  }
  void set(core::UtcTime time) { time_ = time; }
  /// Time that passes, also for the counter that runs since boot.
  void pass(std::int64_t micros) {
    time_.micros += micros;
    monotonic_ += micros;
  }
  void synchronise(bool on) { synchronised_ = on; }

 private:
  mutable core::UtcTime time_{1'795'000'000'000'000};
  std::int64_t monotonic_ = 1'000'000;
  bool synchronised_ = false;
};

/// A congruential generator: no two fills are alike and every run gives the same.
class FixedRandom final : public core::Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) {
      state_ = state_ * 6364136223846793005U + 1442695040888963407U;
      byte = static_cast<std::uint8_t>(state_ >> 56U);
    }
  }

 private:
  std::uint64_t state_ = 42;
};

}  // namespace support
