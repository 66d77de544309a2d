// SPDX-License-Identifier: Apache-2.0
#include "custody/legal_hold.h"

#include "custody/pending.h"
#include "custody/restriction.h"

namespace custody {

using core::json::Value;

void need_no_hold(EntryCheck& entry) {
  const auto& about = entry.entry().about;
  for (const auto& [hash, row] : entry.rows().list("hold", "")) {
    const Value* held = row.find("about");
    if (row.integer_of("ended") || held == nullptr || held->array() == nullptr) {
      continue;
    }
    const bool whole_case = held->array()->empty();
    const std::string by = " is under the legal hold of " + entry_words(entry.rows(), "hold", hash);
    for (const About& item : about) {
      if (whole_case || covers(entry.rows(), *held->array(), item.id)) {
        entry.report("unauthorised", "about", item.id, item.id + by);
      }
    }
    if (whole_case && about.empty()) {
      entry.unauthorised("about", "the whole case" + by);
    }
  }
}

}  // namespace custody
