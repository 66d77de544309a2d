// SPDX-License-Identifier: Apache-2.0
// The rules of docs/ledger-format.md sections 6 to 8: who may sign what, custody, histories. Each broken rule has its class.
#include "custody/replay.h"

#include <catch2/catch.hpp>

#include "tests/support/log_story.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::FindingKind;
using custody::Role;
using support::LogMaker;
using support::Step;
namespace story = support::story;

namespace {

/// A log with people and items to which a test adds what it likes.
struct Prepared : LogMaker {
  Prepared() {
    story::begin(*this);
    story::register_items(*this);
  }
};

/// Adds the step, verifies, and expects exactly that class of fault at that entry and no other fault.
void check_fault(LogMaker& log, const Step& step, const std::string& class_name, const std::string& words) {
  const std::uint64_t seq = log.size();
  log.add(step);
  log.checkpoint();
  const auto faults = support::faults_of(log.verify().findings);
  INFO(Catch::rangeToString(faults));
  REQUIRE_FALSE(faults.empty());
  for (const std::string& fault : faults) {
    CHECK_THAT(fault, Catch::StartsWith(class_name + " " + std::to_string(seq) + " "));
  }
  CHECK_THAT(faults.front(), Catch::Contains(words));
}

}  // namespace

TEST_CASE("a case with every entry type has no fault", "[custody]") {
  LogMaker log;
  story::tell(log);
  const auto report = log.verify();
  INFO(Catch::rangeToString(support::faults_of(report.findings)));
  CHECK_FALSE(has_fault(report.findings));
  CHECK(report.rows.get("thing", "D-1")->find("holder")->text_of("key") == log.bob.card.key.name);
  CHECK(report.rows.get("image", "D-1-I1")->text_of("state") == "finished");
  CHECK(report.rows.get("image", "D-1-I1")->boolean_of("match") == true);
  CHECK(report.rows.list("about", "D-1/").size() == 8 - 1);
  CHECK(report.first().newest == log.head());
}

TEST_CASE("a key that is not enrolled is unauthorised", "[custody]") {
  Prepared log;
  const auto mallory = support::person("mallory");
  Step step = story::incident(log);
  step.signers = {{&mallory, Role::examiner}};
  check_fault(log, step, "unauthorised", "not enrolled");
}

TEST_CASE("a role that the key does not hold is unauthorised", "[custody]") {
  Prepared log;
  Step step = story::incident(log);
  step.signers = {{&log.bob, Role::counsel}};
  check_fault(log, step, "unauthorised", "does not hold the role counsel");
}

TEST_CASE("a role that may not sign the type is unauthorised, and one granted later may", "[custody]") {
  Prepared log;
  const auto dave = support::person("dave");
  Step step = story::enrolled(log, dave);
  step.signers = {{&log.bob, Role::examiner}};
  SECTION("not yet") { check_fault(log, step, "unauthorised", "may not sign 'key_enrolled'"); }
  SECTION("granted") {
    log.add(story::granted(log, log.bob, "administrator"));
    step.signers = {{&log.bob, Role::administrator}};
    log.add(step);
    log.checkpoint();
    CHECK(support::faults_of(log.verify().findings).empty());
  }
}

TEST_CASE("a role is granted only to an enrolled key", "[custody]") {
  Prepared log;
  const auto mallory = support::person("mallory");
  check_fault(log, story::granted(log, mallory, "auditor"), "unauthorised", "not enrolled");
}

TEST_CASE("a thing that somebody else holds cannot be released", "[custody]") {
  Prepared log;
  log.add(story::transferred(log));
  check_fault(log, story::transferred(log), "unauthorised", "D-1 is not held by the one who releases it");
}

TEST_CASE("a thing held here cannot come from outside", "[custody]") {
  Prepared log;
  check_fault(log, story::from_outside(log), "unauthorised", "not held outside");
}

