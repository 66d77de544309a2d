// SPDX-License-Identifier: Apache-2.0
// Custody moves with every handover, and the ledger tells who holds a thing.
#include "custody/handover.h"

#include <catch2/catch.hpp>

#include "core/durable_file.h"
#include "tests/support/small_case.h"

using custody::FindingKind;
using custody::Ledger;
using support::SmallCase;

TEST_CASE("handovers move custody between people and out of the house and back", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  SmallCase::add(ledger, {test.thing("D-3")});
  CHECK(custody::holder_of(ledger, "D-1") == test.bob.card.key.name);
  custody::HandoverChecks checks{"intact", "matches", "good"};
  SmallCase::add(ledger,
                 {custody::draft_transfer({"D-2", "D-1"}, test.bob, test.carol, {"storage", checks})});
  CHECK(custody::holder_of(ledger, "D-1") == test.carol.card.key.name);
  const custody::DraftAttachment receipt{"receipt.pdf", core::sha256(core::as_bytes("receipt")), 7};
  const custody::OutsideParty party{"Dora", "Court", "77"};
  SmallCase::add(ledger, {custody::draft_to_outside({"D-1"}, test.carol, {party, receipt},
                                                    test.carol.card.key.name, {}, &test.alice)});
  CHECK(custody::holder_of(ledger, "D-1").empty());
  SmallCase::add(
      ledger, {custody::draft_from_outside({"D-1"}, test.bob, {party, receipt}, {"back", checks}, nullptr)});
  CHECK(custody::holder_of(ledger, "D-1") == test.bob.card.key.name);
  SmallCase::add(ledger,
                 {custody::draft_to_outside({"D-2"}, test.bob, {{"Dora", "Police", ""}, receipt, true},
                                            test.carol.card.key.name, {"seized"}, nullptr)});
  CHECK(custody::holder_of(ledger, "D-2").empty());
  CHECK(test.verify().intact());
  CHECK_THROWS_WITH(custody::holder_of(ledger, "D-9"), Catch::Contains("no item"));
  const auto missing = test.verify(false);
  CHECK(support::has_finding(missing.findings, FindingKind::fault, "missing"));
  core::write_new_file(test.path() / "attachments" / receipt.sha256.hex(), core::as_bytes("receipt"));
  CHECK(test.verify(false).intact());
  core::replace_file(test.path() / "attachments" / receipt.sha256.hex(), core::as_bytes("receipt?"));
  CHECK(support::has_finding(test.verify(false).findings, FindingKind::fault, "mismatch"));
}
