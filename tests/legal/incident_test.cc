// SPDX-License-Identifier: Apache-2.0
// Incidents, links, authority and late facts as entries.
#include "legal/incident.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "custody/acquisition_record.h"
#include "tests/support/legal_case.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::Ledger;
using support::SmallCase;

namespace {

core::EvidenceId item(const char* text) { return *core::EvidenceId::parse(text); }
core::IncidentNumber number(const char* text) { return *core::IncidentNumber::parse(text); }

/// Makes an image of D-1 up to its finish; returns the number of the finishing entry.
std::uint64_t acquire_once(SmallCase& test, Ledger& ledger, bool again) {
  custody::AcquisitionStart start(item("D-1"));
  start.carrier.file_system_id = "1";
  start.again = again;
  const auto ids = custody::choose_ids(ledger, start, [](const std::string&) { return false; });
  SmallCase::add(ledger, custody::draft_start(ledger, start, ids, test.bob));
  acquire::Acquisition acquisition;
  acquisition.bytes = 512;
  acquisition.digests.sha256 = core::sha256({});
  acquisition.blocks = acquire::BlockDigests({core::sha256({})});
  acquisition.files = {{ids.image + ".E01", 10, std::nullopt}};
  const custody::SideFile blocks{ids.image + ".blocks", core::sha256({}), 32};
  const auto added =
      SmallCase::add(ledger, {custody::draft_finished(ids, acquisition, blocks, nullptr, test.bob)});
  const auto seq = added.at(0).seq;
  CHECK(*ledger.entry(seq).body().at_path("blocks.root")->string() == acquisition.blocks.root().hex());
  return seq;
}

}  // namespace

TEST_CASE("an incident is opened once and artifacts are linked to it", "[legal]") {
  support::LegalCase test;
  Ledger ledger = test.begin();
  SmallCase::add(ledger, {legal::open_incident(number("INC-2026-7"), "Intrusion", test.bob)});
  const auto linked = test.fill(
      ledger, "link", {{"--incident", {"INC-2026-7"}}, {"--shows", {"the first login"}}}, test.bob, {"D-1"});
  const custody::Entry entry = ledger.entry(linked.seq);
  CHECK(entry.type == "artifact_linked");
  CHECK(entry.is_about("D-1"));
  CHECK(entry.body().text_of("incident") == "INC-2026-7");
  CHECK(ledger.store().disclosed(entry.seq, "body.shows") == Value("the first login"));
  CHECK_THROWS_AS(SmallCase::add(ledger, {legal::open_incident(number("INC-2026-7"), "Again", test.bob)}),
                  core::Error);
  CHECK(test.verify().intact());
}

TEST_CASE("a link to an incident that is not opened is refused", "[legal]") {
  support::LegalCase test;
  Ledger ledger = test.begin();
  const auto link = [&](const char* thing) {
    test.fill(ledger, "link", {{"--incident", {"INC-1"}}, {"--shows", {"x"}}}, test.bob, {thing});
  };
  CHECK_THROWS_WITH(link("D-1"), Catch::Contains("no incident INC-1"));
  SmallCase::add(ledger, {legal::open_incident(number("INC-1"), "Intrusion", test.bob)});
  CHECK_NOTHROW(link("D-1"));
  CHECK_THROWS_WITH(link("D-9"), Catch::Contains("no item 'D-9'"));
  CHECK(test.verify().intact());
}

TEST_CASE("an authority of every kind is recorded, with its document and expiry", "[legal]") {
  SmallCase test;
  Ledger ledger = test.begin();
  CHECK(legal::authority_kinds().size() == 9);
  for (const std::string& kind : legal::authority_kinds()) {
    legal::Authority authority;
    authority.kind = kind;
    authority.scope = "all devices";
    authority.issuer = "District Court";
    const auto seq = SmallCase::add(ledger, {legal::record_authority(authority, test.bob)}).at(0).seq;
    CHECK(ledger.entry(seq).body().text_of("kind") == kind);
    CHECK(ledger.entry(seq).about.empty());
  }
  legal::Authority warrant{"warrant",
                           "the laptop",
                           "Judge",
                           core::UtcTime::parse("2027-01-01T00:00:00.000000Z"),
                           custody::DraftAttachment{"warrant.pdf", core::sha256(core::as_bytes("w")), 1},
                           {"D-2", "D-1"}};
  const auto seq = SmallCase::add(ledger, {legal::record_authority(warrant, test.bob)}).at(0).seq;
  const custody::Entry entry = ledger.entry(seq);
  CHECK(entry.body().text_of("document") == core::sha256(core::as_bytes("w")).hex());
  CHECK(entry.body().text_of("expires") == "2027-01-01T00:00:00.000000Z");
  CHECK(entry.is_about("D-1"));
  CHECK(entry.is_about("D-2"));
  CHECK(ledger.store().disclosed(seq, "attachments.0.name") == Value("warrant.pdf"));
  CHECK(ledger.store().list("authority", "").size() == 10);
  CHECK(test.verify().intact());
  warrant.kind = "hunch";
  CHECK_THROWS_AS(SmallCase::add(ledger, {legal::record_authority(warrant, test.bob)}), core::Error);
}

TEST_CASE("a late fact lists the finished acquisitions of its item that came before it", "[legal]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const auto after = [&](const char* of) {
    const auto seq =
        SmallCase::add(ledger, {legal::add_fact(ledger, {item(of), item("F18"), "red label", {}}, test.bob)})
            .at(0)
            .seq;
    const custody::Entry entry = ledger.entry(seq);
    std::vector<std::int64_t> out;
    for (const Value& value : *entry.body().find("after")->array()) {
      out.push_back(*value.integer());
    }
    return out;
  };
  CHECK(after("D-1").empty());
  const auto first = static_cast<std::int64_t>(acquire_once(test, ledger, false));
  CHECK(after("D-1") == std::vector<std::int64_t>{first});
  const auto second = static_cast<std::int64_t>(acquire_once(test, ledger, true));
  CHECK(after("D-1") == std::vector<std::int64_t>{first, second});
  CHECK(after("D-1-I2") == std::vector<std::int64_t>{second});
  CHECK(after("D-2").empty());
  const auto seq =
      SmallCase::add(ledger,
                     {legal::add_fact(ledger, {item("D-1"), item("F2"), "v", core::UtcTime{0}}, test.bob)})
          .at(0)
          .seq;
  CHECK(ledger.entry(seq).body().text_of("observed_at") == "1970-01-01T00:00:00.000000Z");
  CHECK(test.verify().intact());
}
