// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"

#include <fmt/format.h>
#include <sys/timex.h>

#include <array>
#include <chrono>
#include <ctime>
#include <fstream>

namespace core {
namespace {

using std::chrono::sys_days;

/// Reads exactly `width` digits at `at`; -1 when there are none.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) {
    return -1;
  }
  int value = 0;
  for (const char c : text.substr(at, width)) {
    if (c < '0' || c > '9') {
      return -1;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

/// "YYYY-MM-DDTHH:MM:SS" at the start of the text, in microseconds; nullopt when it is no such time.
std::optional<std::int64_t> seconds_part(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() < kShape.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] != '0' && text[i] != kShape[i]) {
      return std::nullopt;
    }
  }
  const std::array<int, 6> part = {digits(text, 0, 4),  digits(text, 5, 2),  digits(text, 8, 2),
                                   digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)};
  const std::chrono::year_month_day day{std::chrono::year(part[0]),
                                        std::chrono::month(static_cast<unsigned>(part[1])),
                                        std::chrono::day(static_cast<unsigned>(part[2]))};
  const bool in_range = part[0] >= 1970 && day.ok() && part[3] >= 0 && part[3] < 24 && part[4] >= 0 &&
                        part[4] < 60 && part[5] >= 0 && part[5] < 60;
  if (!in_range) {
    return std::nullopt;
  }
  const std::int64_t days = sys_days(day).time_since_epoch().count();
  return (((days * 24 + part[3]) * 60 + part[4]) * 60 + part[5]) * 1'000'000;
}

/// Fraction ".1" to ".123456" at the start of `rest`, consumed; 0 when there is none, -1 when it is malformed.
std::int64_t take_fraction(std::string_view& rest) {
  if (rest.empty() || rest.front() != '.') {
    return 0;
  }
  rest.remove_prefix(1);
  std::int64_t value = 0;
  std::size_t count = 0;
  while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9' && count < 6) {
    value = value * 10 + (rest.front() - '0');
    rest.remove_prefix(1);
    ++count;
  }
  for (std::size_t i = count; i < 6; ++i) {
    value *= 10;
  }
  return count == 0 ? -1 : value;
}

/// "Z" or "+09:00" as seconds east of Greenwich.
std::optional<std::int64_t> zone_seconds(std::string_view zone) {
  if (zone == "Z" || zone == "z") {
    return 0;
  }
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') {
    return std::nullopt;
  }
  const int hours = digits(zone, 1, 2);
  const int minutes = digits(zone, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
    return std::nullopt;
  }
  return (zone[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

}  // namespace

std::string UtcTime::text() const {
  const std::int64_t day_count = micros / 86'400'000'000 - (micros % 86'400'000'000 < 0 ? 1 : 0);
  const std::chrono::year_month_day day{sys_days(std::chrono::days(day_count))};
  const std::int64_t in_day = micros - day_count * 86'400'000'000;
  const std::int64_t seconds = in_day / 1'000'000;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), seconds / 3600,
                     seconds / 60 % 60, seconds % 60, in_day % 1'000'000);
}

std::optional<UtcTime> UtcTime::parse(std::string_view text) {
  const auto parsed = parse_zoned_time(text);
  return parsed && parsed->text() == text ? parsed : std::nullopt;
}

std::optional<UtcTime> parse_zoned_time(std::string_view text) {
  const auto whole = seconds_part(text);
  if (!whole) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(19);
  const std::int64_t fraction = take_fraction(rest);
  const auto zone = zone_seconds(rest);
  constexpr std::int64_t kYear10000 = 253'402'300'800 * 1'000'000;
  if (fraction < 0 || !zone) {
    return std::nullopt;
  }
  const UtcTime out{*whole + fraction - *zone * 1'000'000};
  return out.micros >= 0 && out.micros < kYear10000 ? std::optional(out) : std::nullopt;
}

std::string local_text(UtcTime time) {
  const std::time_t seconds = time.micros / 1'000'000;
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char buffer[64];
  const std::size_t length = std::strftime(buffer, sizeof buffer, "%Y-%m-%d %H:%M:%S %z (%Z)", &local);
  return {buffer, length};
}

UtcTime SystemClock::now() const {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return {now.tv_sec * 1'000'000 + now.tv_nsec / 1000};
}

ClockState SystemClock::state() const {
  ClockState out;
  timex kernel{};
  const int result = ::adjtimex(&kernel);
  out.synchronised = result >= 0 && result != TIME_ERROR && (kernel.status & STA_UNSYNC) == 0;
  if (out.synchronised) {
    out.offset_us = (kernel.status & STA_NANO) != 0 ? kernel.offset / 1000 : kernel.offset;
  }
  std::ifstream boot("/proc/sys/kernel/random/boot_id");
  std::getline(boot, out.boot_id);
  timespec since_boot{};
  ::clock_gettime(CLOCK_BOOTTIME, &since_boot);
  out.monotonic_us = since_boot.tv_sec * 1'000'000 + since_boot.tv_nsec / 1000;
  return out;
}

}  // namespace core