TEST_CASE("a thing can be seized from whoever holds it", "[custody]") {
  Prepared log;
  Step step = story::to_outside(log, true);
  log.add(step);
  log.checkpoint();
  const auto report = log.verify();
  CHECK(support::faults_of(report.findings).empty());
  CHECK(report.rows.get("thing", "D-1")->find("holder")->find("outside") != nullptr);
}

TEST_CASE("an image has no custodian", "[custody]") {
  Prepared log;
  Step step = story::transferred(log);
  step.about = {"D-1-I1"};
  log.add(step);
  log.checkpoint();
  CHECK(support::has_finding(log.verify().findings, FindingKind::fault, "tampered", log.size() - 1));
}

TEST_CASE("a handover is signed by both sides in their capacities", "[custody]") {
  Prepared log;
  Step step = story::transferred(log);
  SECTION("turned round") { std::swap(step.signers[0], step.signers[1]); }
  SECTION("one side alone") { step.signers.pop_back(); }
  SECTION("wrong capacity") { step.signers[0].capacity = "author"; }
  SECTION("a witness within the house") {
    step.signers.push_back({&log.alice, Role::administrator, "witness"});
  }
  SECTION("receiver is another than the one named") {
    step.signers[1] = {&log.alice, Role::administrator, "receiving"};
  }
  check_fault(log, step, "unauthorised", "the signers are not those that 'transferred' needs");
}

TEST_CASE("the receiving key must be enrolled", "[custody]") {
  Prepared log;
  const auto mallory = support::person("mallory", Role::custodian);
  Step step = story::transferred(log);
  step.body["to"] = mallory.card.key.name;
  step.signers[1] = {&mallory, Role::custodian, "receiving"};
  check_fault(log, step, "unauthorised", "not enrolled");
}

TEST_CASE("one witness, and no more, may sign a handover to or from outside", "[custody]") {
  Prepared log;
  Step step = story::to_outside(log, true);
  step.signers.push_back({&log.alice, Role::administrator, "witness"});
  check_fault(log, step, "unauthorised", "the signers are not those that 'transferred_to_outside' needs");
}

TEST_CASE("an author signs alone in that capacity", "[custody]") {
  Prepared log;
  Step step = story::incident(log);
  step.signers[0].capacity = "releasing";
  check_fault(log, step, "unauthorised", "the signers are not those");
}

TEST_CASE("an identifier is registered once", "[custody]") {
  Prepared log;
  SECTION("a thing twice") { check_fault(log, story::thing(log, "D-1", "source"), "tampered", ""); }
  SECTION("an image under the name of a thing") {
    check_fault(log, story::image(log, "D-2"), "tampered", "");
  }
  SECTION("a thing under the name of an image, with an empty history") {
    log.edit = [](std::uint64_t, Value& object) {
      object.set("about", Array{Object{{"id", "D-1-I1"}, {"prev", Array{}}}});
    };
    check_fault(log, story::thing(log, "D-1-I1", "source"), "tampered", "registered twice");
  }
}

TEST_CASE("an entry about something unregistered is tampered", "[custody]") {
  Prepared log;
  Step step = story::linked(log);
  log.add(story::incident(log));
  step.about = {"D-9"};
  check_fault(log, step, "tampered", "D-9 is not registered");
}

TEST_CASE("a history that is not the one before the entry is tampered, and forked for a handover",
          "[custody]") {
  Prepared log;
  const std::uint64_t seq = log.size() + 1;
  std::string old_head;
  log.edit = [&](std::uint64_t at, Value& object) {
    Value& about = (*object.object()->find("about")->second.array())[0];
    if (at == seq - 1) {
      old_head = *(*about.find("prev")->array())[0].string();
    } else {
      about.set("prev", Array{old_head});
    }
  };
  log.add(story::fact(log));
  SECTION("no handover") { check_fault(log, story::fact(log), "tampered", "the history of D-1"); }
  SECTION("a handover") { check_fault(log, story::transferred(log), "forked", "the history of D-1"); }
}

