// SPDX-License-Identifier: Apache-2.0
#include "custody/export.h"

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

void export_entries(const Ledger& ledger, const core::Path& file) {
  Database db(file, Database::Mode::create);
  db.execute("PRAGMA journal_mode=DELETE");
  db.execute(
      "CREATE TABLE entry(log INTEGER, seq INTEGER, leaf BLOB, leaf_sha3 BLOB, PRIMARY KEY(log, seq))");
  db.execute("BEGIN");
  Statement row = db.prepare("INSERT INTO entry(log, seq, leaf, leaf_sha3) VALUES(1,?,?,?)");
  ledger.store().each_entry([&](const StoredEntry& entry) {
    row.bind(1, static_cast<std::int64_t>(entry.seq)).bind(2, core::ByteView(entry.leaf));
    row.bind(3, core::sha3(entry.leaf).view()).run();
  });
  db.execute("COMMIT");
}

void export_checkpoints(const Ledger& ledger, const core::Path& folder) {
  std::string all;
  std::string newest;
  ledger.store().each_checkpoint([&](std::uint64_t /*size*/, const std::string& note) {
    all += note + "\n";
    newest = note;
  });
  write_text(folder / "checkpoints", all);
  write_text(folder / "checkpoint", newest);
}

void export_keys(const Ledger& ledger, const core::Path& folder) {
  write_text(folder / "log.vkey", ledger.log().text() + "\n");
  write_text(folder / "log.pem", ledger.log().key.pem());
  core::create_new_directory(folder / "keys");
  for (const auto& [name, row] : ledger.store().list("key", "")) {
    const auto key = VerifierKey::parse(row.text_of("vkey").value_or(""));
    if (key) {
      write_text(folder / "keys" / (std::string(fingerprint_of(name)) + ".pem"), key->key.pem());
    }
  }
}

void export_proofs(const Ledger& ledger, const core::Path& folder) {
  core::create_new_directory(folder / "proofs");
  const core::merkle::Tree tree(ledger.store().leaf_hashes());
  const std::string checkpoint = *ledger.store().newest_checkpoint();
  for (std::uint64_t i = 0; i < tree.size(); ++i) {
    const core::Path file = folder / "proofs" / (std::to_string(i) + ".tlog-proof");
    // Synced with the folder at the end: one sync for each of many small files would take minutes.
    std::ofstream out(file.native(), std::ios::binary);
    out << proof_text(i, tree.inclusion_proof(i), checkpoint);
    if (!out.flush()) {
      core::fail_errno("cannot write", file, errno);
    }
  }
  core::sync_directory(folder / "proofs");
}

void export_disclosures(const Ledger& ledger, const core::Path& file) {
  std::string all;
  ledger.store().each_disclosure([&](const Disclosure& d) { all += encode(disclosure_value(d)) + "\n"; });
  write_text(file, all);
}

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
void check_no_more(const core::Path& folder, const LedgerReport& ledger, std::uint64_t entries,
                   Findings& findings) {
  const auto count = [](const core::Path& of) {
    return static_cast<std::uint64_t>(
        std::distance(core::fs::directory_iterator(of), core::fs::directory_iterator()));
  };
  if (count(folder / "keys") > ledger.rows.list("key", "").size() || count(folder / "proofs") > entries) {
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
    export_entries(ledger, folder / "ledger.sqlite");
    export_checkpoints(ledger, folder);
    export_keys(ledger, folder);
    export_proofs(ledger, folder);
    export_disclosures(ledger, folder / "disclosures.jsonl");
    write_text(folder / "HOW-TO-VERIFY.txt", ledger_guide());
    core::sync_directory(folder);
  } catch (...) {
    boost::system::error_code ignored;
    core::fs::remove_all(folder, ignored);
    throw;
  }
}

ExportSource::ExportSource(const core::Path& folder)
    : folder_(folder), db_(folder / "ledger.sqlite", Database::Mode::read_only) {}

void ExportSource::each_leaf(const std::function<void(std::uint64_t, const std::optional<core::Bytes>&,
                                                      const core::Bytes&)>& visit) const {
  Statement rows = db_.prepare("SELECT seq, leaf, leaf_sha3 FROM entry WHERE log=1 ORDER BY seq");
  while (rows.step()) {
    const auto leaf = rows.is_null(1) ? std::nullopt : std::optional(rows.blob(1));
    visit(static_cast<std::uint64_t>(rows.integer(0)), leaf, rows.blob(2));
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

Findings check_export_files(const core::Path& folder, const LedgerReport& ledger) {
  Findings out;
  if (!ledger.log || !ledger.newest) {
    return out;  // said already by the ledger's own findings
  }
  same_text(folder / "log.vkey", ledger.log->text() + "\n", out);
  same_text(folder / "log.pem", ledger.log->key.pem(), out);
  for (const auto& [name, row] : ledger.rows.list("key", "")) {
    const auto key = VerifierKey::parse(row.text_of("vkey").value_or(""));
    if (key) {
      same_text(folder / "keys" / (std::string(fingerprint_of(name)) + ".pem"), key->key.pem(), out);
    }
  }
  try {
    std::vector<core::Sha256> hashes;  // zeros where a leaf is withheld
    bool withheld = false;
    ExportSource source(folder);
    source.each_leaf([&](std::uint64_t seq, const auto& leaf, const core::Bytes& sha3) {
      hashes.push_back(leaf ? core::merkle::leaf_hash(*leaf) : core::Sha256{});
      withheld = withheld || !leaf;
      if (leaf && core::sha3(*leaf) != core::Sha3::from(sha3)) {
        out.push_back(fault("mismatch", "leaf_sha3 is not the SHA3-256 of the leaf"));
        out.back().entry = seq;
      }
    });
    const std::string checkpoint = core::read_text_file(folder / "checkpoint", 1U << 20U);
    const auto opened = Checkpoint::open(checkpoint, *ledger.log);
    if (!opened || !(*opened == *ledger.newest)) {
      out.push_back(fault("mismatch", "the export's newest checkpoint is not the newest in 'checkpoints'"));
    }
    if (withheld) {
      check_proofs(folder, hashes, *ledger.newest, out);
      check_no_more(folder, ledger, hashes.size(), out);
      return out;
    }
    const core::merkle::Tree tree(std::move(hashes));
    for (std::uint64_t i = 0; i < tree.size(); ++i) {
      same_text(folder / "proofs" / (std::to_string(i) + ".tlog-proof"),
                proof_text(i, tree.inclusion_proof(i), checkpoint), out, "tampered");
    }
    check_no_more(folder, ledger, tree.size(), out);
  } catch (const core::Error& error) {
    out.push_back(fault("missing", error.what()));
  }
  return out;
}

}  // namespace custody
