// SPDX-License-Identifier: Apache-2.0
#include "custody/as_known.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace custody {

using core::json::Value;

bool AsKnown::is_known(const Value& row) const {
  constexpr std::array<const char*, 4> kMadeBy = {"enrolled", "registered", "opened", "entry"};
  return std::all_of(kMadeBy.begin(), kMadeBy.end(), [&](const char* member) {
    const auto number = row.integer_of(member);
    return !number || view_.knows(static_cast<std::uint64_t>(*number));
  });
}

std::optional<Value> AsKnown::get(const std::string& kind, const std::string& id) const {
  if (const auto found = things_.find(id); kind == "thing" && found != things_.end()) {
    return found->second;
  }
  auto row = rows_.get(kind, id);
  return row && is_known(*row) ? row : std::nullopt;
}

void AsKnown::put(const std::string& /*kind*/, const std::string& /*id*/, Value /*value*/) {
  assert(!"rows as known are only read");
}

std::vector<std::pair<std::string, Value>> AsKnown::list(const std::string& kind,
                                                         const std::string& prefix) const {
  auto out = rows_.list(kind, prefix);
  out.erase(std::remove_if(out.begin(), out.end(), [&](const auto& row) { return !is_known(row.second); }),
            out.end());
  return out;
}

}  // namespace custody
