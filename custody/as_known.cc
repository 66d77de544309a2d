// SPDX-License-Identifier: Apache-2.0
#include "custody/as_known.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace custody {

using core::json::Value;

bool AsKnown::is_known(const Value& row) const {
  constexpr std::array<const char*, 5> kMadeBy = {"enrolled", "registered", "opened", "entry", "against"};
  return std::all_of(kMadeBy.begin(), kMadeBy.end(), [&](const char* member) {
    const auto number = row.integer_of(member);
    return !number || view_.knows(static_cast<std::uint64_t>(*number));
  });
}

/// Roles as the entries that are known granted and withdrew them.
void AsKnown::forget_roles(Value& row) const {
  const Value* steps = row.find("role_steps");
  if (steps == nullptr || steps->array() == nullptr) {
    return;
  }
  std::vector<std::string> roles;
  for (const Value& step : *steps->array()) {
    const std::string role = step.text_of("role").value_or("");
    if (view_.knows(static_cast<std::uint64_t>(step.integer_of("entry").value_or(0)))) {
      roles.erase(std::remove(roles.begin(), roles.end(), role), roles.end());
      if (step.boolean_of("held").value_or(false)) {
        roles.push_back(role);
      }
    }
  }
  row.set("roles", core::json::Array(roles.begin(), roles.end()));
}

Value AsKnown::as_known(Value row) const {
  if (row.object() == nullptr) {
    return row;
  }
  forget_roles(row);
  for (const char* mark : {"approved", "disposed", "ended", "finished", "settled"}) {
    const auto number = row.integer_of(mark);
    if (number && !view_.knows(static_cast<std::uint64_t>(*number))) {
      row.object()->erase(mark);
    }
  }
  const auto revoked = row.integer_of("revoked");
  if (revoked && !view_.knows(static_cast<std::uint64_t>(*revoked))) {
    for (const char* member : {"revoked", "last", "replaced_by"}) {
      row.object()->erase(member);
    }
  }
  return row;
}

std::optional<Value> AsKnown::get(const std::string& kind, const std::string& id) const {
  if (const auto found = things_.find(id); kind == "thing" && found != things_.end()) {
    return found->second;
  }
  auto row = rows_.get(kind, id);
  return row && is_known(*row) ? std::optional(as_known(std::move(*row))) : std::nullopt;
}

void AsKnown::put(const std::string& /*kind*/, const std::string& /*id*/, Value /*value*/) {
  assert(!"rows as known are only read");
}

std::vector<std::pair<std::string, Value>> AsKnown::list(const std::string& kind,
                                                         const std::string& prefix) const {
  auto out = rows_.list(kind, prefix);
  out.erase(std::remove_if(out.begin(), out.end(), [&](const auto& row) { return !is_known(row.second); }),
            out.end());
  for (auto& row : out) {
    row.second = as_known(std::move(row.second));
  }
  return out;
}

}  // namespace custody
