// SPDX-License-Identifier: Apache-2.0
// The ledger as files: what is exported verifies and says the same; whatever is changed in it is found.
#include "custody/export.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "core/error.h"
#include "tests/support/small_case.h"

using custody::Database;
using custody::FindingKind;
using support::has_finding;
using support::SmallCase;

namespace {

class Exported : public SmallCase {
 public:
  Exported() {
    custody::Ledger ledger = begin();
    add(ledger, {incident("INC-1"), incident("INC-2")});
    root = ledger.checkpoint().root;
    log = ledger.log();
    case_id = ledger.case_id();
    ledger.read_consistently([&] { custody::export_ledger(ledger, out()); });
  }
  core::Path out() const { return folder / "export"; }
  custody::LedgerReport report(const custody::LedgerTrust& trust = {}) const {
    return custody::verify_ledger(custody::ExportSource(out()), trust);
  }
  custody::Findings all() const {
    const auto ledger = report();
    custody::Findings findings = ledger.findings;
    const auto files = custody::check_export_files(custody::ExportSources(out()), ledger);
    findings.insert(findings.end(), files.begin(), files.end());
    return findings;
  }
  void sql(const std::string& text) const {
    Database db(out() / "ledger.sqlite", Database::Mode::read_write);
    db.execute("PRAGMA journal_mode=DELETE;" + text);
  }
  void replace(const std::string& name, const std::string& text) const {
    core::replace_file(out() / name, core::as_bytes(text));
  }
  std::string read(const std::string& name) const { return core::read_text_file(out() / name); }
  /// Takes a leaf and its disclosures away, as a person who redacts an export does.
  void withhold(int seq) const {
    sql("UPDATE entry SET leaf=NULL WHERE seq=" + std::to_string(seq));
    std::istringstream lines(read("disclosures.jsonl"));
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
      kept += line.starts_with("[" + std::to_string(seq) + ",") ? "" : line + "\n";
    }
    replace("disclosures.jsonl", kept);
  }

  core::Sha256 root, case_id;
  custody::VerifierKey log;
};

}  // namespace

TEST_CASE("an export verifies and says what the case says", "[custody]") {
  const Exported test;
  const auto report = test.report();
  INFO(Catch::rangeToString(support::faults_of(test.all())));
  CHECK_FALSE(has_fault(test.all()));
  CHECK_FALSE(has_finding(report.findings, FindingKind::limit, "withheld"));
  CHECK(report.first().tree.size() == 8);
  CHECK(report.first().root() == test.root);
  CHECK(report.case_id == test.case_id.hex());
  CHECK(report.first().log == test.log);
  CHECK(report.rows.get("thing", "D-1"));
  CHECK(test.read("log.vkey") == test.log.text() + "\n");
  for (int seq = 0; seq < 8; ++seq) {
    CHECK_THAT(test.read("proofs/" + std::to_string(seq) + ".tlog-proof"),
               Catch::StartsWith("c2sp.org/tlog-proof@v1\nindex " + std::to_string(seq) + "\n"));
  }
}

TEST_CASE("an export is made anew or not at all", "[custody]") {
  SmallCase test;
  const custody::Ledger ledger = test.begin();
  core::create_new_directory(test.folder / "export");
  CHECK_THROWS_AS(custody::export_ledger(ledger, test.folder / "export"), core::Error);
  CHECK(core::fs::is_empty(test.folder / "export"));
  CHECK_THROWS_AS(custody::export_ledger(ledger, test.folder / "no/such"), core::Error);
}

