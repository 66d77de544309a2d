// SPDX-License-Identifier: Apache-2.0
// An image that another tool made comes into a case: what is recorded, what its rules refuse, and how it stands afterwards.
#include "custody/import_record.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "custody/export.h"
#include "custody/incoming.h"
#include "custody/recheck.h"
#include "tests/support/small_case.h"

using core::json::Object;
using core::json::Value;
using custody::Ledger;
using support::SmallCase;

namespace {

custody::ImageImport import_by_hand() {
  custody::ImageImport out;
  out.registration.description = "the disk of the accused";
  out.registration.carrier.serial = "C-1";
  out.from = "/mnt/odd \xff.E01";
  out.names = {"odd \xff.E01"};
  out.command = "exhibit import /mnt/odd.E01";
  out.libraries = {"libewf 1"};
  out.reading.bytes = 3 * acquire::kBlockSize / 2;
  out.reading.digests.md5 = core::Md5{};
  out.reading.digests.sha256 = core::sha256({});
  out.reading.stored.md5 = core::Md5{};
  out.reading.blocks =
      acquire::BlockDigests({core::sha256(core::as_bytes("one")), core::sha256(core::as_bytes("two"))});
  out.reading.files = {{"D-5-I1.E01", 100, core::sha256({})}};
  out.reading.header.examiner = "Eve";
  out.reading.header.software = "FTK";
  out.started = {1'700'000'000'000'000};
  out.finished = {1'700'000'060'000'000};
  return out;
}

struct Imported {
  custody::AcquisitionIds ids;
  std::uint64_t entry = 0;
};

Imported import_into(Ledger& ledger, custody::ImageImport import, const custody::UnlockedKey& by) {
  custody::AcquisitionStart start(*core::EvidenceId::parse("D-5"));
  start.carrier = import.registration.carrier;
  Imported out;
  const auto done = ledger.append([&](const Ledger& now) {
    out.ids = custody::choose_ids(now, start, [](const std::string&) { return false; });
    const custody::ImportSides sides{
        {"D-5-I1.blocks", core::sha256({}), 0}, {"D-5-I1.files", core::sha256({}), 0}, std::nullopt};
    return custody::draft_import(out.ids, import, sides, by);
  });
  out.entry = done.back().seq;
  return out;
}

}  // namespace

TEST_CASE("an imported image is finished, read whole, and no start entry is invented", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const Imported made = import_into(ledger, import_by_hand(), test.bob);
  const auto row = ledger.store().get("image", "D-5-I1");
  CHECK(row->text_of("state") == "finished");
  CHECK(row->boolean_of("match") == true);
  for (const char* member : {"finished", "verified", "imported"}) {
    CHECK(row->integer_of(member) == static_cast<std::int64_t>(made.entry));
  }
  CHECK_FALSE(row->integer_of("started"));
  const custody::Entry entry = ledger.entry(made.entry);
  CHECK(entry.type == "image_imported");
  CHECK(entry.is_about("D-5"));
  CHECK(entry.is_about("D-5-C1"));
  CHECK(custody::commitment_in(*entry.body().at_path("header.examiner")));
  CHECK(entry.body().at_path("header.notes") == nullptr);
  CHECK(custody::checks_of(ledger, "D-5-I1").size() == 1);
  CHECK(custody::checks_of(ledger, "D-5-I1")[0].compared);
  CHECK(entry.body().integer_of("bytes") == static_cast<std::int64_t>(import_by_hand().reading.bytes));
  CHECK(test.verify().intact());
  ledger.read_consistently([&] { custody::export_ledger(ledger, test.folder / "export"); });
  const auto report = custody::verify_ledger(custody::ExportSource(test.folder / "export"), {});
  CHECK_FALSE(has_fault(report.findings));
}

TEST_CASE("what was never observed of a source is not recorded of it", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  import_into(ledger, import_by_hand(), test.bob);
  const auto thing = ledger.store().get("thing", "D-5");
  const custody::Entry entry =
      ledger.entry(static_cast<std::uint64_t>(thing->integer_of("registered").value_or(0)));
  CHECK(entry.body().find("facts")->object()->empty());
  CHECK(entry.body().text_of("kind") == "source");
}

TEST_CASE("a stored digest that differs is recorded only among the faults", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  custody::ImageImport import = import_by_hand();
  import.reading.stored.md5->bytes[0] ^= 1;
  CHECK_THROWS_AS(import_into(ledger, import, test.bob), core::Error);
  import.faults = {"the MD5 that the image stores differs"};
  import_into(ledger, import, test.bob);
  CHECK(ledger.store().get("image", "D-5-I1")->boolean_of("match") == false);
}

TEST_CASE("an image is imported once, and a custodian imports none", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  CHECK_THROWS_AS(import_into(ledger, import_by_hand(), test.carol), core::Error);
  import_into(ledger, import_by_hand(), test.bob);
  CHECK_THROWS_WITH(import_into(ledger, import_by_hand(), test.bob), Catch::Contains("--again"));
}

TEST_CASE("the sheet of an unsigned image is attached, and one that nobody wrote down is a limit",
          "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  custody::ImageImport import = import_by_hand();
  import.of_unsigned = {Object{
                            { "bytes",
                              4096 }},
                        {"I.facts.json", core::sha256(core::as_bytes("facts")), 5},
                        {"I.sha256", core::sha256(core::as_bytes("sheet")), 5},
                        false};
  ledger.append([&](const Ledger& now) {
    custody::AcquisitionStart start(*core::EvidenceId::parse("D-5"));
    start.carrier = import.registration.carrier;
    custody::stage_attachment_bytes(now.folder(), "I.facts.json", core::as_bytes("facts"));
    custody::stage_attachment_bytes(now.folder(), "I.sha256", core::as_bytes("sheet"));
    return custody::draft_import(
        custody::choose_ids(now, start, [](const std::string&) { return false; }), import,
        {{"D-5-I1.blocks", core::sha256({}), 0}, {"D-5-I1.files", core::sha256({}), 0}, {}}, test.bob);
  });
  const auto report = test.verify();
  CHECK(report.intact());
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), [](const custody::Finding& finding) {
    return finding.class_name == "not compared" && finding.field == "body.unsigned.sheet_told";
  }));
}
