// SPDX-License-Identifier: Apache-2.0
#include "custody/export.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/disclosure_lines.h"
#include "custody/guide.h"

namespace custody {

using core::json::Value;

namespace {

void write_text(const core::Path& file, const std::string& text) {
  core::write_new_file(file, core::as_bytes(text));
}

/// Writes one log of a ledger.
class LogExport {
 public:
  LogExport(const Ledger& ledger, std::uint64_t log, const core::Path& folder)
      : ledger_(ledger), store_(ledger.store()), log_(log), vkey_(store_.logs().at(log)), folder_(folder) {}

  void write() const {
    entries();
    checkpoints();
    keys();
    proofs();
    disclosures();
    write_text(folder_ / "HOW-TO-VERIFY.txt", ledger_guide());
    core::sync_directory(folder_);
  }

 private:
  void entries() const {
    Database db(folder_ / "ledger.sqlite", Database::Mode::create);
    db.execute("PRAGMA journal_mode=DELETE");
    db.execute(
        "CREATE TABLE entry(log INTEGER, seq INTEGER, leaf BLOB, leaf_sha3 BLOB, PRIMARY KEY(log, seq))");
    db.execute("BEGIN");
    Statement row = db.prepare("INSERT INTO entry(log, seq, leaf, leaf_sha3) VALUES(1,?,?,?)");
    store_.each_entry(log_, [&](const StoredEntry& entry) {
      row.bind(1, static_cast<std::int64_t>(entry.seq)).bind(2, core::ByteView(entry.leaf));
      row.bind(3, core::sha3(entry.leaf).view()).run();
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

  void proofs() const {
    core::create_new_directory(folder_ / "proofs");
    const core::merkle::Tree tree(store_.leaf_hashes(log_));
    const std::string checkpoint = *store_.newest_checkpoint(log_);
    for (std::uint64_t i = 0; i < tree.size(); ++i) {
      const core::Path file = folder_ / "proofs" / (std::to_string(i) + ".tlog-proof");
      // Synced with the folder at the end: one sync for each of many small files would take minutes.
      std::ofstream out(file.native(), std::ios::binary);
      out << proof_text(i, tree.inclusion_proof(i), checkpoint);
      if (!out.flush()) {
        core::fail_errno("cannot write", file, errno);
      }
    }
    core::sync_directory(folder_ / "proofs");
  }

  void disclosures() const {
    std::string all;
    store_.each_disclosure(log_, [&](const Disclosure& d) { all += encode(disclosure_value(d)) + "\n"; });
    write_text(folder_ / "disclosures.jsonl", all);
  }

  const Ledger& ledger_;
  const Store& store_;
  std::uint64_t log_;
  VerifierKey vkey_;
  core::Path folder_;
};

void same_text(const core::Path& file, const std::string& expected, Findings& findings,
               const char* class_name = "mismatch") {
  std::string found;
  try {
    found = core::read_text_file(file, 1U << 20U);
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

/// The hashes of a tlog-proof for that index over that checkpoint; nullopt when it is another or malformed.
std::optional<std::vector<core::Sha256>> read_proof(const std::string& text, std::uint64_t index) {
  const std::string head = "c2sp.org/tlog-proof@v1\nindex " + std::to_string(index) + "\n";
  const std::size_t end = text.find("\n\n");
  if (!text.starts_with(head) || end == std::string::npos) {
    return std::nullopt;
  }
  std::vector<core::Sha256> out;
  for (std::size_t at = head.size(); at < end + 1;) {
    const std::size_t line = text.find('\n', at);
    const auto raw = core::from_base64(std::string_view(text).substr(at, line - at));
    const auto hash = raw ? core::Sha256::from(*raw) : std::nullopt;
    if (!hash || out.size() == 64) {
      return std::nullopt;
    }
    out.push_back(*hash);
    at = line + 1;
  }
  return out;
}

/// Where leaves are withheld the tree cannot be rebuilt; those that are there are bound by their proofs.
void check_proofs(const core::Path& folder, const std::vector<core::Sha256>& hashes, const Checkpoint& head,
                  Findings& findings) {
  for (std::uint64_t i = 0; i < hashes.size(); ++i) {
    if (hashes[i] == core::Sha256{}) {
      continue;
    }
    const std::string text =
        core::read_text_file(folder / "proofs" / (std::to_string(i) + ".tlog-proof"), 1U << 20U);
    const auto path = read_proof(text, i);
    if (!path || !core::merkle::verify_inclusion(i, head.size, hashes[i], *path, head.root)) {
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
  const Database db(folder / "ledger.sqlite", Database::Mode::read_only);
  if (db.number("SELECT count(*) FROM entry WHERE log IS NOT 1").value_or(0) != 0) {
    findings.push_back(fault("uncovered", "ledger.sqlite holds entries of another log"));
  }
}

}  // namespace

std::string proof_text(std::uint64_t index, const std::vector<core::Sha256>& path,
                       const std::string& checkpoint) {
  std::string out = "c2sp.org/tlog-proof@v1\nindex " + std::to_string(index) + "\n";
  for (const core::Sha256& hash : path) {
    out += core::to_base64(hash.view()) + "\n";
  }
  return out + "\n" + checkpoint;
}

void export_ledger(const Ledger& ledger, const core::Path& folder) {
  core::create_new_directory(folder);
  try {
    LogExport(ledger, 0, folder).write();
    const auto logs = ledger.store().logs();
    if (logs.size() > 1) {
      core::create_new_directory(folder / "logs");
    }
    for (std::uint64_t log = 1; log < logs.size(); ++log) {
      const core::Path further = folder / "logs" / std::string(fingerprint_of(logs[log].name));
      core::create_new_directory(further);
      LogExport(ledger, log, further).write();
    }
  } catch (...) {
    boost::system::error_code ignored;
    core::fs::remove_all(folder, ignored);
    throw;
  }
}

ExportSource::ExportSource(const core::Path& folder)
    : folder_(folder), db_(folder / "ledger.sqlite", Database::Mode::read_only) {}

namespace {

class ExportCursor final : public LeafCursor {
 public:
  explicit ExportCursor(const Database& db)
      : rows_(db.prepare("SELECT seq, leaf, leaf_sha3 FROM entry WHERE log=1 ORDER BY seq")) {}
  std::optional<FoundLeaf> next() override {
    if (!rows_.step()) {
      return std::nullopt;
    }
    auto leaf = rows_.is_null(1) ? std::nullopt : std::optional(rows_.blob(1));
    return FoundLeaf{static_cast<std::uint64_t>(rows_.integer(0)), std::move(leaf), rows_.blob(2)};
  }

 private:
  Statement rows_;
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

std::unique_ptr<LeafCursor> ExportSource::leaves() const { return std::make_unique<ExportCursor>(db_); }

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
  const std::string all = core::read_text_file(folder_ / "checkpoints");
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

void ExportSource::each_disclosure(const std::function<void(const Disclosure&)>& visit) const {
  const std::string all = core::read_text_file(folder_ / "disclosures.jsonl", std::uint64_t{1} << 30U);
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

namespace {

/// The files of one log's folder.
Findings check_log_files(const ExportSource& source, const LogReport& log, const MemoryRows& rows) {
  Findings out;
  if (!log.log || !log.newest) {
    return out;  // said already by the ledger's own findings
  }
  const core::Path& folder = source.folder();
  same_text(folder / "log.vkey", log.log->text() + "\n", out);
  same_text(folder / "log.pem", log.log->key.pem(), out);
  const auto keys = rows.list("key", "");
  for (const auto& [name, row] : keys) {
    const auto key = VerifierKey::parse(row.text_of("vkey").value_or(""));
    if (key) {
      same_text(folder / "keys" / (std::string(fingerprint_of(name)) + ".pem"), key->key.pem(), out);
    }
  }
  std::vector<core::Sha256> hashes;  // zeros where a leaf is withheld
  bool withheld = false;
  const auto leaves = source.leaves();
  while (const auto found = leaves->next()) {
    hashes.push_back(found->leaf ? core::merkle::leaf_hash(*found->leaf) : core::Sha256{});
    withheld = withheld || !found->leaf;
    if (found->leaf && core::sha3(*found->leaf) != core::Sha3::from(found->leaf_sha3)) {
      out.push_back(fault("mismatch", "leaf_sha3 is not the SHA3-256 of the leaf"));
      out.back().entry = found->seq;
    }
  }
  const std::string checkpoint = core::read_text_file(folder / "checkpoint", 1U << 20U);
  const auto opened = Checkpoint::open(checkpoint, *log.log);
  if (!opened || !(*opened == *log.newest)) {
    out.push_back(fault("mismatch", "the export's newest checkpoint is not the newest in 'checkpoints'"));
  }
  if (withheld) {
    check_proofs(folder, hashes, *log.newest, out);
    check_no_more(folder, keys.size(), hashes.size(), out);
    return out;
  }
  const core::merkle::Tree tree(std::move(hashes));
  for (std::uint64_t i = 0; i < tree.size(); ++i) {
    same_text(folder / "proofs" / (std::to_string(i) + ".tlog-proof"),
              proof_text(i, tree.inclusion_proof(i), checkpoint), out, "tampered");
  }
  check_no_more(folder, keys.size(), tree.size(), out);
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
