// SPDX-License-Identifier: Apache-2.0
// Things described by their collectors; working copies and extracts under their parent; attachments by digest.
#include "custody/derivation.h"

#include "core/durable_file.h"
#include "custody/incoming.h"
#include "custody/keeping.h"
#include "custody/thing.h"
#include "tests/support/prepared_log.h"
#include "tests/support/small_case.h"

using core::json::Object;
using core::json::Value;
using custody::FindingKind;
using custody::Ledger;
using support::check_fault;
using support::check_good;
using support::Prepared;
using support::SmallCase;
using support::Step;
namespace story = support::story;

namespace {

core::Path written(const SmallCase& test, const std::string& name, const std::string& text) {
  const core::Path file = test.folder / name;
  core::write_new_file(file, core::as_bytes(text));
  return file;
}

custody::DerivationRequest request_of(const core::Path& file, const std::string& parent = "D-1") {
  return {parent, "D-1-X1", "extract", file, "the mails", "for counsel"};
}

core::Path kept(const SmallCase& test, const std::string& name) {
  return test.path() / "evidence/D-1" / name;
}

}  // namespace

TEST_CASE("a file derived from a thing lies under it by digest, and a change of it is found", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const core::Path file = written(test, "mail.pst", "mails");
  const auto done = custody::derive(ledger, request_of(file), test.bob);
  CHECK(ledger.entry(done.seq).type == "derived");
  const auto row = *ledger.store().get("image", "D-1-X1");
  CHECK(row.text_of("image_of") == "D-1");
  CHECK(row.text_of("sha256") == core::sha256(core::as_bytes("mails")).hex());
  CHECK(core::read_text_file(kept(test, "D-1-X1.pst")) == "mails");
  CHECK(test.verify(false).intact());
  SECTION("changed") {
    core::replace_file(kept(test, "D-1-X1.pst"), core::as_bytes("mailz"));
    CHECK(support::has_finding(test.verify(false).findings, FindingKind::fault, "mismatch", done.seq));
  }
  SECTION("gone") {
    core::fs::remove(kept(test, "D-1-X1.pst"));
    CHECK(support::has_finding(test.verify(false).findings, FindingKind::fault, "missing", done.seq));
  }
  SECTION("gone after it was disposed of") {
    SmallCase::add(ledger,
                   {custody::draft_disposal({"D-1-X1"}, {"erased", "overwritten", "", "over"}, test.bob)});
    const std::uint64_t request = done.seq + 1;
    SmallCase::add(
        ledger, {custody::draft_about_same(ledger, "disposal_approved", "request", request, {}, test.carol)});
    SmallCase::add(ledger, {custody::draft_disposal_carried_out(ledger, request, "overwritten", nullptr,
                                                                test.bob, test.carol)});
    CHECK(test.verify(false).intact());
    core::fs::remove(kept(test, "D-1-X1.pst"));
    CHECK(test.verify(false).intact());
  }
  SECTION("a copy of the copy lies under the same thing") {
    auto next = request_of(file, "D-1-X1");
    next.item = "D-1-X2";
    custody::derive(ledger, next, test.bob);
    CHECK(ledger.store().get("image", "D-1-X2")->text_of("image_of") == "D-1");
    CHECK(test.verify(false).intact());
  }
}

TEST_CASE("what cannot be derived is refused and leaves nothing", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  const core::Path file = written(test, "f", "x");
  auto request = request_of(file);
  std::string words;
  SECTION("under a name that is taken") {
    request.item = "D-2";
    words = "D-2 is registered already";
  }
  SECTION("from an unknown parent") {
    request.parent = "D-9";
    words = "no item 'D-9'";
  }
  SECTION("no file") {
    request.file = test.folder / "none";
    words = "no file";
  }
  SECTION("a file that nobody recorded lies in its place") {
    core::fs::create_directories(kept(test, "x").parent_path());
    written(test, "case/evidence/D-1/D-1-X1.bin", "planted");
    words = "it exists already";
  }
  SECTION("restricted") {
    SmallCase::add(ledger, {custody::draft_restriction({"D-1"}, "contraband", "seen", test.bob)});
    words = "D-1 is restricted by entry";
  }
  const auto before = ledger.checkpoint().size;
  CHECK_THROWS_WITH(custody::derive(ledger, request, test.bob), Catch::Contains(words));
  CHECK(ledger.checkpoint().size == before);
  CHECK_FALSE(core::fs::exists(kept(test, ".incoming-D-1-X1.bin")));
}

