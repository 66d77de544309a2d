// SPDX-License-Identifier: Apache-2.0
// Mounts: what their entries say, and that one whose process was killed is recorded once, by whoever appends next.
#include "custody/access_note.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/support/small_case.h"

using acquire::Range;
using Catch::Matchers::Contains;
using core::json::Object;
using core::json::Value;
using custody::AccessNote;
using custody::Ledger;
using support::SmallCase;

namespace {

/// A case with an image registered.
Ledger with_image(SmallCase& test) {
  Ledger ledger = test.begin();
  SmallCase::add(ledger, {{"image_registered",
                           {"I-1"},
                           Object{{"carrier", "D-2"}, {"format", "raw"}, {"image_of", "D-1"}},
                           {{&test.bob, "author"}},
                           {}}});
  return ledger;
}

std::vector<core::Path> notes_in(const core::Path& folder) {
  std::vector<core::Path> out;
  for (const auto& file : core::fs::directory_iterator(folder)) {
    if (file.path().filename().native().starts_with(custody::kAccessPrefix)) {
      out.push_back(file.path());
    }
  }
  return out;
}

/// Makes a note as a process does that is killed later; returns its id.
std::string left_note(const Ledger& ledger, const custody::UnlockedKey& by) {
  return AccessNote::make(ledger, "I-1", "search for the note", by).intent().id;
}

std::string range_of(const Ledger& ledger, std::uint64_t entry) {
  return ledger.entry(entry).body().text_of("range").value_or("");
}

std::vector<Range> many_ranges(std::size_t count) {
  std::vector<Range> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back({i * 1024, 512});
  }
  return out;
}

}  // namespace

TEST_CASE("a few ranges are named and many are counted", "[custody]") {
  CHECK(custody::range_text({}) == "no bytes");
  CHECK(custody::range_text({{0, 1}}) == "bytes 0-0 (1 range, 1 byte)");
  CHECK(custody::range_text({{0, 4096}, {8192, 512}}) == "bytes 0-4095, 8192-8703 (2 ranges, 4608 bytes)");
  CHECK(custody::range_text(many_ranges(17)) == "17 ranges, 8704 bytes");
}

