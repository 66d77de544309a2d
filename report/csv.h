// SPDX-License-Identifier: Apache-2.0
// A field of a CSV file: RFC 4180, and no field that a spreadsheet would take for a formula.
#pragma once

#include <string>

namespace report {

/// The text in quotes; one that begins as a formula would gets an apostrophe before it.
std::string csv_field(const std::string& text);

}  // namespace report
