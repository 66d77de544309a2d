// SPDX-License-Identifier: Apache-2.0
// Times in UTC with microseconds, and what is known about the clock that told them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// Microseconds since 1970-01-01T00:00:00Z, without leap seconds.
struct UtcTime {
  std::int64_t micros = 0;

  /// Fixed width: 2026-11-22T18:53:01.123456Z.
  std::string text() const;
  /// Accepts exactly what text() writes, years 1970 to 9999.
  static std::optional<UtcTime> parse(std::string_view text);
  auto operator<=>(const UtcTime&) const = default;
};

/// A time a person typed: RFC 3339 with a zone ("2026-11-22T09:00:00+09:00", fraction optional).
/// A time without a zone is refused (nullopt).
std::optional<UtcTime> parse_zoned_time(std::string_view text);

/// The time in the machine's local zone: "2026-11-23 03:53:01 +0900 (JST)".
std::string local_text(UtcTime time);

/// What can be said of a clock; a claimed time is never proof.
struct ClockState {
  std::string source = "system";          // "system" or the name of a test's clock
  bool synchronised = false;              // the kernel's own word (adjtimex)
  std::optional<std::int64_t> offset_us;  // the kernel's estimate, when synchronised
  std::string boot_id;                    // empty when unknown
  std::int64_t monotonic_us = 0;          // since boot, suspended time included
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual UtcTime now() const = 0;
  virtual ClockState state() const = 0;
};

class SystemClock final : public Clock {
 public:
  UtcTime now() const override;
  ClockState state() const override;
};

}  // namespace core
