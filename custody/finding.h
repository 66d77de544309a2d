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
  std::string class_name;              // "tampered", "missing", ...
  std::string log;                     // origin; empty when it concerns no log
  std::optional<std::uint64_t> entry;  // seq
  std::string item;                    // thing or image; empty when none
  std::string field;                   // path of the member, table or file; empty when none
  std::string text;                    // what is wrong, in words
  bool rests_on_earlier = false;       // on an entry of a type that an export may withhold
  bool contention = false;             // custody went two ways, which two people can settle
};

using Findings = std::vector<Finding>;

/// Says the first of a row of like findings in full and counts the others: one damage early in a log breaks every chain
/// value after it, and a person has to see what is the cause.
class Repeated {
 public:
  /// True for the first; later ones are only counted.
  bool first(std::uint64_t entry);
  /// A finding that tells how many more there were and up to which entry; nullopt when there was none or one.
  std::optional<Finding> rest(const std::string& class_name, const std::string& what) const;

 private:
  std::uint64_t count_ = 0, last_ = 0;
};

Finding fault(std::string class_name, std::string text);
Finding limit(std::string class_name, std::string text);
bool has_fault(const Findings& findings);

}  // namespace custody
