// SPDX-License-Identifier: Apache-2.0
// From facts to entries: whatever is drafted from an acquisition or evidence's own names is recorded and verifies.
#include "custody/acquisition_record.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "acquire/acquire.h"
#include "core/error.h"
#include "custody/export.h"
#include "custody/file_record.h"
#include "tests/support/small_case.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::FindingKind;
using custody::Ledger;
using support::SmallCase;

namespace {

acquire::Acquisition made_by_hand() {
  acquire::Acquisition out;
  out.bytes = 3 * acquire::kBlockSize / 2;
  out.digests.md5 = core::Md5{};
  out.digests.sha256 = core::sha256({});
  out.blocks =
      acquire::BlockDigests({core::sha256(core::as_bytes("one")), core::sha256(core::as_bytes("two"))});
  out.unreadable = {{512, 1024}, {4096, 512}};
  out.files = {{"D-3-I1.E01", 100, core::sha256({})}, {"D-3-I1.E02", 50, core::sha256({})}};
  out.started = {1'700'000'000'000'000};
  out.finished = {1'700'000'060'000'000};
  return out;
}

acquire::ImageReading reading_of(const acquire::Acquisition& acquisition) {
  acquire::ImageReading out;
  out.bytes = acquisition.bytes;
  out.digests = acquisition.digests;
  out.blocks = acquisition.blocks;
  out.files = acquisition.files;
  return out;
}

custody::AcquisitionStart start_of(const char* item) {
  custody::AcquisitionStart out(*core::EvidenceId::parse(item));
  out.source.path = "/dev/sdb";
  out.source.kind = "block device";
  out.source.model = "odd \xff model\t";
  out.source.serial = "S-1";
  out.source.size = 393'216;
  out.source.mounts = {"/dev/sdb1 on /media/\xe9 (rw)"};
  out.carrier.file_system = "ext4";
  out.carrier.file_system_id = "77";
  out.carrier.serial = "C-1";
  out.carrier.capacity = 1'000'000;
  out.command = "exhibit acquire \x1b[2J";
  out.destination = "/cases/one";
  out.hashes = {"md5", "sha256"};
  out.libraries = {"libewf 1"};
  out.fill = acquire::Fill::pattern;
  out.map_sha256 = core::sha256({}).hex();
  return out;
}

bool nobody_runs(const std::string& /*image*/) { return false; }

custody::AcquisitionIds begin_acquisition(Ledger& ledger, const custody::AcquisitionStart& start,
                                          const custody::UnlockedKey& by) {
  custody::AcquisitionIds ids;
  ledger.append([&](const Ledger& now) {
    ids = custody::choose_ids(now, start, nobody_runs);
    return custody::draft_start(now, start, ids, by);
  });
  return ids;
}

custody::SideFile side_file(const std::string& name, core::ByteView bytes) {
  return {name, core::sha256(bytes), bytes.size()};
}

/// Acquires D-3 and compares; returns the number of the finished entry.
std::uint64_t acquire_whole(SmallCase& test, Ledger& ledger, const acquire::ImageReading& reading) {
  const auto ids = begin_acquisition(ledger, start_of("D-3"), test.bob);
  const acquire::Acquisition acquisition = made_by_hand();
  const core::Bytes blocks = custody::blocks_file(acquisition.blocks);
  const std::string gaps = custody::ranges_file(acquisition.unreadable);
  const auto gaps_file = side_file(ids.image + ".unreadable", core::as_bytes(gaps));
  const auto finished = SmallCase::add(
      ledger, {custody::draft_finished(ids, acquisition, side_file(ids.image + ".blocks", blocks), &gaps_file,
                                       test.bob, side_file(ids.image + ".log", core::as_bytes("a log\n")))});
  const std::string sums = custody::sums_file(reading.files);
  SmallCase::add(ledger,
                 {custody::draft_verified(ids, finished[0].seq, acquire::compare(acquisition, reading),
                                          side_file(ids.image + ".files", core::as_bytes(sums)), test.bob)});
  return finished[0].seq;
}

}  // namespace

TEST_CASE("an acquisition from start to comparison is recorded and verifies", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const std::uint64_t finished = acquire_whole(test, ledger, reading_of(made_by_hand()));
  CHECK(ledger.store().get("image", "D-3-I1")->text_of("state") == "finished");
  CHECK(ledger.store().get("image", "D-3-I1")->boolean_of("match") == true);
  const custody::Entry entry = ledger.entry(finished);
  CHECK(entry.is_about("D-3"));
  CHECK(entry.is_about("D-3-C1"));
  CHECK(*entry.body().at_path("segments.bytes")->integer() == 150);
  CHECK(*entry.body().at_path("unreadable.bytes")->integer() == 1536);
  CHECK(*entry.body().at_path("log.file")->string() == "D-3-I1.log");
  CHECK(*entry.body().at_path("log.sha256")->string() == core::sha256(core::as_bytes("a log\n")).hex());
  CHECK(*entry.body().at_path("log.size")->integer() == 6);
  CHECK(custody::recorded_fill(ledger, "D-3-I1") == acquire::Fill::pattern);
  CHECK(*entry.body().at_path("blocks.root")->string() == made_by_hand().blocks.root().hex());
  CHECK(entry.body().text_of("started") == "2023-11-14T22:13:20.000000Z");
  CHECK(test.verify().intact());
  ledger.read_consistently([&] { custody::export_ledger(ledger, test.folder / "export"); });
  const auto report = custody::verify_ledger(custody::ExportSource(test.folder / "export"), {});
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK_FALSE(has_fault(report.findings));
}

TEST_CASE("bytes that are no text keep their bytes beside a readable form", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  begin_acquisition(ledger, start_of("D-3"), test.bob);
  bool seen = false;
  ledger.store().each_disclosure(0, [&](const custody::Disclosure& disclosure) {
    if (disclosure.name == "body.facts.model") {
      seen = true;
      CHECK(disclosure.value.text_of("b64") == core::to_base64(core::as_bytes("odd \xff model\t")));
      CHECK(disclosure.value.text_of("shown") == "odd \\x{FF} model\\u{09}");
    }
  });
  CHECK(seen);
}

TEST_CASE("a comparison that does not match is recorded as such", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  acquire::ImageReading reading = reading_of(made_by_hand());
  reading.digests.md5->bytes[0] ^= 1;
  reading.blocks = acquire::BlockDigests({reading.blocks.at(0), core::sha256(core::as_bytes("three"))});
  acquire_whole(test, ledger, reading);
  CHECK(ledger.store().get("image", "D-3-I1")->boolean_of("match") == false);
  CHECK(test.verify().intact());
}

TEST_CASE("identifiers are chosen anew for each image and kept for a known carrier", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  acquire_whole(test, ledger, reading_of(made_by_hand()));
  custody::AcquisitionStart start = start_of("D-3");
  CHECK_THROWS_WITH(custody::choose_ids(ledger, start, nobody_runs), Catch::Contains("--again"));
  start.again = true;
  auto ids = custody::choose_ids(ledger, start, nobody_runs);
  CHECK(ids.image == "D-3-I2");
  CHECK(ids.carrier == "D-3-C1");
  CHECK_FALSE(ids.new_item);
  CHECK_FALSE(ids.new_carrier);
  start.carrier.serial = "C-2";
  ids = custody::choose_ids(ledger, start, nobody_runs);
  CHECK(ids.carrier == "D-3-C2");
  CHECK(ids.new_carrier);
  CHECK_THROWS_WITH(custody::choose_ids(ledger, start_of("D-3-I1"), nobody_runs),
                    Catch::Contains("identifier of an image"));
  CHECK_THROWS_AS(custody::choose_ids(ledger, start_of("D-2"), nobody_runs), core::Error);
  CHECK(custody::choose_ids(ledger, start_of("D-1"), nobody_runs).new_item == false);
  CHECK_THROWS_AS(
      custody::choose_ids(
          ledger, start_of("a234567890123456789012345678901234567890123456789012345678901234"), nobody_runs),
      core::Error);
}

TEST_CASE("an acquisition that was cut off is failed by the next one, unless it still runs", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const auto first = begin_acquisition(ledger, start_of("D-3"), test.bob);
  CHECK_THROWS_WITH(custody::choose_ids(ledger, start_of("D-3"), [](const std::string&) { return true; }),
                    Catch::Contains("another process"));
  const auto second = begin_acquisition(ledger, start_of("D-3"), test.bob);
  CHECK(second.image != first.image);
  CHECK(ledger.store().get("image", first.image)->text_of("state") == "failed");
  CHECK(ledger.store().get("image", second.image)->text_of("state") == "started");
  SmallCase::add(ledger, {custody::draft_failed(second, "cable \xff pulled", test.bob)});
  CHECK(ledger.store().get("image", second.image)->text_of("state") == "failed");
  CHECK(test.verify().intact());
}

TEST_CASE("a list of block digests of another length than recorded is a finding, whatever its digest",
          "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const auto ids = begin_acquisition(ledger, start_of("D-3"), test.bob);
  acquire::Acquisition acquisition = made_by_hand();
  acquisition.unreadable.clear();
  const core::Path folder = test.path() / "evidence/D-3";
  core::create_new_directory(folder);
  const auto short_list =
      custody::write_side_file(folder, ids.image + ".blocks", acquisition.blocks.at(0).bytes);
  custody::write_side_file(folder, ids.image + ".E01", core::as_bytes("segment"));
  const auto finished =
      SmallCase::add(ledger, {custody::draft_finished(ids, acquisition, short_list, nullptr, test.bob)});
  custody::record_comparison(ledger, ids, finished[0].seq,
                             acquire::compare(acquisition, reading_of(acquisition)), test.bob);
  custody::VerifyOptions options;
  options.keys = &test.keys;
  options.read_image = [&](const core::Path&, acquire::ImageFormat) { return reading_of(acquisition); };
  const auto report = custody::verify_case(test.path(), options);
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), [](const custody::Finding& finding) {
    return finding.kind == FindingKind::fault && finding.text.find("recorded count") != std::string::npos;
  }));
}

