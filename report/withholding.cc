// SPDX-License-Identifier: Apache-2.0
#include "report/withholding.h"

namespace report {

using core::json::Array;
using core::json::Object;

std::string line_of(const CasePart& part) { return part.what + ": " + part.reason + ": " + part.words; }

Array list_of(const std::vector<CasePart>& parts) {
  Array out;
  for (const CasePart& part : parts) {
    out.emplace_back(Object{{"reason", part.reason}, {"what", part.what}, {"words", part.words}});
  }
  return out;
}

}  // namespace report
