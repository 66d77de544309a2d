// SPDX-License-Identifier: Apache-2.0
// Attacks on the write-ahead log beside case.db: it holds entries while somebody reads the case, and after a crash.
#include <catch2/catch.hpp>
#include <random>

#include "tests/attack/attacked_case.h"

namespace {

/// A case whose last three entries, each a transaction of its own, are in the write-ahead log alone.
class Logged : public attack::AttackedCase {
 public:
  Logged() {
    reader_.prepare("BEGIN").run();
    reader_.number("SELECT count(*) FROM entry");  // what it sees now cannot be overwritten in case.db
    custody::Ledger ledger = open();
    for (const char* number : {"INC-7", "INC-8", "INC-9"}) {
      ends_.push_back(core::fs::exists(log_of(path())) ? core::fs::file_size(log_of(path())) : 0);
      add(ledger, {incident(number)});
    }
    ends_.push_back(core::fs::file_size(log_of(path())));
  }
  static core::Path log_of(const core::Path& case_folder) { return case_folder / "case.db-wal"; }
  /// Where the transactions begin, then the end of the last.
  const std::vector<std::uint64_t>& ends() const { return ends_; }

 private:
  const custody::Database reader_{path() / "case.db", custody::Database::Mode::read_write};
  std::vector<std::uint64_t> ends_;
};

bool says(const custody::VerifyReport& report, const char* class_name, custody::FindingKind kind) {
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const custody::Finding& finding) {
    return finding.class_name == class_name && finding.kind == kind && finding.field == "case.db-wal";
  });
}

}  // namespace

TEST_CASE("when a command ends nothing is in the write-ahead log, and case.db alone is the case",
          "[attack]") {
  attack::AttackedCase test;
  {
    custody::Ledger ledger = test.open();
    test.add(ledger, {test.incident("INC-7")});
    test.add(ledger, {test.incident("INC-8")});
  }
  const core::Path log = test.path() / "case.db-wal";
  CHECK((!core::fs::exists(log) || core::fs::file_size(log) == 0));
  for (const char* beside : {"case.db-wal", "case.db-shm"}) {
    core::fs::remove(test.path() / beside);
  }
  const auto report = test.device(test.path(), true);
  CHECK(report.intact());
  CHECK(report.entries == test.head.size + 2);
}

TEST_CASE("what is in the write-ahead log alone counts, and stays there", "[attack]") {
  const Logged test;
  const core::Path at = test.fresh();
  REQUIRE(test.ends().back() > test.ends().at(2));
  const auto report = test.stranger(at, true);
  CHECK(report.intact());
  CHECK(report.entries == test.head.size + 3);
  CHECK(core::fs::file_size(Logged::log_of(at)) == test.ends().back());
}

TEST_CASE("a byte of the write-ahead log flipped is a fault, or in its last transaction a limit",
          "[attack]") {
  const Logged test;
  const core::Path at = test.fresh();
  const core::Bytes good = core::read_file(Logged::log_of(at));
  const std::uint64_t last = test.ends().at(2);
  std::mt19937 chance(11);
  std::size_t faults = 0, limits = 0;
  for (std::size_t place = 0; place < good.size(); place += 1 + chance() % 1500) {
    core::Bytes bad = good;
    bad[place] ^= static_cast<std::uint8_t>(1U << chance() % 8);
    attack::overwrite(Logged::log_of(at), bad);
    INFO("byte " << place << " of " << good.size());
    CHECK_FALSE(test.device(at, true).intact());
    const auto report = test.stranger(at, true);
    if (place < last) {
      ++faults;
      CHECK_FALSE(report.intact());
    } else {
      ++limits;
      CHECK(says(report, "interrupted", custody::FindingKind::limit));
      CHECK(report.entries == test.head.size + 2);
    }
  }
  CHECK(faults > 10);
  CHECK(limits > 5);
}

TEST_CASE("the write-ahead log cut or taken away is found by who has seen a later head", "[attack]") {
  const Logged test;
  const core::Path at = test.fresh();
  const core::Bytes good = core::read_file(Logged::log_of(at));
  for (const std::uint64_t size : {std::uint64_t{0}, test.ends().at(1), test.ends().at(2), good.size() - 1}) {
    attack::overwrite(Logged::log_of(at), core::ByteView(good).first(size));
    INFO(size);
    const auto report = test.device(at, true);
    CHECK(std::any_of(report.findings.begin(), report.findings.end(),
                      [](const custody::Finding& finding) { return finding.class_name == "rolled back"; }));
    CHECK(test.stranger(at, true).entries < test.head.size + 3);
  }
}

TEST_CASE("a transaction that was interrupted is no fault", "[attack]") {
  const Logged test;
  const core::Path at = test.fresh();
  core::Bytes bytes = core::read_file(Logged::log_of(at));
  SECTION("all but its last frame was written") { bytes.resize(bytes.size() - 8192 - 24); }
  SECTION("its first frame was not written, the others were") {
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(test.ends().at(2)), 8192 + 24, std::uint8_t{0});
  }
  attack::overwrite(Logged::log_of(at), bytes);
  const auto report = test.stranger(at, true);
  CHECK(report.intact());
  CHECK(says(report, "interrupted", custody::FindingKind::limit));
  CHECK(report.entries == test.head.size + 2);
}
