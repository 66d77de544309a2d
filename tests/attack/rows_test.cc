// SPDX-License-Identifier: Apache-2.0
// What somebody with sqlite3 and a file manager can do to a case folder, one attack a test.
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/attack/attacked_case.h"

using attack::AttackedCase;
using attack::edit;
using custody::FindingKind;
using support::has_finding;

namespace {

/// The stranger finds a fault of this class at this entry.
void found(const AttackedCase& test, const core::Path& at, const std::string& class_name,
           std::optional<std::uint64_t> entry = std::nullopt) {
  const auto report = test.stranger(at);
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK(has_finding(report.findings, FindingKind::fault, class_name, entry));
}

std::string attachment_name() { return core::sha256(core::as_bytes(AttackedCase::kAttachment)).hex(); }

}  // namespace

TEST_CASE("an entry edited", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, "UPDATE entry SET leaf=CAST(replace(CAST(leaf AS TEXT),'INC-1','INC-9') AS BLOB) WHERE seq=6");
  found(test, at, "tampered", 6);
}

TEST_CASE("an entry dropped", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, "DELETE FROM entry WHERE seq=6");
  found(test, at, "missing", 6);
}

TEST_CASE("an entry dropped and the numbers closed up", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at,
       "DELETE FROM entry WHERE seq=6; UPDATE entry SET seq=seq-100 WHERE seq>6; "
       "UPDATE entry SET seq=seq+99 WHERE seq<0");
  found(test, at, "tampered", 6);
}

TEST_CASE("an entry doubled", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, "INSERT INTO entry SELECT 1,10,leaf,leaf_hash,leaf_sha3,chain FROM entry WHERE seq=9");
  found(test, at, "uncovered", 10);
  found(test, at, "tampered", 10);
}

TEST_CASE("entries swapped", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at,
       "UPDATE entry SET seq=-1 WHERE seq=8; UPDATE entry SET seq=8 WHERE seq=9; "
       "UPDATE entry SET seq=9 WHERE seq=-1");
  found(test, at, "tampered", 8);
  found(test, at, "tampered", 9);
}

TEST_CASE("entries put in another order", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, "UPDATE entry SET seq=-1-seq; UPDATE entry SET seq=seq+10");
  found(test, at, "tampered", 0);
}

TEST_CASE("an entry of another case put in", "[attack]") {
  const AttackedCase test;
  const AttackedCase other;  // the same people, another log
  const core::Path at = test.fresh();
  edit(at, "ATTACH '" + (other.path() / "case.db").native() +
               "' AS other; UPDATE entry SET leaf=(SELECT leaf FROM other.entry WHERE seq=6) WHERE seq=6; "
               "DETACH other");
  found(test, at, "tampered", 6);
}

TEST_CASE("the tail of the ledger cut", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, "DELETE FROM entry WHERE seq=9");
  found(test, at, "truncated", 9);
}

TEST_CASE("the tail of the ledger cut, checkpoints and all that follows from it too", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at,
       "DELETE FROM entry WHERE seq>7; DELETE FROM checkpoint WHERE size>8; "
       "DELETE FROM disclosure WHERE seq>7; DELETE FROM p_row WHERE id IN ('INC-2','INC-3') OR "
       "(kind='about' AND substr(id, -2) IN ('08','09'))");
  CHECK(test.stranger(at).intact());  // nothing in the folder tells
  CHECK(has_finding(test.device(at).findings, FindingKind::fault, "rolled back", 8));
  AttackedCase with_paper;
  const core::Path cut = with_paper.fresh();
  edit(cut,
       "DELETE FROM entry WHERE seq>7; DELETE FROM checkpoint WHERE size>8; "
       "DELETE FROM disclosure WHERE seq>7; DELETE FROM p_row WHERE id IN ('INC-2','INC-3') OR "
       "(kind='about' AND substr(id, -2) IN ('08','09'))");
  with_paper.paper_head = with_paper.head;
  CHECK(has_finding(with_paper.stranger(cut).findings, FindingKind::fault, "rolled back", 8));
}

TEST_CASE("an older copy of the folder put back", "[attack]") {
  AttackedCase test;
  const core::Path older = test.fresh();
  {
    custody::Ledger ledger = test.open();
    AttackedCase::add(ledger, {test.incident("INC-4")});
  }
  CHECK(test.stranger(older).intact());
  CHECK(has_finding(test.device(older).findings, FindingKind::fault, "rolled back", 10));
  core::fs::remove_all(test.path());
  core::fs::rename(older, test.path());
  custody::Ledger ledger = test.open();
  CHECK_THROWS_WITH(AttackedCase::add(ledger, {test.incident("INC-5")}), Catch::Contains("rolled back"));
}

