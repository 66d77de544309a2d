// SPDX-License-Identifier: Apache-2.0
#include "custody/rows.h"

#include <fmt/format.h>

namespace custody {

using core::json::Value;

namespace {
constexpr std::string_view kPacked = "about";
}  // namespace

std::optional<Value> MemoryRows::get(const std::string& kind, const std::string& id) const {
  if (kind == kPacked) {
    return about_.get(id);
  }
  const auto rows = kinds_.find(kind);
  if (rows == kinds_.end()) {
    return std::nullopt;
  }
  const auto found = rows->second.find(id);
  return found == rows->second.end() ? std::nullopt : std::optional(found->second);
}

void MemoryRows::put(const std::string& kind, const std::string& id, Value value) {
  if (kind == kPacked) {
    about_.put(id, std::move(value));
  } else {
    kinds_[kind].insert_or_assign(id, std::move(value));
  }
}

std::vector<std::pair<std::string, Value>> MemoryRows::list(const std::string& kind,
                                                            const std::string& prefix) const {
  if (kind == kPacked) {
    return about_.list(prefix);
  }
  std::vector<std::pair<std::string, Value>> out;
  const auto rows = kinds_.find(kind);
  if (rows == kinds_.end()) {
    return out;
  }
  for (auto at = rows->second.lower_bound(prefix); at != rows->second.end() && at->first.starts_with(prefix);
       ++at) {
    out.emplace_back(at->first, at->second);
  }
  return out;
}

void MemoryRows::each(
    const std::function<void(const std::string&, const std::string&, const Value&)>& visit) const {
  const auto visit_kinds = [&](auto from, auto to) {
    for (; from != to; ++from) {
      for (const auto& [id, value] : from->second) {
        visit(from->first, id, value);
      }
    }
  };
  const std::string packed(kPacked);
  visit_kinds(kinds_.begin(), kinds_.lower_bound(packed));
  about_.each([&](const std::string& id, const Value& value) { visit(packed, id, value); });
  visit_kinds(kinds_.lower_bound(packed), kinds_.end());
}

std::uint64_t MemoryRows::size() const {
  std::uint64_t out = about_.size();
  for (const auto& [kind, rows] : kinds_) {
    out += rows.size();
  }
  return out;
}

core::json::Array list_in(const Value& row, std::string_view member) {
  const Value* list = row.find(member);
  return list == nullptr || list->array() == nullptr ? core::json::Array{} : *list->array();
}

std::vector<std::string> texts_in(const Value& row, std::string_view member) {
  std::vector<std::string> out;
  for (const Value& item : list_in(row, member)) {
    if (item.string() != nullptr) {
      out.push_back(*item.string());
    }
  }
  return out;
}

std::string about_row(const std::string& id, std::uint64_t seq) { return fmt::format("{}/{:016}", id, seq); }

}  // namespace custody
