// SPDX-License-Identifier: Apache-2.0
// A log with people and items to which a test adds one step, and the fault it expects of that step alone.
#pragma once

#include <catch2/catch.hpp>

#include "tests/support/keeping_story.h"

namespace support {

/// A log with people and items to which a test adds what it likes.
struct Prepared : LogMaker {
  Prepared() {
    story::begin(*this);
    story::register_items(*this);
  }
};

/// Adds the step, verifies, and expects exactly that class of fault at that entry and no other fault.
inline void check_fault(LogMaker& log, const Step& step, const std::string& class_name,
                        const std::string& words) {
  const std::uint64_t seq = log.size();
  log.add(step);
  log.checkpoint();
  const auto faults = faults_of(log.verify().findings);
  INFO(Catch::rangeToString(faults));
  REQUIRE_FALSE(faults.empty());
  for (const std::string& fault : faults) {
    CHECK_THAT(fault, Catch::StartsWith(class_name + " " + std::to_string(seq) + " "));
  }
  CHECK_THAT(faults.front(), Catch::Contains(words));
}

/// Adds the step, verifies, and expects no fault; returns what was found.
inline custody::LedgerReport check_good(LogMaker& log, const Step& step) {
  log.add(step);
  log.checkpoint();
  auto report = log.verify();
  INFO(Catch::rangeToString(faults_of(report.findings)));
  CHECK(faults_of(report.findings).empty());
  return report;
}

}  // namespace support
