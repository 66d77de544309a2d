// SPDX-License-Identifier: Apache-2.0
// What an escalation brief is made from: the facts of one incident, with the labels of the entries they rest on.
#pragma once

#include <string>
#include <vector>

#include "legal/case_clocks.h"
#include "legal/incident_view.h"

namespace legal {

/// A person's words, which have to be made anonymous.
struct BriefText {
  std::string part;  // of anonymisation_texts(), or "asked"
  Bilingual lead;    // what they are
  std::string words;
  std::string entry;  // its label; empty: given for this brief
  std::optional<core::UtcTime> at;
};

struct BriefNumber {
  std::string entry, name, unit;  // unit: of a figure; the currency of a sum
  std::int64_t value = 0;
};

struct BriefThing {
  std::string entry, description;
};

struct BriefFacts {
  std::string incident, opened;  // label of the entry that opened it
  core::UtcTime opened_at, as_of;
  IncidentView view;
  std::vector<BriefText> texts;
  std::vector<BriefNumber> figures, losses;
  std::vector<BriefThing> things;      // linked to the incident
  std::vector<std::string> responses;  // technical, management, legal: to which it is assigned
  std::string triaged;                 // label; empty: not yet
  std::vector<std::string> reports;    // labels of the reports whose words are in `texts`
  struct Due {
    std::string stage, entry;
    Bilingual title, name;
    ClockState state = ClockState::runs;
    std::optional<core::UtcTime> due;
    bool unconfirmed = false;
  };
  std::vector<Due> deadlines;
};

/// What somebody wants decided.
struct BriefAsked {
  std::string incident;
  core::UtcTime as_of;
  std::vector<std::string> questions;
};

/// Private entries are left out. Throws Error when no such incident is opened.
BriefFacts brief_facts(const Records& records, const std::vector<Clock>& clocks, const BriefAsked& asked);

}  // namespace legal
