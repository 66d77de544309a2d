// SPDX-License-Identifier: Apache-2.0
#include "custody/rows.h"

#include <fmt/format.h>

namespace custody {

std::optional<core::json::Value> MemoryRows::get(const std::string& kind, const std::string& id) const {
  const auto found = rows_.find({kind, id});
  return found == rows_.end() ? std::nullopt : std::optional(found->second);
}

void MemoryRows::put(const std::string& kind, const std::string& id, core::json::Value value) {
  rows_.insert_or_assign({kind, id}, std::move(value));
}

std::vector<std::pair<std::string, core::json::Value>> MemoryRows::list(const std::string& kind,
                                                                        const std::string& prefix) const {
  std::vector<std::pair<std::string, core::json::Value>> out;
  for (auto at = rows_.lower_bound({kind, prefix}); at != rows_.end(); ++at) {
    if (at->first.first != kind || !at->first.second.starts_with(prefix)) {
      break;
    }
    out.emplace_back(at->first.second, at->second);
  }
  return out;
}

std::vector<std::string> texts_in(const core::json::Value& row, std::string_view member) {
  std::vector<std::string> out;
  const core::json::Value* list = row.find(member);
  if (list == nullptr || list->array() == nullptr) {
    return out;
  }
  for (const core::json::Value& item : *list->array()) {
    if (item.string() != nullptr) {
      out.push_back(*item.string());
    }
  }
  return out;
}

std::string about_row(const std::string& id, std::uint64_t seq) { return fmt::format("{}/{:016}", id, seq); }

}  // namespace custody
