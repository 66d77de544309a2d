// SPDX-License-Identifier: Apache-2.0
#include "custody/restriction.h"

#include <algorithm>

namespace custody {

using core::json::Array;
using core::json::Value;

bool covers(const Rows& rows, const Array& ids, const std::string& item) {
  const auto image = rows.get("image", item);
  const Value own(item);
  const Value parent(image ? image->text_of("image_of").value_or("") : "");
  return std::any_of(ids.begin(), ids.end(),
                     [&](const Value& id) { return id == own || (image && id == parent); });
}

std::optional<std::uint64_t> restricted_by(const Rows& rows, const std::string& item) {
  const auto image = rows.get("image", item);
  for (const auto& row : {image, rows.get("thing", image ? image->text_of("image_of").value_or("") : item)}) {
    if (const auto entry = row ? row->integer_of("restricted") : std::nullopt) {
      return static_cast<std::uint64_t>(*entry);
    }
  }
  return std::nullopt;
}

void need_unrestricted(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    if (const auto by = restricted_by(entry.rows(), about.id)) {
      entry.report("unauthorised", "about", about.id,
                   about.id + " is restricted by entry " + std::to_string(*by) +
                       "; only counsel can lift that, with 'exhibit restrict --lift'");
    }
  }
}

}  // namespace custody