TEST_CASE("a killed copy is a limit, and the next one finishes or removes it", "[custody]") {
  SmallCase test;
  Ledger ledger = test.begin();
  custody::derive(ledger, request_of(written(test, "f.dd", "one")), test.bob);
  auto second = request_of(written(test, "g.dd", "two"));
  second.item = "D-1-X2";
  SECTION("before its entry") {
    written(test, "case/evidence/D-1/.incoming-D-1-X7.dd", "half");
    CHECK(support::has_finding(test.verify(false).findings, FindingKind::limit, "interrupted"));
    custody::derive(ledger, second, test.bob);
    CHECK_FALSE(core::fs::exists(kept(test, ".incoming-D-1-X7.dd")));
  }
  SECTION("after its entry") {
    core::fs::rename(kept(test, "D-1-X1.dd"), kept(test, ".incoming-D-1-X1.dd"));
    const auto report = test.verify(false);
    CHECK(report.intact());
    CHECK(support::has_finding(report.findings, FindingKind::limit, "interrupted"));
    custody::derive(ledger, second, test.bob);
    CHECK(core::read_text_file(kept(test, "D-1-X1.dd")) == "one");
  }
  CHECK(test.verify(false).intact());
}

TEST_CASE("a derivation is about its parent and one new item named after its file", "[custody]") {
  Prepared log;
  Step step = story::derived(log);
  SECTION("from a thing") { check_good(log, story::derived(log, "D-1-W1", "D-1")); }
  SECTION("of an item that is there") {
    step = story::derived(log, "D-2", "D-1");
    check_fault(log, step, "tampered", "D-2 is registered twice");
  }
  SECTION("from something unknown") {
    check_fault(log, story::derived(log, "D-1-W1", "D-9"), "tampered", "D-9 is not registered");
  }
  SECTION("about a third") {
    step.about.emplace_back("D-2");
    check_fault(log, step, "tampered", "not about 3");
  }
  SECTION("about the child alone") {
    step.about = {"D-1-W1"};
    check_fault(log, step, "tampered", "not about 1");
  }
  SECTION("about another parent") {
    step.about = {"D-1-W1", "D-2"};
    check_fault(log, step, "tampered", "about its parent");
  }
  SECTION("a file of another name") {
    step.body["file"] = "D-1-I1.E01";
    check_fault(log, step, "tampered", "not named after");
  }
  SECTION("by counsel") {
    story::enrol_more(log);
    step.signers = story::by_dave();
    check_fault(log, step, "unauthorised", "may not sign 'derived'");
  }
}

TEST_CASE("a thing is described by its collector, with photographs attached", "[custody]") {
  Prepared log;
  Step step = story::described(log);
  SECTION("all of it") { check_good(log, step); }
  SECTION("a photograph that is not attached") {
    step.attachments = {};
    check_fault(log, step, "tampered", "no attachment of this entry");
  }
  SECTION("by counsel") {
    story::enrol_more(log);
    step.signers = story::by_dave();
    check_fault(log, step, "unauthorised", "may not sign 'thing_registered'");
  }
}

TEST_CASE("an attachment that is not what was hashed is refused", "[custody]") {
  SmallCase test;
  const Ledger ledger = test.begin();
  const core::Path file = written(test, "photo.jpg", "photo");
  const std::string sha256 = core::sha256(core::as_bytes("photo")).hex();
  const core::Path staged = test.path() / "attachments" / (".incoming-" + sha256);
  SECTION("as it is") {
    CHECK(custody::stage_attachment(test.path(), file).sha256.hex() == sha256);
    CHECK(core::read_text_file(staged) == "photo");
  }
  SECTION("other bytes in its place") {
    core::write_new_file(staged, core::as_bytes("other"));
    CHECK_THROWS_WITH(custody::stage_attachment(test.path(), file),
                      Catch::Contains("changed while it was copied"));
    CHECK_FALSE(core::fs::exists(staged));
  }
}