TEST_CASE("an empty or invented history is tampered", "[custody]") {
  Prepared log;
  const Array prev =
      GENERATE(Array{}, Array{std::string(64, '0')}, Array{std::string(64, '0'), std::string(64, '1')});
  log.edit = [&](std::uint64_t, Value& object) {
    object.set("about", Array{Object{{"id", "D-1"}, {"prev", prev}}});
  };
  check_fault(log, story::fact(log), "tampered", "the history of D-1");
}

TEST_CASE("an entry is about as many things or images as its type says", "[custody]") {
  Prepared log;
  log.add(story::incident(log));
  Step step = story::linked(log);
  SECTION("none") { step.about = {}; }
  SECTION("two") { step.about = {"D-1", "D-2"}; }
  SECTION("an acquisition about two") {
    step = story::started(log);
    step.about = {"D-1", "D-1-I1"};
  }
  SECTION("an incident about a thing") {
    step = story::incident(log, "INC-2");
    step.about = {"D-1"};
  }
  SECTION("a handover about none") {
    step = story::transferred(log);
    step.about = {};
  }
  SECTION("an image verified about its source") {
    step = story::verified(log, 0);
    step.about = {"D-1"};
  }
  check_fault(log, step, "tampered", "about");
}

TEST_CASE("a registration about nothing is a fault and no crash", "[custody]") {
  Prepared log;
  Step step = story::thing(log, "D-7", "paper");
  SECTION("thing") {}
  SECTION("image") { step = story::image(log, "D-7-I1"); }
  step.about = {};
  check_fault(log, step, "tampered", "not about 0");
}

TEST_CASE("an acquisition follows its states", "[custody]") {
  Prepared log;
  SECTION("finished before it started") {
    check_fault(log, story::finished(log), "tampered", "cannot follow the state");
  }
  SECTION("started again after a failure") {
    log.add(story::started(log));
    log.add({"acquisition_failed",
             {"D-1", "D-2", "D-1-I1"},
             {{"error", custody::committed("cable")}, {"image", "D-1-I1"}},
             story::by_bob(log)});
    log.add(story::started(log));
    log.checkpoint();
    CHECK(support::faults_of(log.verify().findings).empty());
  }
  SECTION("started twice") {
    log.add(story::started(log));
    check_fault(log, story::started(log), "tampered", "cannot follow the state");
  }
  SECTION("verified against another entry") {
    log.add(story::started(log));
    log.add(story::finished(log));
    check_fault(log, story::verified(log, 2), "tampered", "the entry compared against");
  }
  SECTION("verified without an acquisition") {
    check_fault(log, story::verified(log, 7), "tampered", "compared against");
  }
  SECTION("an image that is not what the entry is about") {
    Step step = story::started(log);
    step.body["image"] = "D-2";
    check_fault(log, step, "tampered", "the image is not what the entry is about");
  }
}

TEST_CASE("a fact lists the finished acquisitions of its item that came before it", "[custody]") {
  Prepared log;
  log.add(story::started(log));
  log.add(story::finished(log));
  const std::uint64_t finished = log.size() - 1;
  const Array wrong =
      GENERATE_COPY(Array{}, Array{Value(finished - 1)}, Array{Value(finished), Value(finished)},
                    Array{Value(finished), Value(finished + 7)});
  check_fault(log, story::fact(log, wrong), "tampered", "'after'");
}

TEST_CASE("an image is of a registered thing, on one", "[custody]") {
  Prepared log;
  const char* member = GENERATE("image_of", "carrier");
  Step step = story::image(log, "D-1-I2");
  step.body[member] = GENERATE("D-9", "D-1-I1");
  check_fault(log, step, "tampered", "is no registered thing");
}

TEST_CASE("a holder's key must be enrolled", "[custody]") {
  Prepared log;
  Step step = story::thing(log, "D-7", "paper");
  step.body["holder"] = Object{{"key", "exhibit.evidence/actor/none"}};
  check_fault(log, step, "unauthorised", "holder");
}

TEST_CASE("a document names a head that the log had", "[custody]") {
  Prepared log;
  Step step = story::document(log);
  Object head = story::head_of(log);
  SECTION("another root") { head["root"] = std::string(64, '0'); }
  SECTION("a size to come") { head["size"] = Value(log.size() + 1); }
  SECTION("no size at all") { head["size"] = 0; }
  step.body["head"] = head;
  check_fault(log, step, "mismatch", "the head that the entry names");
}