TEST_CASE("projections edited", "[attack]") {
  const std::string sql =
      GENERATE(as<std::string>{},
               "UPDATE p_row SET value=replace(value,'\"examiner\"','\"administrator\"') WHERE kind='key'",
               "DELETE FROM p_row WHERE kind='incident' AND id='INC-1'",
               "INSERT INTO p_row VALUES('thing','D-9','{}')",
               "UPDATE p_row SET value=(SELECT value FROM p_row WHERE kind='thing' AND id='D-2') WHERE "
               "kind='thing' AND id='D-1'");
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, sql);
  found(test, at, "tampered");
}

TEST_CASE("a disclosure edited, removed, moved or added", "[attack]") {
  const auto [sql, class_name] = GENERATE(table<std::string, std::string>(
      {{"UPDATE disclosure SET value='\"x\"' WHERE seq=6", "mismatch"},
       {"UPDATE disclosure SET value='[[[[' WHERE seq=6", "mismatch"},
       {"DELETE FROM disclosure WHERE seq=6", "missing"},
       {"UPDATE disclosure SET seq=5 WHERE seq=6", "missing"},
       {"INSERT INTO disclosure VALUES(1,6,'body.more','00','1')", "mismatch"}}));
  INFO(sql);
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, sql);
  found(test, at, class_name, 6);
}

TEST_CASE("checkpoints edited, exchanged or removed", "[attack]") {
  const auto [sql, class_name] = GENERATE(table<std::string, std::string>(
      {{"UPDATE checkpoint SET note=replace(note,char(10),' ') WHERE size=10", "tampered"},
       {"UPDATE checkpoint SET note=(SELECT note FROM checkpoint WHERE size=8) WHERE size=10", "tampered"},
       {"DELETE FROM checkpoint WHERE size=10", "uncovered"},
       {"DELETE FROM checkpoint", "missing"}}));
  INFO(sql);
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, sql);
  found(test, at, class_name);
}

TEST_CASE("a signature stripped, doubled or exchanged", "[attack]") {
  const std::string head = "substr(leaf,1,instr(leaf,x'0a0a')+1)";
  const std::string lines = "substr(leaf,instr(leaf,x'0a0a')+2)";
  std::string leaf = head;
  SECTION("stripped") {}
  SECTION("doubled") { leaf = "leaf||" + lines; }
  SECTION("exchanged") { leaf += "||(SELECT " + lines + " FROM entry WHERE seq=8)"; }
  const AttackedCase test;
  const core::Path at = test.fresh();
  edit(at, "UPDATE entry SET leaf=CAST(" + leaf + " AS BLOB) WHERE seq=6");
  found(test, at, "tampered", 6);
}

TEST_CASE("a database that holds more than the case", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  SECTION("a table") { edit(at, "CREATE TABLE more(x)"); }
  SECTION("a trigger") { edit(at, "CREATE TRIGGER more AFTER INSERT ON p_row BEGIN SELECT 1; END"); }
  SECTION("a guard less") {
    custody::Database(at / "case.db", custody::Database::Mode::read_write)
        .execute("DROP TRIGGER no_entry_DELETE");
  }
  SECTION("a cosignature that nobody checked") { edit(at, "INSERT INTO cosignature VALUES(1,10,'w','l')"); }
  SECTION("a name in its schema stored as bytes and not as text") {
    core::Bytes bytes = core::read_file(at / "case.db");
    const auto name = core::as_text(bytes).find("tabletiletile");
    REQUIRE(name != std::string_view::npos);
    bytes[name - 4] ^= 1;  // the serial type of tbl_name in the record's head
    attack::overwrite(at / "case.db", bytes);
  }
  SECTION("bytes behind its last page") {
    core::Bytes bytes = core::read_file(at / "case.db");
    bytes.resize(bytes.size() + 5000, 'x');
    attack::overwrite(at / "case.db", bytes);
  }
  CHECK_FALSE(test.stranger(at).intact());
}

TEST_CASE("a database made to keep its reader busy", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  SECTION("a view without end") {
    const std::string table = GENERATE(as<std::string>{}, "entry", "disclosure", "p_row", "cosignature");
    custody::Database db(at / "case.db", custody::Database::Mode::read_write);
    db.execute(
        "DROP TABLE " + table + "; CREATE VIEW " + table +
        " AS WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL SELECT n+1 FROM r) SELECT 1 log, n seq, n size, "
        "'n' name, n leaf, n leaf_hash, n leaf_sha3, n chain, n salt, n value, n kind, n id, n line FROM r");
  }
  SECTION("the highest number there is, after which reading begins anew") {
    edit(at, "UPDATE entry SET seq=9223372036854775807 WHERE seq=(SELECT max(seq) FROM entry)");
  }
  SECTION("a leaf of sixty megabytes") { edit(at, "UPDATE entry SET leaf=zeroblob(64000000) WHERE seq=6"); }
  SECTION("a terabyte that is not there") { core::fs::resize_file(at / "case.db", std::uintmax_t{1} << 40U); }
  CHECK_FALSE(test.stranger(at).intact());
}

