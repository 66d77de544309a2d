// SPDX-License-Identifier: Apache-2.0
#include "custody/four_eyes.h"

namespace custody {

bool independent(const Rows& rows, const std::string& one, const std::string& other) {
  const auto first = rows.get("key", one);
  const auto second = rows.get("key", other);
  return first && second && one != other && first->text_of("by") != other && second->text_of("by") != one;
}

void need_four_eyes(EntryCheck& entry, const std::string& one, const std::string& other) {
  if (!independent(entry.rows(), one, other)) {
    entry.unauthorised("signers", "two people must agree, neither of whom enrolled the other");
  }
}

}  // namespace custody
