// SPDX-License-Identifier: Apache-2.0
#include "custody/record_graph.h"

#include <set>

namespace custody {

using core::json::Object;

namespace {

/// True when a later entry took the place of the one that stated the relation.
bool is_over(const Rows& rows, const char* entry_type, const std::string& relation_id) {
  const auto row = rows.get(entry_type, relation_id.substr(relation_id.find('/') + 1));
  return row && row->find("ended") != nullptr;
}

}  // namespace

void put_relation(EntryEffect& entry, const char* kind, const std::string& from, const std::string& to) {
  entry.rows().put(kind, from + "/" + entry.leaf_hash().hex(), Object{{"entry", entry.seq()}, {"to", to}});
}

bool leads_to(const Rows& rows, const char* kind, const char* entry_type, const std::string& from,
              const std::string& to) {
  std::set<std::string> seen;
  std::vector<std::string> open = {from};
  while (!open.empty()) {
    const std::string at = open.back();
    open.pop_back();
    if (at == to) {
      return true;
    }
    if (!seen.insert(at).second) {
      continue;
    }
    for (const auto& [id, row] : rows.list(kind, at + "/")) {
      if (!is_over(rows, entry_type, id)) {
        open.push_back(row.text_of("to").value_or(""));
      }
    }
  }
  return false;
}

}  // namespace custody
