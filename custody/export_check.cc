// SPDX-License-Identifier: Apache-2.0
// The files of an export against what the ledger gives: docs/ledger-format.md section 10.
#include <algorithm>
#include <iterator>
#include <set>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/export.h"
#include "custody/tile_files.h"
#include "custody/tlog_proof.h"

namespace custody {

using core::json::Value;

namespace {

void same_text(const core::Path& file, const std::string& expected, Findings& findings,
               const char* class_name = "mismatch") {
  constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 25U;  // a bundle of 256 entries has less
  std::string found;
  try {
    found = core::read_plain_text(file, kMostBytes);
  } catch (const core::Error&) {
    findings.push_back(
        fault("missing", "the export's file " + core::shown(file.filename().native()) + " is missing"));
    return;
  }
  if (found != expected) {
    findings.push_back(fault(class_name, "the export's file " + core::shown(file.filename().native()) +
                                             " is not what the ledger gives"));
  }
}

/// Where leaves are withheld the tree cannot be rebuilt; those that are there are bound by their proofs.
void check_proofs(const core::Path& folder, const std::vector<core::Sha256>& hashes, const Checkpoint& head,
                  Findings& findings) {
  for (std::uint64_t i = 0; i < hashes.size(); ++i) {
    if (hashes[i] == core::Sha256{}) {
      continue;
    }
    const std::string text =
        core::read_plain_text(folder / "proofs" / (std::to_string(i) + ".tlog-proof"), 1U << 20U);
    const auto proof = TlogProof::parse(text);
    if (!proof || proof->index != i || proof->extra ||
        !core::merkle::verify_inclusion(i, head.size, hashes[i], proof->path, head.root)) {
      findings.push_back(fault("tampered", "the proof of the entry does not lead to the signed root"));
      findings.back().entry = i;
    }
  }
}

/// Files in keys/ and proofs/, and rows of ledger.sqlite, that the ledger does not account for.
void check_no_more(const core::Path& folder, std::uint64_t keys, std::uint64_t entries, Findings& findings) {
  const auto count = [](const core::Path& of) {
    return static_cast<std::uint64_t>(
        std::distance(core::fs::directory_iterator(of), core::fs::directory_iterator()));
  };
  if (count(folder / "keys") > keys || count(folder / "proofs") > entries) {
    findings.push_back(
        fault("uncovered", "keys/ or proofs/ of the export holds files that belong to no entry"));
  }
}

void report_database(const char* class_name, std::string text, Findings& findings) {
  findings.push_back(fault(class_name, std::move(text)));
  findings.back().field = "ledger.sqlite";
}

/// The columns of a table, in order: "log,seq,leaf".
std::string columns_of(const Database& db, const char* table) {
  Statement rows = db.prepare("SELECT group_concat(name) FROM pragma_table_xinfo(?)");
  rows.bind(1, table);
  return rows.step() && !rows.is_null(0) ? rows.text(0) : "";
}

/// That the tables have the columns and types of values of docs/ledger-format.md section 10.
void check_tables(const Database& db, Findings& findings) {
  if (columns_of(db, "entry") != "log,seq,leaf,leaf_sha3" ||
      db.number("SELECT count(*) FROM entry WHERE typeof(seq) <> 'integer' OR typeof(leaf) NOT IN ('blob', "
                "'null') OR typeof(leaf_sha3) <> 'blob'") != 0) {
    report_database("tampered",
                    "the table 'entry' has other columns or other types of values than the format", findings);
  }
  if (db.has_object("withheld") &&
      (columns_of(db, "withheld") != "log,seq,leaf_hash" ||
       db.number("SELECT count(*) FROM withheld WHERE log IS NOT 1 OR typeof(seq) <> 'integer' OR "
                 "typeof(leaf_hash) <> 'blob' OR length(leaf_hash) <> 32") != 0)) {
    report_database("tampered",
                    "the table 'withheld' has other columns or other types of values than the format",
                    findings);
  }
}

/// What else the database of an export holds, or holds in another form than the one it is read in.
void check_database(const core::Path& file, Findings& findings) {
  const Database db(file, Database::Mode::immutable);
  db.need_table("entry");
  if (db.has_object("withheld")) {
    db.need_table("withheld");
  }
  if (db.number("SELECT count(*) FROM entry WHERE log IS NOT 1").value_or(0) != 0) {
    report_database("uncovered", "ledger.sqlite holds entries of another log", findings);
  }
  if (db.number("SELECT count(*) FROM sqlite_schema WHERE name NOT IN ('entry', 'sqlite_autoindex_entry_1', "
                "'withheld', 'sqlite_autoindex_withheld_1')") != 0 ||
      db.bytes_behind(core::fs::file_size(file)) > 0) {
    report_database("uncovered", "ledger.sqlite holds more than the tables 'entry' and 'withheld'", findings);
  }
  check_tables(db, findings);
  Statement whole = db.prepare("PRAGMA integrity_check");
  if (!whole.step() || whole.text(0) != "ok") {
    report_database("tampered", "the database fails SQLite's own check: " + core::shown(whole.text(0)),
                    findings);
  }
}

/// Tiles, where there are any: all of them, and no others.
void check_tiles(const ExportSource& source, const std::vector<core::Sha256>& hashes, bool unknown,
                 Findings& findings) {
  const core::Path below = source.folder() / "tile";
  if (!core::fs::is_directory(below)) {
    return;
  }
  std::set<std::string> expected;
  const TileVisit check = [&](const std::string& path, const core::Bytes& bytes) {
    expected.insert((below / path).native());
    same_text(below / path, std::string(core::as_text(bytes)), findings);
  };
  if (!unknown) {
    each_hash_tile(hashes, check);
  }
  EntryBundles bundles(check);
  const auto leaves = source.leaves();
  while (const auto found = leaves->next()) {
    bundles.add(found->leaf);
  }
  bundles.finish();
  for (const auto& file : core::fs::recursive_directory_iterator(below)) {
    const bool folder = file.symlink_status().type() == core::fs::directory_file;
    if (!folder && !unknown && !expected.contains(file.path().native())) {
      findings.push_back(fault(
          "uncovered", "the tile " + core::shown(file.path().native().substr(below.native().size() + 1)) +
                           " belongs to no entry"));
    }
  }
}

/// The hash of each leaf: computed where the leaf is there, else as the export gives it, zeros where it gives none.
struct LeafHashes {
  std::vector<core::Sha256> all;
  bool unknown = false;  // a hash is not given
};

LeafHashes read_hashes(const ExportSource& source, Findings& findings) {
  LeafHashes out;
  std::size_t given = 0;
  const auto leaves = source.leaves();
  while (const auto found = leaves->next()) {
    out.all.push_back(found->leaf ? core::merkle::leaf_hash(*found->leaf)
                                  : found->leaf_hash.value_or(core::Sha256{}));
    out.unknown = out.unknown || (!found->leaf && !found->leaf_hash);
    given += found->leaf_hash ? 1 : 0;
    if (found->leaf && core::sha3(*found->leaf) != core::Sha3::from(found->leaf_sha3)) {
      findings.push_back(fault("mismatch", "leaf_sha3 is not the SHA3-256 of the leaf"));
      findings.back().entry = found->seq;
    }
  }
  if (given != source.withheld().size()) {
    findings.push_back(fault("uncovered", "ledger.sqlite gives hashes of leaves that are not withheld"));
  }
  return out;
}

/// Files that say in other words what the ledger says: keys and the guide.
void check_keys(const core::Path& folder, const VerifierKey& log,
                const std::vector<std::pair<std::string, Value>>& keys, Findings& findings) {
  if (!core::fs::is_regular_file(folder / "HOW-TO-VERIFY.txt")) {
    findings.push_back(fault("missing", "the export's file HOW-TO-VERIFY.txt is missing"));
  }
  same_text(folder / "log.vkey", log.text() + "\n", findings);
  same_text(folder / "log.pem", log.key.pem(), findings);
  for (const auto& [name, row] : keys) {
    if (const auto key = VerifierKey::parse(row.text_of("vkey").value_or(""))) {
      same_text(folder / "keys" / (std::string(fingerprint_of(name)) + ".pem"), key->key.pem(), findings);
    }
  }
}

/// The newest checkpoint, the tiles and the proofs over it.
void check_tree(const ExportSource& source, const LogReport& log, const LeafHashes& hashes,
                Findings& findings) {
  const core::Path& folder = source.folder();
  const std::string checkpoint = core::read_plain_text(folder / "checkpoint", 1U << 20U);
  const auto opened = Checkpoint::open(checkpoint, *log.log);
  if (!opened || !(*opened == *log.newest)) {
    findings.push_back(
        fault("mismatch", "the export's newest checkpoint is not the newest in 'checkpoints'"));
  }
  check_tiles(source, hashes.all, hashes.unknown, findings);
  if (hashes.unknown) {
    check_proofs(folder, hashes.all, *log.newest, findings);
    return;
  }
  const core::merkle::Tree tree(hashes.all);
  for (std::uint64_t i = 0; i < tree.size(); ++i) {
    same_text(folder / "proofs" / (std::to_string(i) + ".tlog-proof"),
              TlogProof{i, tree.inclusion_proof(i), checkpoint}.text(), findings, "tampered");
  }
}

/// The files of one log's folder.
Findings check_log_files(const ExportSource& source, const LogReport& log, const MemoryRows& rows) {
  Findings out;
  const core::Path& folder = source.folder();
  try {
    check_database(folder / "ledger.sqlite", out);
  } catch (const core::Error& error) {
    out.push_back(fault("tampered", std::string("ledger.sqlite cannot be read: ") + error.what()));
  }
  if (!log.log || !log.newest) {
    return out;  // said already by the ledger's own findings
  }
  const auto keys = rows.list("key", "");
  check_keys(folder, *log.log, keys, out);
  const LeafHashes hashes = read_hashes(source, out);
  check_tree(source, log, hashes, out);
  check_no_more(folder, keys.size(), hashes.all.size(), out);
  return out;
}

}  // namespace

Findings check_export_files(const ExportSources& sources, const LedgerReport& ledger) {
  Findings out;
  for (std::size_t i = 0; i < sources.owned_.size(); ++i) {
    const LogReport& log = ledger.logs[i];
    Findings found;
    try {
      found = check_log_files(*sources.owned_[i], log, ledger.rows);
    } catch (const core::Error& error) {
      found.push_back(fault("missing", error.what()));
    }
    for (Finding& finding : found) {
      finding.log = log.log ? log.log->name : "";
      out.push_back(std::move(finding));
    }
    if (i > 0 && log.log &&
        sources.owned_[i]->folder().filename() != std::string(fingerprint_of(log.log->name))) {
      out.push_back(fault("mismatch", "a log of the export lies in a folder with another name than its own"));
    }
  }
  return out;
}

}  // namespace custody
