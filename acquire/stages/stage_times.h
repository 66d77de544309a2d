// SPDX-License-Identifier: Apache-2.0
// How long each stage of an acquisition worked, without what it waited for the others: tells what holds it up.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace acquire {

struct StageTimes {
  using Clock = std::chrono::steady_clock;
  /// Nanoseconds; packing is that of all its threads together, digests that of all digests where one thread computes them.
  std::atomic<std::int64_t> reading{0}, digests{0}, md5{0}, sha1{0}, sha256{0}, packing{0}, writing{0};
  std::int64_t whole = 0;   // from the first read to the last byte synced
  std::uint64_t bytes = 0;  // of media, read in that time
  unsigned packing_threads = 0;

  /// Adds the time that `work` takes to one stage; `times` may be null.
  template <typename Work>
  static auto count(StageTimes* times, std::atomic<std::int64_t> StageTimes::*stage, const Work& work) {
    const Adder adder(times, stage);
    return work();
  }

 private:
  class Adder {
   public:
    Adder(StageTimes* times, std::atomic<std::int64_t> StageTimes::*stage)
        : times_(times), stage_(stage), start_(times == nullptr ? Clock::time_point() : Clock::now()) {}
    ~Adder() {
      if (times_ != nullptr) {
        times_->*stage_ += std::chrono::nanoseconds(Clock::now() - start_).count();
      }
    }
    Adder(const Adder&) = delete;
    Adder& operator=(const Adder&) = delete;

   private:
    StageTimes* times_;
    std::atomic<std::int64_t> StageTimes::*stage_;
    Clock::time_point start_;
  };
};

}  // namespace acquire
