// SPDX-License-Identifier: Apache-2.0
// Due times for calendar programs: RFC 5545.
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"

namespace legal {

struct DueItem {
  std::string uid;  // the same for the same duty each time, so that a calendar program replaces it; not empty
  std::string summary, description;
  core::UtcTime due;
  bool unconfirmed = true, guideline = false;
};

/// The text of an .ics file. Each item is an event (VEVENT) at its due time with alarms one day and two hours before: to-dos
/// (VTODO) are left out by most calendar programs, and do not ring. It blocks no time (TRANSPARENT). What is unconfirmed is
/// TENTATIVE and says so in its summary, in `language` (ja, else en). Whatever the texts hold stays within their property.
/// REQUIRES: every uid holds a character.
std::string icalendar(const std::vector<DueItem>& items, core::UtcTime now, const std::string& language);

}  // namespace legal
