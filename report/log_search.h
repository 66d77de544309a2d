// SPDX-License-Identifier: Apache-2.0
// The entries of a case that a person asks for: by what they say, who they name, where, what type, what thing and when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/case_view.h"

namespace report {

/// What is empty is not asked. Texts are compared as core::folded() says, and match anywhere within a value.
struct LogFilter {
  std::string text;    // in any value: people, places, reasons, digests, numbers, types, ids
  std::string person;  // who signed, or is named
  std::string place;
  std::string type;                       // whole, with '_' or ' '
  std::string item;                       // whole: thing or image
  std::optional<core::UtcTime> from, to;  // claimed times, both included

  bool is_empty() const {
    return text.empty() && person.empty() && place.empty() && type.empty() && item.empty() && !from && !to;
  }
};

struct LogLine {
  std::uint64_t number = 0;
  std::string label;  // as people name the entry
  std::string log;    // origin
  core::UtcTime time;
  std::string type;
  std::vector<std::string> items;
  std::string signers;  // "R. Sato (responder) and H. Mori (custodian)"
  std::string summary;
};

/// Entries of all logs that the filter lets through: each log in its order, side by side by claimed time.
std::vector<LogLine> find_entries(const CaseView& view, const LogFilter& filter);

/// RFC 4180 with a head line, CRLF, UTF-8: entry, log, seq, time, type, items, signers, summary. A value that a
/// spreadsheet would take for a formula (first character = + - @, tab or carriage return) gets a leading apostrophe.
std::string csv_of(const std::vector<LogLine>& lines);

}  // namespace report
