// SPDX-License-Identifier: Apache-2.0
#include "custody/finding.h"

#include <algorithm>

namespace custody {

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
