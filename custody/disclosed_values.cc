// SPDX-License-Identifier: Apache-2.0
#include "custody/disclosed_values.h"

#include <algorithm>

#include "custody/private_entry.h"

namespace custody {

namespace {

auto place_of(const DisclosedValues::Item& item) {
  return std::pair<std::uint64_t, const std::string&>(item.seq, *item.name);
}

bool is_before(const DisclosedValues::Item& a, const DisclosedValues::Item& b) {
  return place_of(a) < place_of(b);
}

}  // namespace

void DisclosedValues::add(const Disclosure& disclosure) {
  Item item{disclosure.seq, &*names_.insert(disclosure.name).first, commitment(disclosure), nullptr};
  if (disclosure.name == kPrivateContent) {
    item.content = std::make_unique<core::json::Value>(disclosure.value);
  }
  items_.push_back(std::move(item));
}

std::vector<DisclosedValues::Place> DisclosedValues::sort_out() {
  if (!std::is_sorted(items_.begin(), items_.end(), is_before)) {
    std::stable_sort(items_.begin(), items_.end(), is_before);
  }
  const auto same_place = [](const Item& a, const Item& b) { return place_of(a) == place_of(b); };
  std::vector<Place> doubled;
  for (auto item = items_.begin();
       (item = std::adjacent_find(item, items_.end(), same_place)) != items_.end(); ++item) {
    doubled.emplace_back(item->seq, *item->name);
  }
  items_.erase(std::unique(items_.begin(), items_.end(), same_place), items_.end());
  return doubled;
}

std::vector<DisclosedValues::Item>::iterator DisclosedValues::first_of(std::uint64_t seq,
                                                                       const std::string& name) {
  const std::pair<std::uint64_t, const std::string&> place(seq, name);
  return std::lower_bound(items_.begin(), items_.end(), place,
                          [](const Item& item, const auto& wanted) { return place_of(item) < wanted; });
}

DisclosedValues::Item* DisclosedValues::find(std::uint64_t seq, const std::string& name) {
  const auto found = first_of(seq, name);
  return found != items_.end() && found->seq == seq && *found->name == name ? &*found : nullptr;
}

void DisclosedValues::meet_all_of(std::uint64_t seq) {
  for (auto item = first_of(seq, ""); item != items_.end() && item->seq == seq; ++item) {
    item->met = true;
  }
}

}  // namespace custody