TEST_CASE("what others write into a case while it is verified is no fault; what no entry covers still is",
          "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const auto ids = begin_acquisition(ledger, start_of("D-3"), test.bob);
  acquire::Acquisition acquisition = made_by_hand();
  acquisition.unreadable.clear();
  const core::Path folder = test.path() / "evidence/D-3";
  core::create_new_directory(folder);
  const auto write = [&](const core::Path& where, const std::string& file) {
    return custody::write_side_file(where, file, core::as_bytes("segment"));
  };
  const auto blocks =
      custody::write_side_file(folder, ids.image + ".blocks", custody::blocks_file(acquisition.blocks));
  write(folder, ids.image + ".E01");
  acquisition.files = {{ids.image + ".E01", 7, core::sha256(core::as_bytes("segment"))}};
  custody::VerifyOptions options;
  options.keys = &test.keys;
  SmallCase::add(ledger, {custody::draft_finished(ids, acquisition, blocks, nullptr, test.bob)});
  bool foreign = false;
  options.read_image = [&](const core::Path&, acquire::ImageFormat) {
    write(folder, ids.image + ".files");  // of a comparison whose entry is still to come
    const auto next = begin_acquisition(ledger, start_of("D-4"), test.bob);
    const core::Path second = test.path() / "evidence/D-4";
    core::create_new_directory(second);
    write(second, next.image + ".E01");
    if (foreign) {
      write(second, "D-9-I1.E01");
    }
    return reading_of(acquisition);
  };
  SECTION("files of entries made meanwhile") {
    for (const auto& finding : custody::verify_case(test.path(), options).findings) {
      INFO(finding.text);
      CHECK(finding.kind == FindingKind::limit);
    }
  }
  SECTION("a file of no image among them") {
    foreign = true;
    const auto report = custody::verify_case(test.path(), options);
    CHECK(std::count_if(report.findings.begin(), report.findings.end(), [](const custody::Finding& finding) {
            return finding.kind == FindingKind::fault && finding.field == "evidence/D-4/D-9-I1.E01";
          }) == 1);
  }
}

