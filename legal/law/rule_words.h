// SPDX-License-Identifier: Apache-2.0
// The words that rule files may use, beside free text: docs/rules.md lists and explains each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "legal/law/rule.h"

namespace legal {

std::optional<LawStatus> law_status_named(std::string_view word);
std::optional<Person> person_named(std::string_view word);
std::optional<Counting> counting_named(std::string_view word);

/// What an element may warn of, in alphabetical order.
const std::vector<std::string>& warning_names();
/// Events that start the clocks of duties, in alphabetical order; each is recorded by a person.
const std::vector<std::string>& clock_events();
/// What a duty may be about: incident, vulnerability, other; and which families of incident.
const std::vector<std::string>& intake_names();
const std::vector<std::string>& family_names();

/// "F01" to "F49".
bool is_fact_number(std::string_view text);

/// The stage whose notification starts a clock, or nullopt when the clock is an event.
std::optional<std::string> stage_awaited(const std::string& clock);

/// "this, that or other"
std::string one_of(const std::vector<std::string>& words);
std::vector<std::string> law_status_words();
std::vector<std::string> person_words();
std::vector<std::string> counting_words();

}  // namespace legal
