// SPDX-License-Identifier: Apache-2.0
// What verification finds: a value, never an exception. Classes and kinds are those of docs/ledger-format.md section 12.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace custody {

enum class FindingKind { fault, limit };

struct Finding {
  FindingKind kind = FindingKind::fault;
  std::string class_name;               // "tampered", "missing", ...
  std::string log;                      // origin; empty when it concerns no log
  std::optional<std::uint64_t> entry;   // seq
  std::string item;                     // thing or image; empty when none
  std::string field;                    // path of the member, table or file; empty when none
  std::string text;                     // what is wrong, in words
};

using Findings = std::vector<Finding>;

Finding fault(std::string class_name, std::string text);
Finding limit(std::string class_name, std::string text);
bool has_fault(const Findings& findings);

}  // namespace custody