TEST_CASE("a change to any file of an export is found", "[custody]") {
  const Exported test;
  const std::string key = "keys/" + test.bob.card.id() + ".pem";
  const std::string name =
      GENERATE_COPY(as<std::string>{}, "log.vkey", "log.pem", "checkpoint", "checkpoints",
                    "proofs/0.tlog-proof", "proofs/7.tlog-proof", "disclosures.jsonl", key);
  INFO(name);
  const std::string whole = test.read(name);
  SECTION("absent") {
    core::fs::remove(test.out() / name);
    CHECK(has_fault(test.all()));
  }
  SECTION("empty") {
    test.replace(name, "");
    if (name == "disclosures.jsonl") {  // all withheld
      CHECK(has_finding(test.all(), FindingKind::limit, "withheld"));
    } else {
      CHECK(has_fault(test.all()));
    }
  }
  SECTION("longer") {
    test.replace(name, whole + "\n");
    CHECK(has_fault(test.all()));
  }
  SECTION("a letter changed") {
    std::string bad = whole;
    bad[bad.size() / 2] = bad[bad.size() / 2] == 'e' ? 'f' : 'e';
    test.replace(name, bad);
    CHECK(has_fault(test.all()));
  }
}

TEST_CASE("further keys, proofs and rows are found", "[custody]") {
  const Exported test;
  SECTION("key") { core::write_new_file(test.out() / "keys/more.pem", {}); }
  SECTION("proof") { core::write_new_file(test.out() / "proofs/8.tlog-proof", {}); }
  SECTION("log") { test.sql("INSERT INTO entry SELECT 2,seq,leaf,leaf_sha3 FROM entry"); }
  CHECK(has_finding(test.all(), FindingKind::fault, "uncovered"));
}

TEST_CASE("a change to the entries of an export is found", "[custody]") {
  const auto [text, class_name] = GENERATE(table<std::string, std::string>(
      {{"UPDATE entry SET leaf=CAST(leaf||x'0a' AS BLOB) WHERE seq=5", "tampered"},
       {"UPDATE entry SET leaf_sha3=zeroblob(32) WHERE seq=5", "mismatch"},
       {"DELETE FROM entry WHERE seq=7", "truncated"},
       {"DELETE FROM entry WHERE seq>3", "truncated"},
       {"DELETE FROM entry WHERE seq=3", "missing"},
       {"DELETE FROM entry", "truncated"},
       {"INSERT INTO entry SELECT 1,8,leaf,leaf_sha3 FROM entry WHERE seq=7", "uncovered"},
       {"UPDATE entry SET leaf=NULL", "missing"},
       {"DROP TABLE entry", "tampered"}}));
  INFO(text);
  const Exported test;
  test.sql(text);
  custody::Findings findings;
  REQUIRE_NOTHROW(findings = test.all());
  INFO(Catch::rangeToString(support::faults_of(findings)));
  if (text == "DELETE FROM entry" || text == "DROP TABLE entry") {
    CHECK(has_fault(findings));  // without entry 0 there is no key to check a checkpoint with
  } else {
    CHECK(has_finding(findings, FindingKind::fault, class_name));
  }
}

TEST_CASE("a database of an export that holds more or other than its table is found", "[custody]") {
  const auto [text, class_name] = GENERATE(table<std::string, std::string>(
      {{"CREATE TABLE more(x)", "uncovered"},
       {"ALTER TABLE entry ADD COLUMN more", "tampered"},
       {"UPDATE entry SET leaf=CAST(leaf AS TEXT) WHERE seq=3", "tampered"},
       {"ALTER TABLE entry RENAME TO kept; CREATE VIEW entry AS SELECT * FROM kept WHERE "
        "sqlite_version()>'1'",
        "tampered"},
       {"ALTER TABLE entry RENAME TO kept; CREATE VIEW entry AS WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL "
        "SELECT "
        "n+1 FROM r) SELECT 1 log, n seq, x'00' leaf, x'00' leaf_sha3 FROM r",
        "tampered"},
       {"ALTER TABLE entry RENAME TO kept; CREATE TABLE entry(log INTEGER, seq INTEGER, leaf BLOB, kept "
        "BLOB, "
        "leaf_sha3 AS (kept), PRIMARY KEY(log, seq)); INSERT INTO entry SELECT * FROM kept; DROP TABLE kept",
        "tampered"}}));
  INFO(text);
  const Exported test;
  test.sql(text);
  CHECK(has_finding(test.all(), FindingKind::fault, class_name));
}

