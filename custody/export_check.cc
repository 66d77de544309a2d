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

namespace custody {

namespace {

void same_text(const core::Path& file, const std::string& expected, Findings& findings,
               const char* class_name = "mismatch") {
  constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 25U;  // a bundle of 256 entries has less
  std::string found;
  try {
    found = core::read_text_file(file, kMostBytes);
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

/// Where the hash of a withheld leaf is not given the tree cannot be rebuilt; those there are bound by their proofs.
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
  std::vector<core::Sha256> hashes;  // zeros where the hash of a withheld leaf is not given
  bool unknown = false;
  std::size_t withheld = 0;
  const auto leaves = source.leaves();
  while (const auto found = leaves->next()) {
    hashes.push_back(found->leaf ? core::merkle::leaf_hash(*found->leaf)
                                 : found->leaf_hash.value_or(core::Sha256{}));
    unknown = unknown || (!found->leaf && !found->leaf_hash);
    withheld += found->leaf_hash ? 1 : 0;
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
  if (withheld != source.withheld().size()) {
    out.push_back(fault("uncovered", "ledger.sqlite gives hashes of leaves that are not withheld"));
  }
  check_tiles(source, hashes, unknown, out);
  if (unknown) {
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
