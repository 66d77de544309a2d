// SPDX-License-Identifier: Apache-2.0
#include "custody/as_known.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace custody {

using core::json::Value;

bool AsKnown::knows(const Value& row, const char* member) const {
  const auto number = row.integer_of(member);
  return !number || view_.knows(static_cast<std::uint64_t>(*number));
}

bool AsKnown::was_made(const Value& row) const {
  constexpr std::array<const char*, 5> kMadeBy = {"enrolled", "registered", "opened", "entry", "against"};
  return std::all_of(kMadeBy.begin(), kMadeBy.end(), [&](const char* member) { return knows(row, member); });
}

/// The first element of a list that an entry the author had seen put there, or nullptr.
const Value* AsKnown::again(const Value& row, const char* list,
                            const std::function<bool(const Value&)>& is_known) {
  const Value* others = row.find(list);
  if (others == nullptr || others->array() == nullptr) {
    return nullptr;
  }
  const auto found = std::find_if(others->array()->begin(), others->array()->end(), is_known);
  return found == others->array()->end() ? nullptr : &*found;
}

bool AsKnown::is_known(const Value& row) const {
  return was_made(row) ||
         again(row, "made_again", [&](const Value& other) { return was_made(other); }) != nullptr;
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

/// The state of an image as the entries that are known moved it on.
void AsKnown::forget_steps(Value& row) const {
  const core::json::Array all = list_in(row, "state_steps");
  if (all.empty()) {
    return;
  }
  std::string state = "registered";
  for (const Value& step : all) {
    const std::string name = step.text_of("state").value_or("");
    if (knows(step, "entry")) {
      state = name;
      row.set(name, *step.find("entry"));
    } else if (row.find(name) != nullptr && *row.find(name) == *step.find("entry")) {
      row.object()->erase(name);
    }
  }
  if (row.text_of("state") != "disposed") {
    row.set("state", state);
  }
}

/// `from` may be an element of the row.
void AsKnown::take_over(Value& row, const Value* from) {
  const core::json::Object members =
      from == nullptr || from->object() == nullptr ? core::json::Object{} : *from->object();
  for (const auto& [member, value] : members) {
    row.set(member, value);
  }
}

Value AsKnown::as_known(Value row) const {
  if (row.object() == nullptr) {
    return row;
  }
  forget_roles(row);
  forget_steps(row);
  if (!was_made(row)) {
    take_over(row, again(row, "made_again", [&](const Value& other) { return was_made(other); }));
  }
  for (const char* mark : {"approved", "assigned", "closed", "disposed", "ended", "finished", "received",
                           "refused", "reviewed", "settled", "triaged"}) {
    if (!knows(row, mark)) {
      row.object()->erase(mark);
      take_over(row, again(row, "marked_again", [&](const Value& other) {
                  return other.find(mark) != nullptr && knows(other, mark);
                }));
    }
  }
  if (!knows(row, "revoked")) {
    for (const char* member : {"revoked", "last", "replaced_by"}) {
      row.object()->erase(member);
    }
    take_over(row, again(row, "ended_again", [&](const Value& other) { return knows(other, "revoked"); }));
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
