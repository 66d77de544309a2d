// SPDX-License-Identifier: Apache-2.0
// Erasing a value: what its absence means to a verifier, who may, and that other devices do not bring it back.
#include "custody/erasure.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "custody/export.h"
#include "custody/keeping.h"
#include "tests/support/small_case.h"

using custody::FindingKind;
using support::has_finding;
using support::SmallCase;

namespace {

custody::Appended erase(custody::Ledger& ledger, std::uint64_t entry, const std::string& field,
                        const custody::UnlockedKey& by) {
  return ledger.append([&](const custody::Ledger& open) {
    return std::vector{custody::draft_erasure(open, {entry, field, "asked for", "Article 17"}, by)};
  })[0];
}

bool holds(const core::Path& file, const std::string& text) {
  return core::fs::exists(file) && core::read_text_file(file).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("an erased value is gone from the database and its absence is a limit", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  test.add(ledger, {custody::draft_note({}, "canary-in-a-note", test.bob)});
  REQUIRE((holds(test.path() / "case.db", "canary") || holds(test.path() / "case.db-wal", "canary")));
  erase(ledger, 6, "body.text", test.alice);
  CHECK_FALSE(holds(test.path() / "case.db", "canary"));
  CHECK_FALSE(holds(test.path() / "case.db-wal", "canary"));
  CHECK_FALSE(core::fs::exists(custody::erasing_mark(test.path())));
  CHECK(custody::erased_by(ledger.store(), 6, "body.text") == 7);
  const auto report = test.verify();
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK(report.intact());
  CHECK(has_finding(report.findings, FindingKind::limit, "erased", 6));
}

TEST_CASE("only administrators and counsel erase, once, and only committed values", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  test.add(ledger, {custody::draft_note({}, "words", test.bob)});
  CHECK_THROWS_AS(erase(ledger, 6, "body.text", test.bob), core::Error);
  CHECK_THROWS_AS(erase(ledger, 6, "type", test.alice), core::Error);
  CHECK_THROWS_AS(erase(ledger, 6, "body.words", test.alice), core::Error);
  CHECK(ledger.store().disclosed(6, "body.text"));
  erase(ledger, 6, "body.text", test.alice);
  CHECK_THROWS_AS(erase(ledger, 6, "body.text", test.alice), core::Error);
}

TEST_CASE("a hold on the item or the case blocks erasure", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  test.add(ledger,
           {custody::draft_note({"D-1"}, "about D-1", test.bob), custody::draft_note({}, "free", test.bob)});
  SECTION("the item") {
    test.add(ledger, {custody::draft_hold({"D-1"}, "", "order", test.alice)});
    CHECK_THROWS_AS(erase(ledger, 6, "body.text", test.alice), core::Error);
    CHECK_NOTHROW(erase(ledger, 7, "body.text", test.alice));
  }
  SECTION("the case") {
    test.add(ledger, {custody::draft_hold({}, "", "order", test.alice)});
    CHECK_THROWS_AS(erase(ledger, 6, "body.text", test.alice), core::Error);
    CHECK_THROWS_AS(erase(ledger, 7, "body.text", test.alice), core::Error);
  }
}

TEST_CASE("another device that takes in the erasure erases too, and nobody brings the value back",
          "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  test.add(ledger, {custody::draft_note({}, "canary-in-a-note", test.bob)});
  ledger.read_consistently([&] { custody::export_ledger(ledger, test.folder / "before"); });
  support::copy_folder(test.path(), test.folder / "other");
  erase(ledger, 6, "body.text", test.alice);
  ledger.read_consistently([&] { custody::export_ledger(ledger, test.folder / "after"); });

  custody::KeyStore keys(test.folder / "home2");
  custody::Ledger other = custody::Ledger::open(test.folder / "other", {keys, test.clock, test.random, {}});
  REQUIRE(other.store().disclosed(6, "body.text"));
  const custody::ExportSources after(test.folder / "after");
  other.take_in(after.all(), test.bob);
  CHECK_FALSE(other.store().disclosed(6, "body.text"));
  CHECK_FALSE(holds(test.folder / "other/case.db", "canary"));

  const custody::ExportSources before(test.folder / "before");
  CHECK(ledger.take_in(before.all(), test.bob).entries.empty());
  other.take_in(before.all(), test.bob);
  CHECK_FALSE(ledger.store().disclosed(6, "body.text"));
  CHECK_FALSE(other.store().disclosed(6, "body.text"));
}

TEST_CASE("an interrupted erasure is reported and the next opening finishes it", "[custody]") {
  SmallCase test;
  test.begin();
  custody::mark_erasing(test.path());
  CHECK(test.verify().intact());
  CHECK(has_finding(test.verify().findings, FindingKind::limit, "interrupted"));
  test.open();
  CHECK_FALSE(core::fs::exists(custody::erasing_mark(test.path())));
}