TEST_CASE("files beside an image have the form of the format's document", "[custody]") {
  const acquire::Acquisition acquisition = made_by_hand();
  const core::Bytes blocks = custody::blocks_file(acquisition.blocks);
  CHECK(blocks.size() == 64);
  CHECK(core::Sha256::from(core::ByteView(blocks).last(32)) == acquisition.blocks.at(1));
  CHECK(custody::ranges_file(acquisition.unreadable) == "512 1024\n4096 512\n");
  CHECK(custody::sums_file(acquisition.files) ==
        core::sha256({}).hex() + "  D-3-I1.E01\n" + core::sha256({}).hex() + "  D-3-I1.E02\n");
}

TEST_CASE(
    "what was found out about a source is recorded with the start, and its health again with the finish",
    "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  custody::AcquisitionStart start = start_of("D-3");
  start.source.wwn = "naa.5002538f33a1b2c3";
  start.source.links = {"ata-odd_\xff", "wwn-0x5002538f33a1b2c3"};
  acquire::SourceSurvey& survey = start.survey;
  survey.in_use = true;
  survey.media.table.scheme = "gpt";
  survey.media.table.partitions = {{1, {1'048'576, 4096}, "0x83", "Linux", "name \xfe", {"ext4", "la\tbel"}},
                                   {2, {~std::uint64_t{0}, ~std::uint64_t{0}}, "0x83", "Linux", "", {}}};
  survey.media.encryption = {{1'048'576, "LUKS2", false}};
  survey.hidden.host_protected = acquire::HiddenAreas::Answer::hidden;
  survey.hidden.visible_sectors = 1000;
  survey.hidden.native_sectors = 1200;
  survey.smart.passed = true;
  survey.smart.counts = {{"power_on_hours", 77}};
  survey.write_block = {true, {{"/dev/sdb", false}}, {{"/dev/sdb", true}}};
  const auto ids = begin_acquisition(ledger, start, test.bob);
  const std::uint64_t started =
      static_cast<std::uint64_t>(*ledger.store().get("image", ids.image)->integer_of("started"));
  const auto told = [&](std::uint64_t seq, const char* name) { return *ledger.store().disclosed(seq, name); };
  CHECK(ledger.entry(started).body().at_path("source.in_use")->boolean() != nullptr);
  const auto medium = told(started, "body.source.medium");
  CHECK(*medium.at_path("partitions.0.offset")->integer() == 1'048'576);
  CHECK(*medium.at_path("partitions.0.name.shown")->string() == "name \\x{FE}");
  CHECK(*medium.at_path("partitions.0.label.shown")->string() == "la\\u{09}bel");
  CHECK(medium.at_path("partitions.1.offset") == nullptr);  // larger than an entry can hold
  CHECK(told(started, "body.source.encryption_signs").array()->size() == 1);
  const auto hidden = told(started, "body.source.hidden_areas");
  CHECK(hidden.text_of("host_protected_area") == "hidden");
  CHECK(hidden.text_of("overlay") == "not told");
  CHECK(hidden.integer_of("native_sectors") == 1200);
  CHECK(told(started, "body.source.write_block").at_path("after.0.read_only")->boolean() != nullptr);
  acquire::Acquisition acquisition = made_by_hand();
  acquisition.unreadable.clear();
  acquisition.smart_after.emplace();
  acquisition.smart_after->passed = false;
  const auto finished = SmallCase::add(
      ledger,
      {custody::draft_finished(ids, acquisition, side_file(ids.image + ".blocks", {}), nullptr, test.bob)});
  CHECK(told(finished[0].seq, "body.source_after.smart").boolean_of("passed") == false);
}
