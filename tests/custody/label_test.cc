// SPDX-License-Identifier: Apache-2.0
// The text of a label: what is accepted, and what a log says of it.
#include "custody/label.h"

#include <catch2/catch.hpp>

#include "custody/handover.h"
#include "tests/support/small_case.h"

using custody::Label;
using custody::Ledger;
using support::SmallCase;

namespace {

const std::string kText = "exhibit:1 case=" + std::string(64, 'a') +
                          " thing=EV-001 log=" + std::string(32, 'b') +
                          " size=41 root=" + std::string(64, 'c');

std::string with(const std::string& what, const std::string& instead) {
  std::string out = kText;
  const auto at = out.find(what);
  REQUIRE(at != std::string::npos);
  return out.replace(at, what.size(), instead);
}

}  // namespace

TEST_CASE("a label's text is read back as it was written", "[custody]") {
  const auto label = Label::parse(kText);
  REQUIRE(label);
  CHECK(label->thing == "EV-001");
  CHECK(label->size == 41);
  CHECK(label->text() == kText);
}

TEST_CASE("only the one form of a label is accepted", "[custody]") {
  const std::vector<std::string> bad = {"",
                                        "exhibit:1 ",
                                        with("exhibit:1", "exhibit:2"),
                                        with("EV-001", "EV 001"),
                                        with("EV-001", ""),
                                        with("EV-001", "../x"),
                                        with("size=41", "size=041"),
                                        with("size=41", "size=-1"),
                                        with("size=41", "size=99999999999999999999"),
                                        with("aaaa", "AAAA"),
                                        with("bbbb", "bbb"),
                                        with("cccc", "ccc"),
                                        with(" thing", "  thing"),
                                        kText + " ",
                                        kText + "\n",
                                        kText + std::string(1000, 'x')};
  for (const std::string& text : bad) {
    INFO(text);
    CHECK_FALSE(Label::parse(text));
  }
}

TEST_CASE("a label agrees with the log it was made from, and tells what came after", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const Label label = custody::label_of(ledger, "D-1");
  CHECK(label.size == ledger.checkpoint().size);
  CHECK(label.root == ledger.checkpoint().root);
  CHECK(custody::check_label(ledger, label).faults.empty());
  CHECK(custody::check_label(ledger, label).since.empty());

  const auto done = SmallCase::add(ledger, {custody::draft_access("D-2", "viewed", "all", "r", test.bob),
                                            custody::draft_access("D-1", "viewed", "all", "r", test.bob)});
  const auto check = custody::check_label(ledger, label);
  CHECK(check.faults.empty());
  CHECK(check.since == std::vector<std::uint64_t>{done[1].seq});

  Label other = label;
  other.root.bytes[0] ^= 1;
  REQUIRE(custody::check_label(ledger, other).faults.size() == 1);
  CHECK(custody::check_label(ledger, other).faults[0].class_name == "forked");
  other = label;
  other.size = 0;
  CHECK(custody::check_label(ledger, other).faults[0].class_name == "rolled back");
  CHECK_THROWS_WITH(custody::label_of(ledger, "D-9"), Catch::Contains("no thing"));
}

TEST_CASE("a device without a log of its own labels with the head of a log that knows the thing",
          "[custody]") {
  SmallCase test;
  { const Ledger made = test.begin(); }
  support::copy_folder(test.path(), test.folder / "other");
  custody::KeyStore keys(test.folder / "other-home");
  Ledger there = Ledger::open(test.folder / "other", {keys, test.clock, test.random, {}});
  SmallCase::add(there, {test.incident("INC-1")});  // begins a log of its own
  const std::string own = there.own_identifier("D-7");
  SmallCase::add(there, {test.thing(own)});
  custody::KeyStore third(test.folder / "third-home");
  const Ledger reader = Ledger::open(test.folder / "other", {third, test.clock, test.random, {}});
  const Label label = custody::label_of(reader, own);
  CHECK(label.log == custody::fingerprint_of(there.log().name));
  CHECK(custody::check_label(reader, label).faults.empty());
  CHECK(custody::label_of(reader, "D-1").log != label.log);
}