TEST_CASE("an export is read from its files alone and nothing is written beside them", "[custody]") {
  const Exported test;
  test.sql("PRAGMA journal_mode=WAL");
  core::write_new_file(test.out() / "ledger.sqlite-journal", core::as_bytes(std::string(4096, 'x')));
  CHECK_FALSE(has_fault(test.all()));
  CHECK_FALSE(core::fs::exists(test.out() / "ledger.sqlite-shm"));
  CHECK_FALSE(core::fs::exists(test.out() / "ledger.sqlite-wal"));
}

TEST_CASE("bytes behind the database of an export are found", "[custody]") {
  const Exported test;
  test.replace("ledger.sqlite", test.read("ledger.sqlite") + std::string(4096, 'x'));
  CHECK(has_finding(test.all(), FindingKind::fault, "uncovered"));
}

TEST_CASE("a link or a pipe in place of a file of an export is found and never waited for", "[custody]") {
  const std::string name = GENERATE(as<std::string>{}, "checkpoint", "checkpoints", "disclosures.jsonl",
                                    "log.pem", "proofs/3.tlog-proof");
  INFO(name);
  const Exported test;
  const std::string kept = test.read(name);
  core::fs::remove(test.out() / name);
  SECTION("link") {
    core::write_new_file(test.folder / "elsewhere", core::as_bytes(kept));
    core::fs::create_symlink(test.folder / "elsewhere", test.out() / name);
  }
  SECTION("pipe") { REQUIRE(::mkfifo((test.out() / name).c_str(), 0600) == 0); }
  CHECK(has_fault(test.all()));
}

TEST_CASE("a withheld entry of an export is a limit and the rest is still checked", "[custody]") {
  const Exported test;
  test.withhold(6);
  const auto report = test.report();
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK_FALSE(has_fault(report.findings));
  CHECK(has_finding(report.findings, FindingKind::limit, "withheld", 6));
  test.sql("UPDATE entry SET leaf=CAST(leaf||x'0a' AS BLOB) WHERE seq=5");
  CHECK(has_finding(test.report().findings, FindingKind::fault, "tampered"));
}

TEST_CASE("the files of an export with a withheld entry are in order", "[custody]") {
  const Exported test;
  test.withhold(6);
  const auto findings = custody::check_export_files(custody::ExportSources(test.out()), test.report());
  INFO(Catch::rangeToString(support::faults_of(findings)));
  CHECK_FALSE(has_fault(findings));
}

TEST_CASE("a forged entry behind a withheld one is found by its proof", "[custody]") {
  const Exported test;
  test.withhold(6);
  const custody::ExportSource source(test.out());
  std::string leaf;
  const auto leaves = source.leaves();
  while (const auto found = leaves->next()) {
    leaf = found->seq == 7 ? std::string(core::as_text(*found->leaf)) : leaf;
  }
  custody::Note note = *custody::Note::parse(leaf);
  note.text.replace(note.text.find("INC-2"), 5, "INC-3");
  note.signatures = {sign_note(note.text, test.bob.card.key, test.bob.private_key)};
  const std::string forged = note.encode();
  test.sql("UPDATE entry SET leaf=x'" + core::to_hex(core::as_bytes(forged)) + "', leaf_sha3=x'" +
           core::sha3(core::as_bytes(forged)).hex() + "' WHERE seq=7");
  CHECK(has_fault(test.all()));
}

TEST_CASE("an export without its database is an error", "[custody]") {
  const support::TempFolder folder;
  CHECK_THROWS_AS(custody::ExportSource(folder.path()), core::Error);
}

TEST_CASE("a head seen before tells that an export was cut", "[custody]") {
  const Exported test;
  custody::LedgerTrust trust;
  trust.seen_heads = {*test.keys.seen_head(test.log)};
  CHECK_FALSE(has_fault(test.report(trust).findings));
  test.sql("DELETE FROM entry WHERE seq=7");
  CHECK(has_finding(test.report(trust).findings, FindingKind::fault, "rolled back"));
}
