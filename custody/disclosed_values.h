// SPDX-License-Identifier: Apache-2.0
// The disclosures of a log under verification, as little of each as is needed: a ledger of a million entries has as many.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/digest.h"
#include "custody/commitment.h"

namespace custody {

class DisclosedValues {
 public:
  struct Item {
    std::uint64_t seq = 0;
    const std::string* name = nullptr;
    core::Sha256 commit;                         // of what is disclosed
    std::unique_ptr<core::json::Value> content;  // of a private entry only
    bool met = false;                            // an entry commits to it, or cannot be read
  };

  void add(const Disclosure& disclosure);
  using Place = std::pair<std::uint64_t, std::string>;  // seq, name
  /// To be called once, after the last add(). Places that were given again, in order, once for each time; what was given
  /// first stays.
  std::vector<Place> sort_out();

  /// Nullptr when there is none.
  Item* find(std::uint64_t seq, const std::string& name);
  /// Takes all of an entry as met.
  void meet_all_of(std::uint64_t seq);
  const std::vector<Item>& items() const { return items_; }

 private:
  std::vector<Item>::iterator first_of(std::uint64_t seq, const std::string& name);

  std::set<std::string> names_;
  std::vector<Item> items_;
};

}  // namespace custody
