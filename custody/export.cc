// SPDX-License-Identifier: Apache-2.0
#include "custody/export.h"

#include <algorithm>
#include <fstream>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/disclosure_lines.h"
#include "custody/exercise.h"
#include "custody/guide.h"
#include "custody/outsider_files.h"
#include "custody/tile_files.h"
#include "custody/tlog_proof.h"

namespace custody {

namespace {

void write_text(const core::Path& file, const std::string& text) {
  core::write_new_file(file, core::as_bytes(text));
}

/// Synced with the folder at the end: one sync for each of many small files would take minutes.
void write_unsynced(const core::Path& file, const std::string& bytes) {
  std::ofstream out(file.native(), std::ios::binary);
  out << bytes;
  if (!out.flush()) {
    core::fail_errno("cannot write", file, errno);
  }
}

/// Writes one log of a ledger.
class LogExport {
 public:
  LogExport(const Ledger& ledger, std::uint64_t log, const core::Path& folder, const ExportContents& contents)
      : store_(ledger.store()),
        log_(log),
        vkey_(store_.logs().at(log)),
        folder_(folder),
        contents_(contents) {}

  void write() const {
    entries();
    checkpoints();
    keys();
    proofs();
    tiles();
    disclosures();
    write_text(folder_ / "HOW-TO-VERIFY.txt",
               exercise_notice() +
                   ledger_guide(write_outsiders(folder_, store_.database(), log_, contents_.policy)));
    core::sync_directory(folder_);
  }

 private:
  std::string exercise_notice() const {
    return exercise_of(store_) ? "EXERCISE: what this ledger records was played and did not happen.\n\n" : "";
  }

  void entries() const {
    Database db(folder_ / "ledger.sqlite", Database::Mode::create);
    db.execute("PRAGMA journal_mode=DELETE");
    db.execute(
        "CREATE TABLE entry(log INTEGER, seq INTEGER, leaf BLOB, leaf_sha3 BLOB, PRIMARY KEY(log, seq))");
    db.execute("CREATE TABLE withheld(log INTEGER, seq INTEGER, leaf_hash BLOB, PRIMARY KEY(log, seq))");
    db.execute("BEGIN");
    Statement row = db.prepare("INSERT INTO entry(log, seq, leaf, leaf_sha3) VALUES(1,?,?,?)");
    Statement withheld = db.prepare("INSERT INTO withheld(log, seq, leaf_hash) VALUES(1,?,?)");
    store_.each_entry(log_, [&](const StoredEntry& entry) {
      const auto seq = static_cast<std::int64_t>(entry.seq);
      row.bind(1, seq).bind(3, core::sha3(entry.leaf).view());
      if (is_withheld(entry.seq)) {
        row.bind_null(2);
        withheld.bind(1, seq).bind(2, core::merkle::leaf_hash(entry.leaf).view()).run();
      } else {
        row.bind(2, core::ByteView(entry.leaf));
      }
      row.run();
    });
    db.execute("COMMIT");
  }

  void checkpoints() const {
    std::string all;
    std::string newest;
    store_.each_checkpoint(log_, [&](std::uint64_t /*size*/, const std::string& note) {
      all += note + "\n";
      newest = note;
    });
    write_text(folder_ / "checkpoints", all);
    write_text(folder_ / "checkpoint", newest);
  }

  void keys() const {
    write_text(folder_ / "log.vkey", vkey_.text() + "\n");
    write_text(folder_ / "log.pem", vkey_.key.pem());
    core::create_new_directory(folder_ / "keys");
    for (const auto& [name, row] : store_.list("key", "")) {
      const auto key = VerifierKey::parse(row.text_of("vkey").value_or(""));
      if (key) {
        write_text(folder_ / "keys" / (std::string(fingerprint_of(name)) + ".pem"), key->key.pem());
      }
    }
  }

  bool is_withheld(std::uint64_t seq) const {
    return contents_.redaction.leaves.contains(entry_number(log_, seq));
  }

  void proofs() const {
    core::create_new_directory(folder_ / "proofs");
    const core::merkle::Tree tree(store_.leaf_hashes(log_));
    const std::string checkpoint = *store_.newest_checkpoint(log_);
    for (std::uint64_t i = 0; i < tree.size(); ++i) {
      write_unsynced(folder_ / "proofs" / (std::to_string(i) + ".tlog-proof"),
                     TlogProof{i, tree.inclusion_proof(i), checkpoint}.text());
    }
    core::sync_directory(folder_ / "proofs");
  }

  void tiles() const {
    const core::Path below = folder_ / "tile";
    const TileVisit write = [&](const std::string& path, const core::Bytes& bytes) {
      core::fs::create_directories((below / path).parent_path());
      write_unsynced(below / path, std::string(core::as_text(bytes)));
    };
    each_hash_tile(store_.leaf_hashes(log_), write);
    EntryBundles bundles(write);
    store_.each_entry(log_, [&](const StoredEntry& entry) {
      bundles.add(is_withheld(entry.seq) ? std::nullopt : std::optional(entry.leaf));
    });
    bundles.finish();
    core::sync_directory(below);
  }

  void disclosures() const {
    std::string all;
    store_.each_disclosure(log_, [&](const Disclosure& d) {
      const bool hidden = contents_.redaction.hides(entry_number(log_, d.seq), d.name);
      all += hidden ? "" : encode(disclosure_value(d)) + "\n";
    });
    write_text(folder_ / "disclosures.jsonl", all);
  }

