// SPDX-License-Identifier: Apache-2.0
#include "custody/finding.h"

#include <algorithm>

namespace custody {

bool Repeated::first(std::uint64_t entry) {
  last_ = entry;
  return ++count_ == 1;
}

std::optional<Finding> Repeated::rest(const std::string& class_name, const std::string& what) const {
  if (count_ < 2) {
    return std::nullopt;
  }
  Finding out = fault(class_name, "the same holds for " + std::to_string(count_ - 1) + " later " + what +
                                      ", up to entry " + std::to_string(last_));
  out.entry = last_;
  return out;
}

Finding fault(std::string class_name, std::string text) {
  Finding out;
  out.class_name = std::move(class_name);
  out.text = std::move(text);
  return out;
}

Finding limit(std::string class_name, std::string text) {
  Finding out = fault(std::move(class_name), std::move(text));
  out.kind = FindingKind::limit;
  return out;
}

bool has_fault(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.kind == FindingKind::fault; });
}

}  // namespace custody
