// SPDX-License-Identifier: Apache-2.0
#include "custody/pending.h"

#include "custody/entry_label.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

Array ids_of(const Entry& entry) {
  Array out;
  for (const About& about : entry.about) {
    out.emplace_back(about.id);
  }
  return out;
}

void put_pending(EntryEffect& entry, const char* kind, Object more) {
  more["about"] = ids_of(entry.entry());
  more["by"] = entry.entry().signers.front().key;
  more["entry"] = entry.seq();
  entry.rows().put(kind, entry.leaf_hash().hex(), std::move(more));
}

std::optional<Value> need_pending(EntryCheck& entry, const char* kind, const char* path, const char* done) {
  auto row = entry.rows().get(kind, entry.text(path));
  const std::string field = std::string("body.") + path;
  const Value* about = row ? row->find("about") : nullptr;
  if (about == nullptr || *about != Value(ids_of(entry.entry()))) {
    entry.tampered(field, std::string("no ") + kind + " about the same has that leaf hash");
    return std::nullopt;
  }
  if (const auto end = row->integer_of(done)) {
    entry.tampered(field, std::string("that ") + kind + " is " + done + " already, by entry " +
                              entry_label(entry.rows(), static_cast<std::uint64_t>(*end)));
    return std::nullopt;
  }
  return row;
}

void mark_pending(EntryEffect& entry, const char* kind, const char* path, const char* done) {
  if (entry.rows().get(kind, entry.text(path))) {
    entry.mark(kind, entry.text(path), done);
  }
}

std::string entry_words(const Rows& rows, const char* kind, const std::string& leaf_hash) {
  const auto row = rows.get(kind, leaf_hash);
  const auto seq = row ? row->integer_of("entry") : std::nullopt;
  return seq ? "entry " + entry_label(rows, static_cast<std::uint64_t>(*seq)) : "the entry " + leaf_hash;
}

}  // namespace custody