TEST_CASE("a file of the database's name that is none of it", "[attack]") {
  const AttackedCase test;
  const core::Path at = test.fresh();
  const std::string name = GENERATE(as<std::string>{}, "case.db-wal", "case.db-shm", "case.db-journal");
  core::write_new_file(at / name, core::as_bytes(std::string(40000, 'x')));
  found(test, at, "uncovered");
}

TEST_CASE("files planted", "[attack]") {
  const AttackedCase test(true);
  const core::Path at = test.fresh();
  const std::string name =
      GENERATE(as<std::string>{}, "notes.txt", ".hidden", ".incoming-notes", "attachments/x",
               "attachments/.incoming-x", "documents/form2.pdf", "evidence/x", "evidence/D-5/D-5-I1.more",
               "evidence/D-5/.partial-D-5-I1", "evidence/D-7/x");
  INFO(name);
  core::fs::create_directories((at / name).parent_path());
  core::write_new_file(at / name, core::as_bytes("planted"));
  found(test, at, "uncovered");
}

TEST_CASE("a link, a pipe or a folder in place of a file", "[attack]") {
  const AttackedCase test(true);
  const core::Path at = test.fresh();
  const core::Path file =
      at / GENERATE(as<std::string>{}, "attachments/" + attachment_name(), "documents/form.pdf",
                    "evidence/D-5/D-5-I1.raw", "evidence/D-5/D-5-I1.blocks");
  INFO(file.native());
  core::fs::rename(file, test.folder / "moved");
  SECTION("link") { core::fs::create_symlink(test.folder / "moved", file); }
  SECTION("pipe") { REQUIRE(::mkfifo(file.c_str(), 0600) == 0); }
  SECTION("folder") { core::fs::create_directory(file); }
  SECTION("nothing") {}
  CHECK_FALSE(test.stranger(at).intact());
  core::fs::remove_all(test.folder / "moved");
}

TEST_CASE("a file made huge", "[attack]") {
  const AttackedCase test(true);
  const core::Path at = test.fresh();
  const core::Path file =
      at / GENERATE(as<std::string>{}, "attachments/" + attachment_name(), "documents/form.pdf",
                    "evidence/D-5/D-5-I1.raw", "evidence/D-5/D-5-I1.blocks", "evidence/D-5/D-5-I1.files");
  INFO(file.native());
  core::fs::resize_file(file, std::uintmax_t{1} << 40U);  // a terabyte of nothing: to be refused, not read
  found(test, at, "mismatch");
}

TEST_CASE("attachments and documents exchanged", "[attack]") {
  const AttackedCase test(true);
  const core::Path at = test.fresh();
  const core::Path attachment = at / "attachments" / attachment_name();
  core::fs::rename(attachment, at / "x");
  core::fs::rename(at / "documents/form.pdf", attachment);
  core::fs::rename(at / "x", at / "documents/form.pdf");
  found(test, at, "mismatch");
}

TEST_CASE("images exchanged between items", "[attack]") {
  const AttackedCase test(true);
  const core::Path at = test.fresh();
  const bool all = GENERATE(false, true);
  for (const char* end : {".raw", ".blocks", ".files"}) {
    if (all || std::string(end) == ".raw") {
      core::fs::rename(at / ("evidence/D-5/D-5-I1" + std::string(end)), at / "x");
      core::fs::rename(at / ("evidence/D-6/D-6-I1" + std::string(end)),
                       at / ("evidence/D-5/D-5-I1" + std::string(end)));
      core::fs::rename(at / "x", at / ("evidence/D-6/D-6-I1" + std::string(end)));
    }
  }
  const auto report = test.stranger(at);
  for (const char* item : {"D-5-I1", "D-6-I1"}) {
    CHECK(std::any_of(report.findings.begin(), report.findings.end(), [&](const custody::Finding& finding) {
      return finding.item == item && finding.class_name == "mismatch" && finding.field == "digests.sha256";
    }));
  }
}

TEST_CASE("an intact case raises no alarm", "[attack]") {
  const AttackedCase test(true);
  const core::Path at = test.fresh();
  for (const auto& report : {test.stranger(at), test.device(at)}) {
    INFO(Catch::rangeToString(support::faults_of(report.findings)));
    CHECK(report.intact());
  }
}
