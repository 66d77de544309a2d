// SPDX-License-Identifier: Apache-2.0
#include "custody/clock_gaps.h"

#include <fmt/format.h>

#include <cstdlib>

namespace custody {

using core::json::Value;

namespace {

constexpr std::int64_t kSecond = 1'000'000;
/// Clocks of two devices, and a clock being steered, may differ by this much.
constexpr std::int64_t kTolerance = 300 * kSecond;

std::string duration_text(std::int64_t micros) {
  const std::int64_t seconds = std::abs(micros) / kSecond;
  if (seconds >= 172'800) {
    return fmt::format("{} days", seconds / 86'400);
  }
  return seconds >= 7'200 ? fmt::format("{} hours", seconds / 3'600) : fmt::format("{} seconds", seconds);
}

}  // namespace

bool is_handover(const Entry& entry) {
  return entry.type.starts_with("transferred") || entry.type == "released" || entry.type == "received" ||
         entry.type == "refused";
}

std::optional<std::string> clock_fault(const Entry& before, const Entry& after) {
  const std::int64_t passed = after.time.micros - before.time.micros;
  if (passed < 0) {
    return "the clock went back by " + duration_text(passed);
  }
  const Value* first = before.object.find("clock");
  const Value* second = after.object.find("clock");
  const std::string boot = first == nullptr ? "" : first->text_of("boot_id").value_or("");
  if (boot.empty() || second == nullptr || second->text_of("boot_id") != boot) {
    return std::nullopt;
  }
  const auto from = first->integer_of("monotonic_us");
  const auto to = second->integer_of("monotonic_us");
  const std::int64_t off = from && to ? passed - (*to - *from) : 0;
  if (std::abs(off) <= kTolerance) {
    return std::nullopt;
  }
  return std::string("the clock was set ") + (off > 0 ? "forward" : "back") + " by " + duration_text(off) +
         " while the computer ran";
}

std::optional<std::string> answer_time_fault(const Entry& answer, core::UtcTime released) {
  const Value* text = answer.body().at_path("answer.time");
  const auto time =
      text == nullptr || text->string() == nullptr ? std::nullopt : core::UtcTime::parse(*text->string());
  if (!time) {
    return std::nullopt;
  }
  if (time->micros < released.micros - kTolerance) {
    return "the receiver's answer claims a time " + duration_text(released.micros - time->micros) +
           " before the release";
  }
  if (time->micros > answer.time.micros + kTolerance) {
    return "the receiver's answer claims a time " + duration_text(time->micros - answer.time.micros) +
           " after it was recorded";
  }
  return std::nullopt;
}

}  // namespace custody
