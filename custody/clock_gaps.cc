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

BothWords duration_words(std::int64_t micros) {
  const std::int64_t seconds = std::abs(micros) / kSecond;
  if (seconds >= 172'800) {
    return {fmt::format("{} days", seconds / 86'400), fmt::format("{}日", seconds / 86'400)};
  }
  if (seconds >= 7'200) {
    return {fmt::format("{} hours", seconds / 3'600), fmt::format("{}時間", seconds / 3'600)};
  }
  return {fmt::format("{} seconds", seconds), fmt::format("{}秒", seconds)};
}

}  // namespace

bool is_handover(const Entry& entry) {
  return entry.type.starts_with("transferred") || entry.type == "released" || entry.type == "received" ||
         entry.type == "refused";
}

std::optional<BothWords> clock_fault(const Entry& before, const Entry& after) {
  const std::int64_t passed = after.time.micros - before.time.micros;
  if (passed < 0) {
    const BothWords by = duration_words(passed);
    return BothWords{"the clock went back by " + by.en, "時計が" + by.ja + "戻った"};
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
  const BothWords by = duration_words(off);
  const bool forward = off > 0;
  return BothWords{std::string("the clock was set ") + (forward ? "forward" : "back") + " by " + by.en +
                       " while the computer ran",
                   "コンピュータの稼働中に時計が" + by.ja + (forward ? "進められた" : "戻された")};
}

std::optional<BothWords> answer_time_fault(const Entry& answer, core::UtcTime released) {
  const Value* text = answer.body().at_path("answer.time");
  const auto time =
      text == nullptr || text->string() == nullptr ? std::nullopt : core::UtcTime::parse(*text->string());
  if (!time) {
    return std::nullopt;
  }
  if (time->micros < released.micros - kTolerance) {
    const BothWords by = duration_words(released.micros - time->micros);
    return BothWords{"the receiver's answer claims a time " + by.en + " before the release",
                     "受領者の回答が主張する時刻は、引渡しの" + by.ja + "前である"};
  }
  if (time->micros > answer.time.micros + kTolerance) {
    const BothWords by = duration_words(time->micros - answer.time.micros);
    return BothWords{"the receiver's answer claims a time " + by.en + " after it was recorded",
                     "受領者の回答が主張する時刻は、その記録の" + by.ja + "後である"};
  }
  return std::nullopt;
}

}  // namespace custody
