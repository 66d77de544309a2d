// SPDX-License-Identifier: Apache-2.0
// A case database that somebody edited: each table, each kind of change, with the triggers taken away and put back.
#include "custody/verify_case.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <map>

#include "core/error.h"
#include "tests/support/small_case.h"

using core::json::Object;
using core::json::Value;
using custody::Database;
using custody::FindingKind;
using custody::Ledger;
using support::SmallCase;

namespace {

/// Runs SQL on a case as one who may write the file would: without the guards, which are the same again afterwards.
void tamper(const core::Path& case_folder, const std::string& sql) {
  Database db(Ledger::database_file(case_folder), Database::Mode::read_write);
  std::map<std::string, std::string> triggers;
  {
    custody::Statement rows = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type='trigger'");
    while (rows.step()) {
      triggers[rows.text(0)] = rows.text(1);
    }
  }
  for (const auto& [name, text] : triggers) {
    db.execute("DROP TRIGGER " + name);
  }
  db.execute(sql);
  for (const auto& [name, text] : triggers) {
    db.execute(text);
  }
}

/// A case of seven entries whose last is an incident.
void make(SmallCase& test) {
  Ledger ledger = test.begin();
  SmallCase::add(ledger, {test.incident("INC-1")});
}

const std::string kBlob = "x'" + std::string(64, '0') + "'";

}  // namespace

TEST_CASE("the guards of the database refuse to change or overwrite what is recorded", "[custody]") {
  SmallCase test;
  make(test);
  Database db(Ledger::database_file(test.path()), Database::Mode::read_write);
  for (const char* sql :
       {"UPDATE entry SET leaf=x'00' WHERE seq=3", "DELETE FROM entry WHERE seq=6", "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq=2",
        "REPLACE INTO entry VALUES(1,2,x'00',x'00',x'00',x'00')",
        "UPDATE OR REPLACE entry SET seq=1 WHERE seq=2",
        "INSERT INTO entry VALUES(1,2,x'00',x'00',x'00',x'00') ON CONFLICT DO UPDATE SET leaf=x'00'",
        "UPDATE checkpoint SET note=''", "DELETE FROM checkpoint",
        "INSERT OR REPLACE INTO checkpoint VALUES(1,2,'')", "UPDATE log SET vkey=''", "DELETE FROM log",
        "INSERT OR REPLACE INTO log VALUES(1,'o','v')",
        "INSERT OR REPLACE INTO log VALUES(2,(SELECT origin FROM log),'v')"}) {
    INFO(sql);
    CHECK_THROWS_AS(db.execute(sql), core::Error);
  }
  db.execute("INSERT INTO tile VALUES(1,0,0,x'00',x'00')");
  for (const char* sql :
       {"UPDATE tile SET root=x'01'", "DELETE FROM tile", "REPLACE INTO tile VALUES(1,0,0,x'01',x'00')"}) {
    INFO(sql);
    CHECK_THROWS_AS(db.execute(sql), core::Error);
  }
}