TEST_CASE("the entry of a mount with many ranges lists them in an attachment", "[custody]") {
  SmallCase test;
  Ledger ledger = with_image(test);
  AccessNote note = AccessNote::make(ledger, "I-1", "why", test.carol);
  const auto done = ledger.append([&](const Ledger& open) {
    return std::vector{
        custody::draft_mounted(open, note.intent(), {many_ranges(20), {{7, 3}}, 1}, test.carol)};
  });
  note.remove();
  const auto entry = ledger.entry(done[0].seq);
  REQUIRE(entry.attachments.size() == 1);
  const std::string text =
      core::read_text_file(test.path() / "attachments" / entry.attachments[0].sha256.hex());
  CHECK_THAT(text, Catch::Matchers::StartsWith("0 512\n1024 512\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 20);
  CHECK(range_of(ledger, done[0].seq) == "20 ranges, 10240 bytes, listed in attachment " +
                                             core::sha256(core::as_bytes(text)).hex() +
                                             "; not given out since damaged: bytes 7-9 (1 range, 3 bytes); " +
                                             custody::mount_name(note.intent()));
  CHECK(entry.signers[0].key == test.carol.card.key.name);
  CHECK(ledger.store().disclosed(done[0].seq, "body.reason") == Value("why"));
  CHECK(notes_in(test.path()).empty());
  CHECK_FALSE(custody::has_fault(test.verify(false).findings));
}

TEST_CASE("a mount whose process was killed is recorded by the next append, once", "[custody]") {
  SmallCase test;
  Ledger ledger = with_image(test);
  const std::string id = left_note(ledger, test.carol);
  REQUIRE(notes_in(test.path()).size() == 1);
  const auto report = test.verify(false);
  CHECK_FALSE(custody::has_fault(report.findings));
  CHECK(std::any_of(report.findings.begin(), report.findings.end(), [&](const custody::Finding& finding) {
    return finding.class_name == "interrupted" && finding.field == custody::kAccessPrefix + id;
  }));
  const std::uint64_t before = ledger.checkpoint().size;
  const auto done = SmallCase::add(ledger, {test.incident("INC-1")});
  REQUIRE(done.size() == 1);
  CHECK(done[0].seq == before + 1);
  const auto entry = ledger.entry(before);
  CHECK(entry.type == "accessed");
  CHECK(entry.body().text_of("action") == "mounted");
  CHECK(entry.signers[0].key == test.bob.card.key.name);
  CHECK_THAT(range_of(ledger, before),
             Contains("not known") && Contains("cut off") && Contains(test.carol.card.id()) && Contains(id));
  CHECK(ledger.store().disclosed(before, "body.reason") == Value("search for the note"));
  CHECK(notes_in(test.path()).empty());
  SmallCase::add(ledger, {test.incident("INC-2")});
  CHECK(ledger.checkpoint().size == before + 3);
  CHECK_FALSE(custody::has_fault(test.verify(false).findings));
}

TEST_CASE("a mount that still lasts is left alone", "[custody]") {
  SmallCase test;
  Ledger ledger = with_image(test);
  AccessNote note = AccessNote::make(ledger, "I-1", "why", test.carol);
  const std::uint64_t before = ledger.checkpoint().size;
  SmallCase::add(ledger, {test.incident("INC-1")});
  CHECK(ledger.checkpoint().size == before + 1);
  CHECK(notes_in(test.path()).size() == 1);
}

TEST_CASE("a process killed between its entry and the end of its note is recorded once", "[custody]") {
  SmallCase test;
  Ledger ledger = with_image(test);
  const auto intent = [&] {
    const AccessNote note = AccessNote::make(ledger, "I-1", "why", test.carol);
    ledger.append([&](const Ledger& open) {
      return std::vector{custody::draft_mounted(open, note.intent(), {}, test.carol)};
    });
    return note.intent();
  }();
  CHECK(notes_in(test.path()).size() == 1);
  const std::uint64_t before = ledger.checkpoint().size;
  SmallCase::add(ledger, {test.incident("INC-1")});
  CHECK(ledger.checkpoint().size == before + 1);
  CHECK(notes_in(test.path()).empty());
}

TEST_CASE("a refused append leaves the note to the next one", "[custody]") {
  SmallCase test;
  Ledger ledger = with_image(test);
  left_note(ledger, test.carol);
  const std::uint64_t before = ledger.checkpoint().size;
  CHECK_THROWS_AS(SmallCase::add(ledger, {test.thing("D-1")}), core::Error);
  CHECK(ledger.checkpoint().size == before);
  CHECK(notes_in(test.path()).size() == 1);
  SmallCase::add(ledger, {test.incident("INC-1")});
  CHECK(ledger.checkpoint().size == before + 2);
}

TEST_CASE("what was restricted while it was mounted is recorded as viewed", "[custody]") {
  SmallCase test;
  Ledger ledger = with_image(test);
  left_note(ledger, test.carol);
  AccessNote note = AccessNote::make(ledger, "I-1", "why", test.carol);
  SmallCase::add(ledger, {{"restricted",
                           {"I-1"},
                           Object{{"kind", "privilege"}, {"reason", custody::committed("letters")}},
                           {{&test.bob, "author"}},
                           {}}});
  const std::uint64_t restriction = ledger.checkpoint().size - 1;
  CHECK(ledger.entry(restriction - 1).body().text_of("action") == "mounted");  // the killed one, before
  left_note(ledger, test.carol);
  const auto done = ledger.append([&](const Ledger& open) {
    return std::vector{custody::draft_mounted(open, note.intent(), {{{0, 10}}, {}, 1}, test.carol)};
  });
  note.remove();
  for (const std::uint64_t number : {done[0].seq - 1, done[0].seq}) {
    CHECK(ledger.entry(number).body().text_of("action") == "viewed");
    CHECK_THAT(range_of(ledger, number),
               Contains("before the restriction of entry " + std::to_string(restriction)));
  }
  CHECK_FALSE(custody::has_fault(test.verify(false).findings));
}

TEST_CASE("a note that is torn is removed, and one that no key of the case signed is left and listed",
          "[custody]") {
  SmallCase test;
  Ledger ledger = with_image(test);
  left_note(ledger, test.carol);
  const core::Path whole = notes_in(test.path()).at(0);
  const std::string text = core::read_text_file(whole);
  core::fs::remove(whole);
  core::write_new_file(test.path() / ".access-0000000000000001", core::as_bytes(text.substr(0, 100)));
  core::write_new_file(test.path() / ".access-0000000000000002", {});
  const std::uint64_t before = ledger.checkpoint().size;
  SmallCase::add(ledger, {test.incident("INC-1")});
  CHECK(notes_in(test.path()).empty());

  std::string forged = text;
  forged.replace(forged.find("search"), 6, "theft!");
  const core::Path file = test.path() / whole.filename();
  core::write_new_file(file, core::as_bytes(forged));
  core::write_new_file(test.path() / ".access-0000000000000003", core::as_bytes(text));  // under another id
  SmallCase::add(ledger, {test.incident("INC-2")});
  CHECK(notes_in(test.path()).size() == 2);
  CHECK(ledger.checkpoint().size == before + 2);
  CHECK(test.verify(false).intact());
}
