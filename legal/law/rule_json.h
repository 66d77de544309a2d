// SPDX-License-Identifier: Apache-2.0
// A rule as JSON, and what two versions of a rule differ in.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "legal/law/rule.h"

namespace legal {

/// Every member by the name that it has in the file, those left out with their default; `digest` besides.
core::json::Object to_json(const Rule& rule);

/// One member that is not the same: "elements.e2.text.en". `before` or `after` is empty where it is absent.
struct MemberChange {
  std::string member, before, after;
};
/// In order of member; elements and stages are told apart by their ids.
std::vector<MemberChange> changes_between(const Rule& before, const Rule& after);

}  // namespace legal