TEST_CASE("a change to any table of the database is found", "[custody]") {
  const std::string sql = GENERATE(
      as<std::string>{},
      // entry
      "UPDATE entry SET leaf=CAST(leaf||x'0a' AS BLOB) WHERE seq=3", "UPDATE entry SET leaf=x'' WHERE seq=3",
      "UPDATE entry SET leaf=(SELECT leaf FROM entry WHERE seq=4) WHERE seq=5",
      "DELETE FROM entry WHERE seq=0", "DELETE FROM entry WHERE seq=3", "DELETE FROM entry WHERE seq=6",
      "DELETE FROM entry", "UPDATE entry SET seq=7 WHERE seq=6", "UPDATE entry SET seq=-1 WHERE seq=0",
      "UPDATE entry SET leaf_hash=leaf_sha3 WHERE seq=2", "UPDATE entry SET leaf_sha3=leaf_hash WHERE seq=2",
      "UPDATE entry SET chain=leaf_hash WHERE seq=6", "UPDATE entry SET leaf_hash=x'00' WHERE seq=2",
      "UPDATE entry SET chain=x'' WHERE seq=2", "UPDATE entry SET log=2 WHERE seq=6",
      "INSERT INTO entry SELECT log,7,leaf,leaf_hash,leaf_sha3,chain FROM entry WHERE seq=6",
      "INSERT INTO entry SELECT 2,seq,leaf,leaf_hash,leaf_sha3,chain FROM entry",
      // checkpoint
      "UPDATE checkpoint SET note=note||'x' WHERE size=4", "UPDATE checkpoint SET size=3 WHERE size=4",
      "UPDATE checkpoint SET note=(SELECT note FROM checkpoint WHERE size=2) WHERE size=4",
      "DELETE FROM checkpoint WHERE size=7", "DELETE FROM checkpoint",
      "INSERT INTO checkpoint VALUES(1,5,'')",
      "INSERT INTO checkpoint SELECT 1,8,note FROM checkpoint WHERE size=7",
      "INSERT INTO checkpoint SELECT 2,size,note FROM checkpoint",
      "INSERT INTO checkpoint VALUES(1,-1,'note')",
      // log
      "UPDATE log SET origin='other'", "UPDATE log SET vkey='other'", "UPDATE log SET id=2",
      "DELETE FROM log", "INSERT INTO log VALUES(2,'other','other')",
      // tile
      "INSERT INTO tile VALUES(1,0,0,zeroblob(32),zeroblob(8192))",
      "INSERT INTO tile VALUES(1,70,-1,x'',x'')",
      // disclosure
      "UPDATE disclosure SET value='\"x\"' WHERE seq=0 AND name='body.title'",
      "UPDATE disclosure SET value='no json' WHERE seq=6", "UPDATE disclosure SET salt='' WHERE seq=6",
      "UPDATE disclosure SET name='body.other' WHERE seq=6", "UPDATE disclosure SET seq=99 WHERE seq=6",
      "UPDATE disclosure SET log=2 WHERE seq=6", "DELETE FROM disclosure WHERE seq=6",
      "DELETE FROM disclosure", "INSERT INTO disclosure VALUES(1,6,'body.more','00','1')",
      // projections
      "UPDATE p_row SET value='{}' WHERE kind='head'", "UPDATE p_row SET value=value||' '",
      "UPDATE p_row SET value='no json' WHERE kind='thing'", "DELETE FROM p_row WHERE kind='incident'",
      "DELETE FROM p_row", "UPDATE p_row SET id='D-3' WHERE kind='thing' AND id='D-1'",
      "INSERT INTO p_row VALUES('thing','D-9','{}')",
      "UPDATE p_row SET value=replace(value,'\"examiner\"','\"administrator\"') WHERE kind='key'",
      // the rest
      "CREATE TABLE more(x)", "CREATE INDEX more ON p_row(value)", "CREATE VIEW more AS SELECT 1",
      "ALTER TABLE p_row ADD y TEXT", "DROP TABLE tile; CREATE TABLE tile(log, level, idx, root, hashes)",
      "PRAGMA user_version=1", "PRAGMA application_id=1");
  INFO(sql);
  SmallCase test;
  make(test);
  REQUIRE(test.verify().intact());
  tamper(test.path(), sql);
  custody::VerifyReport report;
  REQUIRE_NOTHROW(report = test.verify());
  CHECK_FALSE(report.intact());
}

TEST_CASE("rows of outsiders that nobody checked do not pass in silence", "[custody]") {
  const std::string sql = GENERATE("INSERT INTO cosignature VALUES(1,7,'example.org/witness','no line')",
                                   "INSERT INTO time_stamp VALUES(1,1,'no note',NULL,x'00',x'00','','')",
                                   "INSERT INTO cosignature VALUES(2,7,'example.org/witness','no line')");
  SmallCase test;
  make(test);
  tamper(test.path(), sql);
  CHECK_FALSE(test.verify().intact());
}

TEST_CASE("a disclosure's stored text has one form", "[custody]") {
  const std::string sql = GENERATE("UPDATE disclosure SET value=' '||value WHERE seq=6",
                                   "UPDATE disclosure SET value='\"\\u0074\"' WHERE seq=6");
  SmallCase test;
  make(test);
  tamper(test.path(), sql);
  CHECK_FALSE(test.verify().intact());
}

TEST_CASE("removed guards are found", "[custody]") {
  SmallCase test;
  make(test);
  {
    Database db(Ledger::database_file(test.path()), Database::Mode::read_write);
    db.execute("DROP TRIGGER no_entry_DELETE");
  }
  CHECK_FALSE(test.verify().intact());
}

