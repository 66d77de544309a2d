// SPDX-License-Identifier: Apache-2.0
#include "custody/person.h"

#include <algorithm>

namespace custody {

std::string first_key_of(const Rows& rows, const std::string& key) {
  const auto row = rows.get("key", key);
  return row ? row->text_of("first").value_or(key) : key;
}

bool same_person(const Rows& rows, const std::string& one, const std::string& other) {
  return first_key_of(rows, one) == first_key_of(rows, other);
}

bool holds_role(const Rows& rows, const std::string& key, std::string_view role) {
  const auto row = rows.get("key", key);
  const auto roles = row ? texts_in(*row, "roles") : std::vector<std::string>{};
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool is_revoked(const Rows& rows, const std::string& key) {
  const auto row = rows.get("key", key);
  return row && row->integer_of("revoked") && !row->text_of("replaced_by");
}

}  // namespace custody
