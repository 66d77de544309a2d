// SPDX-License-Identifier: Apache-2.0
// What an export leaves out: disclosures of committed fields, and whole leaves. docs/ledger-format.md section 10.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "custody/ledger.h"

namespace custody {

/// As a person asks for it.
struct RedactionRequest {
  bool all = false;                   // every disclosure
  std::vector<std::string> patterns;  // body.reason, body.*, entry:12, item:EV-001, person:NAME
  std::vector<std::string> entries;   // labels of entries to withhold; "private" stands for all private ones

  bool any() const { return all || !patterns.empty() || !entries.empty(); }
};

/// What it comes to. Numbers are those of custody/entry_number.h.
struct Redaction {
  std::set<std::uint64_t> leaves;
  std::set<std::pair<std::uint64_t, std::string>> disclosures;  // entry, name of the field

  bool any() const { return !leaves.empty() || !disclosures.empty(); }
  bool hides(std::uint64_t number, const std::string& field) const {
    return leaves.contains(number) || disclosures.contains({number, field});
  }
};

/// Throws Error when a pattern fits nothing (a value would go out that was meant to stay) or an entry may not be withheld.
/// REQUIRES: inside Ledger::read_consistently().
Redaction choose_redaction(const Ledger& ledger, const RedactionRequest& request);

/// True when the text fits the pattern, in which `*` stands for any text.
bool fits_pattern(std::string_view text, std::string_view pattern);

}  // namespace custody