TEST_CASE("appending to a case with damaged projections fails in words and does not crash", "[custody]") {
  const std::string sql = GENERATE("UPDATE p_row SET value='{}' WHERE kind='head'",
                                   "UPDATE p_row SET value='{}' WHERE kind='key'",
                                   "UPDATE p_row SET value='[]' WHERE kind='thing'",
                                   "UPDATE p_row SET value='{\"roles\":[1]}' WHERE kind='key'");
  INFO(sql);
  SmallCase test;
  make(test);
  tamper(test.path(), sql);
  const pid_t child = ::fork();
  if (child == 0) {
    for (const int crash : {SIGSEGV, SIGABRT, SIGBUS}) {
      ::signal(crash, SIG_DFL);  // else the test runner in this child would report for itself
    }
    try {
      Ledger ledger = test.open();
      SmallCase::add(ledger, {custody::draft_transfer({"D-1"}, test.bob, test.carol, {"r"})});
      ::_exit(1);
    } catch (const core::Error&) {
      ::_exit(0);
    } catch (...) {
      ::_exit(2);
    }
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a database of bytes that are no database is a fault, an absent one an error", "[custody]") {
  SmallCase test;
  make(test);
  const core::Path file = Ledger::database_file(test.path());
  support::fold(test.path());
  core::Bytes bytes = core::read_file(file);
  SECTION("cut") { bytes.resize(bytes.size() / 2); }
  SECTION("empty") { bytes.clear(); }
  SECTION("a page of zeros") { std::fill(bytes.begin() + 4096, bytes.begin() + 3 * 4096, std::uint8_t{0}); }
  SECTION("header gone") { std::fill(bytes.begin(), bytes.begin() + 100, std::uint8_t{0x41}); }
  core::fs::remove(file);
  core::write_new_file(file, bytes);
  CHECK_FALSE(test.verify().intact());
  core::fs::remove(file);
  CHECK_THROWS_AS(test.verify(), core::Error);
}

TEST_CASE("random damage to the database file is reported and never crashes or goes unseen in the entries",
          "[custody]") {
  SmallCase test;
  make(test);
  support::fold(test.path());
  const core::Path file = Ledger::database_file(test.path());
  const core::Bytes good = core::read_file(file);
  const auto before = test.verify();
  REQUIRE(before.intact());
  for (std::size_t at = 17; at < good.size(); at += 1009) {
    core::Bytes bad = good;
    bad[at] ^= 0x24;
    core::replace_file(file, bad);
    custody::VerifyReport report;
    REQUIRE_NOTHROW(report = test.verify());
    CHECK((!report.intact() || report.root == before.root));
  }
}

TEST_CASE("an entry with a path in its body is reported and its path is not followed", "[custody]") {
  SmallCase test;
  make(test);
  const std::string long_name = GENERATE(std::string(5000, 'a'), std::string("../../../../etc"));
  const std::string hex(64, 'a');
  support::LogMaker forged;
  support::Step step{"image_registered",
                     {"D-1-I1"},
                     {{"carrier", "D-2"}, {"format", "e01"}, {"image_of", long_name}},
                     {{&forged.bob, custody::Role::examiner}}};
  forged.add(step);
  const std::string leaf = core::to_hex(*forged.ledger.all_leaves[0]);
  tamper(test.path(),
         "INSERT INTO entry VALUES(1,7,x'" + leaf + "'," + kBlob + "," + kBlob + "," + kBlob + ")");
  custody::VerifyReport report;
  REQUIRE_NOTHROW(report = test.verify(false));
  CHECK_FALSE(report.intact());
  for (const auto& finding : report.findings) {
    CHECK(finding.field.find("..") == std::string::npos);
  }
}

TEST_CASE("files that no entry covers are told", "[custody]") {
  SmallCase test;
  make(test);
  CHECK(test.verify(false).intact());
  SECTION("a file at the top") { core::write_new_file(test.path() / "more", {}); }
  SECTION("a file among the documents") { core::write_new_file(test.path() / "documents/more.pdf", {}); }
  SECTION("a file in a folder of its own") {
    core::create_new_directory(test.path() / "evidence/D-7");
    core::write_new_file(test.path() / "evidence/D-7/x", {});
  }
  SECTION("a link") { core::fs::create_symlink("case.db", test.path() / "attachments/link"); }
  const auto report = test.verify(false);
  CHECK(support::has_finding(report.findings, FindingKind::fault, "uncovered"));
}