  const Store& store_;
  std::uint64_t log_;
  VerifierKey vkey_;
  core::Path folder_;
  const ExportContents& contents_;
};

}  // namespace

void export_ledger(const Ledger& ledger, const core::Path& folder, const ExportContents& contents) {
  core::create_new_directory(folder);
  try {
    LogExport(ledger, 0, folder, contents).write();
    const auto logs = ledger.store().logs();
    if (logs.size() > 1) {
      core::create_new_directory(folder / "logs");
    }
    for (std::uint64_t log = 1; log < logs.size(); ++log) {
      const core::Path further = folder / "logs" / std::string(fingerprint_of(logs[log].name));
      core::create_new_directory(further);
      LogExport(ledger, log, further, contents).write();
    }
  } catch (...) {
    boost::system::error_code ignored;
    core::fs::remove_all(folder, ignored);
    throw;
  }
}

ExportSource::ExportSource(const core::Path& folder)
    : folder_(folder), db_(folder / "ledger.sqlite", Database::Mode::immutable) {
  try {
    each_withheld([&](std::uint64_t seq, const core::Sha256& hash) { withheld_.emplace(seq, hash); });
  } catch (const core::Error&) {
    withheld_.clear();  // reading the entries says what is wrong with the database
  }
}

void ExportSource::each_withheld(
    const std::function<void(std::uint64_t seq, const core::Sha256& hash)>& visit) const {
  // An export in which nothing could be withheld has no such table.
  if (!db_.has_object("withheld")) {
    return;
  }
  db_.need_table("withheld");
  Statement rows = db_.prepare("SELECT seq, leaf_hash FROM withheld WHERE log=1");
  while (rows.step()) {
    if (const auto hash = core::Sha256::from(rows.blob(1))) {
      visit(static_cast<std::uint64_t>(rows.integer(0)), *hash);
    }
  }
}

namespace {

class ExportCursor final : public LeafCursor {
 public:
  ExportCursor(const Database& db, const std::map<std::uint64_t, core::Sha256>& withheld)
      : rows_(db.prepare("SELECT seq, leaf, leaf_sha3 FROM entry WHERE log=1 ORDER BY seq")),
        withheld_(withheld) {}
  std::optional<FoundLeaf> next() override {
    if (!rows_.step()) {
      return std::nullopt;
    }
    FoundLeaf out{static_cast<std::uint64_t>(rows_.integer(0)), std::nullopt, rows_.blob(2), std::nullopt};
    const auto hash = withheld_.find(out.seq);
    if (!rows_.is_null(1)) {
      out.leaf = rows_.blob(1);
    } else if (hash != withheld_.end()) {
      out.leaf_hash = hash->second;
    }
    return out;
  }

 private:
  Statement rows_;
  const std::map<std::uint64_t, core::Sha256>& withheld_;
};

/// Folders of further logs, by name.
std::vector<core::Path> further_logs(const core::Path& folder) {
  std::vector<core::Path> out;
  if (core::fs::is_directory(folder / "logs")) {
    for (const auto& log : core::fs::directory_iterator(folder / "logs")) {
      out.push_back(log.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::unique_ptr<LeafCursor> ExportSource::leaves() const {
  db_.need_table("entry");
  return std::make_unique<ExportCursor>(db_, withheld_);
}

std::vector<core::Path> ExportSources::folders() const {
  std::vector<core::Path> out;
  for (const auto& source : owned_) {
    out.push_back(source->folder());
  }
  return out;
}

ExportSources::ExportSources(const core::Path& folder) {
  owned_.push_back(std::make_unique<ExportSource>(folder));
  for (const core::Path& further : further_logs(folder)) {
    owned_.push_back(std::make_unique<ExportSource>(further));
  }
  for (const auto& source : owned_) {
    all_.push_back(source.get());
  }
}

void ExportSource::each_checkpoint(const std::function<void(const std::string&)>& visit) const {
  const std::string all = core::read_plain_text(folder_ / "checkpoints");
  std::string_view rest = all;
  while (!rest.empty()) {
    // A note has one empty line inside and one after it.
    const std::size_t inside = rest.find("\n\n");
    const std::size_t after = inside == std::string_view::npos ? inside : rest.find("\n\n", inside + 2);
    const std::size_t end = after == std::string_view::npos ? rest.size() : after + 1;
    if (after == std::string_view::npos) {
      core::fail("'checkpoints' ends in the middle of a note");
    }
    visit(std::string(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

Outsiders ExportSource::outsiders(Findings& findings) const { return read_outsiders(folder_, findings); }

void ExportSource::each_disclosure(const std::function<void(const Disclosure&)>& visit) const {
  const std::string all = core::read_plain_text(folder_ / "disclosures.jsonl", std::uint64_t{1} << 30U);
  std::string_view rest = all;
  std::pair<std::uint64_t, std::string> before;
  for (bool first = true; !rest.empty(); first = false) {
    const std::size_t end = rest.find('\n');
    const auto line = core::json::decode_canonical(rest.substr(0, end));
    const auto disclosure = line ? parse_disclosure(*line) : std::nullopt;
    if (!disclosure || end == std::string_view::npos) {
      core::fail("a line of disclosures.jsonl is malformed");
    }
    std::pair<std::uint64_t, std::string> place(disclosure->seq, disclosure->name);
    if (!first && place < before) {
      core::fail("the lines of disclosures.jsonl are not in order");
    }
    before = std::move(place);
    visit(*disclosure);
    rest.remove_prefix(end + 1);
  }
}

}  // namespace custody