TEST_CASE("a comparison that says equal names the digests of the acquisition", "[custody]") {
  Prepared log;
  log.add(story::started(log));
  log.add(story::finished(log));
  Step step = story::verified(log, log.size() - 1);
  SECTION("root") { step.body["blocks_root"] = std::string(64, '0'); }
  SECTION("digest") { step.body["digests"] = Object{{"sha256", std::string(64, '0')}}; }
  SECTION("size") { step.body["bytes"] = 4095; }
  check_fault(log, step, "mismatch", "digests are not those of the acquisition");
}

TEST_CASE("incidents are opened once and before links to them", "[custody]") {
  Prepared log;
  SECTION("unknown") { check_fault(log, story::linked(log), "tampered", "not opened"); }
  SECTION("twice") {
    log.add(story::incident(log));
    check_fault(log, story::incident(log), "tampered", "opened");
  }
}

TEST_CASE("a receipt or document must be attached to its entry", "[custody]") {
  Prepared log;
  Step step = story::authority(log);
  SECTION("document") {}
  SECTION("receipt") { step = story::to_outside(log, true); }
  step.attachments = {};
  check_fault(log, step, "tampered", "no attachment of this entry");
}

TEST_CASE("entry 0 opens the case, entry 1 enrols its administrator, and no other does so", "[custody]") {
  LogMaker log;
  SECTION("opened twice") {
    story::begin(log);
    check_fault(log, story::opened(log), "tampered", "a case is opened only by entry 0");
  }
  SECTION("entry 1 enrols somebody else") {
    log.add(story::opened(log));
    check_fault(log, story::enrolled(log, log.bob), "unauthorised", "does not enrol the first administrator");
  }
  SECTION("entry 1 is something else") {
    log.add(story::opened(log));
    log.add(story::granted(log, log.alice, "auditor"));
    log.checkpoint();
    CHECK(support::has_finding(log.verify().findings, FindingKind::fault, "unauthorised", 1));
  }
  SECTION("entry 0 is something else") {
    log.add(story::enrolled(log, log.alice));
    log.checkpoint();
    CHECK(has_fault(log.verify().findings));
  }
}

TEST_CASE("an enrolment proves possession of a key with its own name, once", "[custody]") {
  Prepared log;
  const auto dave = support::person("dave");
  Step step = story::enrolled(log, dave);
  SECTION("possession by another key") {
    step.body["possession"] = core::to_base64(log.bob.card.possession);
    check_fault(log, step, "tampered", "possession");
  }
  SECTION("possession that is no signature") {
    step.body["possession"] = "AAAA";
    check_fault(log, step, "tampered", "possession");
  }
  SECTION("a name that does not follow from the key") {
    const custody::VerifierKey other{log.bob.card.key.name, dave.card.key.key};
    step.body["key"] = other.text();
    log.add(step);
    log.checkpoint();
    CHECK(support::has_finding(log.verify().findings, FindingKind::fault, "unauthorised", log.size() - 1));
  }
  SECTION("twice") { check_fault(log, story::enrolled(log, log.bob), "tampered", "enrolled twice"); }
}

TEST_CASE("an unknown type is a limit, and its place and signatures are still checked", "[custody]") {
  Prepared log;
  Step step{"something_new", {"D-1"}, {{"any", Array{1, "two"}}}, story::by_bob(log)};
  const std::uint64_t seq = log.size();
  SECTION("well placed") {
    log.add(step);
    log.checkpoint();
    const auto report = log.verify();
    CHECK(support::faults_of(report.findings).empty());
    CHECK(support::has_finding(report.findings, FindingKind::limit, "unknown type", seq));
  }
  SECTION("by a key not enrolled") {
    const auto mallory = support::person("mallory");
    step.signers = {{&mallory, Role::examiner}};
    check_fault(log, step, "unauthorised", "not enrolled");
  }
}
