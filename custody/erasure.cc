// SPDX-License-Identifier: Apache-2.0
#include "custody/erasure.h"

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace custody {

using core::json::Object;
using core::json::Value;

Draft draft_erasure(const Ledger& ledger, const ErasureRequest& request, const UnlockedKey& by) {
  const Entry entry = ledger.entry(request.number);
  const std::string where = core::shown(request.field) + " of entry " + ledger.label(request.number);
  const Value* field = entry.object.at_path(request.field);
  const auto commitment = field == nullptr ? std::nullopt : commitment_in(*field);
  if (!commitment) {
    core::fail("nothing was erased: " + where +
               " is no committed value; only those stand outside the entry and can be erased");
  }
  if (const auto by_entry = erased_by(ledger.store(), request.number, request.field)) {
    core::fail("nothing was erased: entry " + ledger.label(*by_entry) + " erased " + where + " already");
  }
  if (!ledger.store().disclosed(request.number, request.field)) {
    core::fail("nothing was erased: the value of " + where + " is not here");
  }
  Draft out{"disclosure_erased",
            {},
            Object{{"authority", committed(request.authority)},
                   {"commit", commitment->hex()},
                   {"field", request.field},
                   {"leaf", core::merkle::leaf_hash(*ledger.store().leaf(request.number)).hex()},
                   {"log", entry.log},
                   {"reason", committed(request.reason)},
                   {"seq", Value(entry.seq)}},
            {{&by, "author"}},
            {}};
  for (const About& about : entry.about) {
    out.about.push_back(about.id);
  }
  return out;
}

namespace {

std::string of_entry(const Ledger& ledger, const Value& row, const char* member) {
  return " (entry " + ledger.label(static_cast<std::uint64_t>(row.integer_of(member).value_or(0))) + ")";
}

void add_copies(const Ledger& ledger, std::vector<std::string>& out) {
  for (std::uint64_t log = 0; log < ledger.store().logs().size(); ++log) {
    ledger.store().each_entry(log, [&](const StoredEntry& stored) {
      const auto parsed = parse_entry(stored.leaf);
      const auto* entry = std::get_if<Entry>(&parsed);
      const std::string action =
          entry == nullptr || entry->type != "accessed" ? "" : entry->body().text_of("action").value_or("");
      if (action == "copied" || action == "exported") {
        out.push_back("what was " + action + " (entry " + ledger.label(entry_number(log, stored.seq)) + ")");
      }
    });
  }
}

}  // namespace

std::vector<std::string> beyond_erasing(const Ledger& ledger) {
  const Store& store = ledger.store();
  std::vector<std::string> out;
  for (const auto& [image, row] : store.list("image", "")) {
    if (row.integer_of("started") && row.text_of("format") == "e01") {
      out.push_back("names and notes in the headers of the E01 files of " + image +
                    of_entry(ledger, row, "started"));
    }
  }
  for (const auto& [file, row] : store.list("document", "")) {
    out.push_back("the document " + file + of_entry(ledger, row, "entry") + " and its printed copies");
  }
  for (const auto& [id, row] : store.list("package", "")) {
    out.push_back("the package" + of_entry(ledger, row, "entry") + " and copies of it");
  }
  for (const auto& [sha256, row] : store.list("attachment", "")) {
    out.push_back("the attachment " + sha256.substr(0, 16) + "..." + of_entry(ledger, row, "entry"));
  }
  add_copies(ledger, out);
  if (store.logs().size() > 1) {
    out.emplace_back("other devices' copies of the case, until they take in the entry that erases");
  }
  out.emplace_back("exports of the ledger and backups of the case folder made before");
  return out;
}

std::optional<std::uint64_t> erased_by(const Rows& rows, std::uint64_t number, const std::string& field) {
  const auto row = rows.get("erased", about_row(field, number));
  const auto entry = row ? row->integer_of("entry") : std::nullopt;
  return entry ? std::optional(static_cast<std::uint64_t>(*entry)) : std::nullopt;
}

bool remove_erased(Store& store) {
  bool any = false;
  for (const auto& [id, row] : store.list("erased", "")) {
    const std::size_t slash = id.rfind('/');
    any = store.remove_disclosure(std::stoull(id.substr(slash + 1)), id.substr(0, slash)) || any;
  }
  return any;
}

core::Path erasing_mark(const core::Path& case_folder) { return case_folder / "case.db-erasing"; }

void mark_erasing(const core::Path& case_folder) {
  // Its name alone is the mark: a kill while it is made leaves either nothing or all of it.
  if (const core::Path mark = erasing_mark(case_folder); !core::fs::exists(mark)) {
    core::write_new_file(mark, {});
  }
}

void finish_erasing(const core::Path& case_folder, Store& store) {
  const core::Path mark = erasing_mark(case_folder);
  if (!core::fs::exists(mark)) {
    return;
  }
  // secure_delete overwrites a deleted row, but not what moving cells between pages left in the gaps of a page.
  store.database().execute("VACUUM");
  if (store.database().number("PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
    core::fail("bytes of erased values may still lie in " + core::shown(case_folder.native()) +
               "/case.db: another process is reading it; the next command on the case finishes this");
  }
  core::fs::remove(mark);
  core::sync_directory(case_folder);
}

}  // namespace custody
