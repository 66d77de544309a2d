// SPDX-License-Identifier: Apache-2.0
#include "custody/restriction.h"

#include <algorithm>

#include "custody/pending.h"

namespace custody {

using core::json::Array;
using core::json::Value;

namespace {

constexpr std::size_t kMostOrigins = 1000;  // a damaged database may hold a circle

}  // namespace

std::vector<std::string> origins_of(const Rows& rows, const std::string& item) {
  std::vector<std::string> out = {item};
  for (auto row = rows.get("image", item); row;) {
    const auto parent = row->text_of("derived_from");
    out.push_back(parent ? *parent : row->text_of("image_of").value_or(""));
    row = parent && out.size() < kMostOrigins ? rows.get("image", *parent) : std::nullopt;
  }
  return out;
}

bool covers(const Rows& rows, const Array& ids, const std::string& item) {
  const auto origins = origins_of(rows, item);
  return std::any_of(ids.begin(), ids.end(), [&](const Value& id) {
    return id.string() != nullptr && std::find(origins.begin(), origins.end(), *id.string()) != origins.end();
  });
}

std::optional<std::string> restricted_by(const Rows& rows, const std::string& item) {
  for (const auto& [hash, row] : rows.list("restriction", "")) {
    const Value* about = row.find("about");
    if (!row.integer_of("ended") && about != nullptr && about->array() != nullptr &&
        covers(rows, *about->array(), item)) {
      return hash;
    }
  }
  return std::nullopt;
}

std::string restriction_words(const Rows& rows, const std::string& item, const std::string& leaf_hash) {
  return item + " is restricted by " + entry_words(rows, "restriction", leaf_hash) +
         "; only counsel can lift that, with 'exhibit restrict --lift'";
}

void need_unrestricted(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    if (const auto by = restricted_by(entry.rows(), about.id)) {
      entry.report("unauthorised", "about", about.id, restriction_words(entry.rows(), about.id, *by));
    }
  }
}

}  // namespace custody
