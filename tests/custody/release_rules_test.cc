// SPDX-License-Identifier: Apache-2.0
// Handovers apart: docs/ledger-format.md sections 6 and 7. Who released stays accountable until an answer by who may receive.
#include "tests/support/prepared_log.h"

using core::json::Object;
using core::json::Value;
using custody::Role;
using support::check_fault;
using support::check_good;
using support::LogMaker;
using support::Prepared;
using support::Step;
namespace story = support::story;

namespace {

std::string holder(const custody::LedgerReport& report) {
  return report.rows.get("thing", "D-1")->find("holder")->text_of("key").value_or("");
}

/// Bob has released D-1 to Carol.
struct Released : Prepared {
  explicit Released(bool to_anyone = false) {
    story::enrol_more(*this);
    add(story::released(*this, bob, Role::examiner, to_anyone ? "" : carol.card.key.name));
    release = newest_hash();
  }
  std::string release;
};

}  // namespace

TEST_CASE("who released holds the thing until the receiver's answer", "[custody]") {
  Released log;
  log.checkpoint();
  const auto before = log.verify();
  CHECK(support::faults_of(before.findings).empty());
  CHECK(holder(before) == log.bob.card.key.name);
  CHECK(before.rows.get("thing", "D-1")->text_of("released") == log.release);
  const auto after = check_good(log, story::answered(log, log.carol, log.release));
  CHECK(holder(after) == log.carol.card.key.name);
  CHECK_FALSE(after.rows.get("thing", "D-1")->find("released"));
}

TEST_CASE("a refusal leaves the holder, is seen at the thing, and the thing can be released again",
          "[custody]") {
  Released log;
  const auto report = check_good(log, story::answered(log, log.carol, log.release, false));
  CHECK(holder(report) == log.bob.card.key.name);
  CHECK(report.rows.get("thing", "D-1")->find("refused"));
  CHECK_FALSE(report.rows.get("thing", "D-1")->find("released"));
  const auto again = check_good(log, story::released(log, log.bob, Role::examiner));
  CHECK_FALSE(again.rows.get("thing", "D-1")->find("refused"));
}

TEST_CASE("a release is made by the holder to an enrolled key of somebody else", "[custody]") {
  Prepared log;
  Step step = story::released(log, log.bob, Role::examiner);
  SECTION("not the holder") {
    step = story::released(log, log.carol, Role::custodian);
    check_fault(log, step, "unauthorised", "D-1 is not held by the one who releases it");
  }
  SECTION("signed by another") {
    step.signers[0] = {&log.carol, Role::custodian, "releasing"};
    check_fault(log, step, "unauthorised", "the signers are not those");
  }
  SECTION("in another capacity") {
    step.signers[0].capacity = "author";
    check_fault(log, step, "unauthorised", "the signers are not those");
  }
  SECTION("to a stranger") {
    step.body["to"] = support::person("mallory").card.key.name;
    check_fault(log, step, "unauthorised", "not enrolled");
  }
  SECTION("to the giver") {
    step.body["to"] = log.bob.card.key.name;
    check_fault(log, step, "unauthorised", "the one who releases cannot receive");
  }
  SECTION("of an image") {
    step.about = {"D-1-I1"};
    log.add(step);
    log.checkpoint();
    CHECK(
        support::has_finding(log.verify().findings, custody::FindingKind::fault, "tampered", log.size() - 1));
  }
}

TEST_CASE("what is released and not answered goes nowhere else", "[custody]") {
  Released log;
  const std::string words = "was released by entry " + std::to_string(log.size() - 1) + " and waits";
  SECTION("released twice") {
    check_fault(log, story::released(log, log.bob, Role::examiner), "unauthorised", words);
  }
  SECTION("handed over together") { check_fault(log, story::transferred(log), "unauthorised", words); }
}

TEST_CASE("seizure overtakes a release, which nobody can answer any more", "[custody]") {
  Released log;
  check_good(log, story::to_outside(log, true));
  check_fault(log, story::answered(log, log.carol, log.release), "tampered", "ended already");
}

TEST_CASE("an answer is given once", "[custody]") {
  Released log;
  log.add(story::answered(log, log.carol, log.release));
  SECTION("received twice") {
    check_fault(log, story::answered(log, log.carol, log.release), "tampered",
                "that release is ended already");
  }
  SECTION("refused after all") {
    check_fault(log, story::answered(log, log.carol, log.release, false), "tampered", "ended already");
  }
  SECTION("withdrawn after all") {
    check_fault(log, story::withdrawn(log.bob, Role::examiner, log.release), "tampered", "ended already");
  }
}

TEST_CASE("an answer is to a release of the same things", "[custody]") {
  Released log;
  SECTION("another entry") {
    check_fault(log, story::answered(log, log.carol, log.hash_of(4)), "tampered",
                "no release about the same");
  }
  SECTION("more things") {
    Step step = story::answered(log, log.carol, log.release);
    step.about = {"D-1", "D-2"};
    check_fault(log, step, "tampered", "no release about the same");
  }
}

TEST_CASE("an answer is signed by who may receive", "[custody]") {
  const bool to_anyone = GENERATE(false, true);
  Released log(to_anyone);
  SECTION("by another than the one named") {
    const Step step = story::answered(log, story::erin(), log.release);
    if (to_anyone) {
      check_good(log, step);
    } else {
      check_fault(log, step, "unauthorised", "another than the one who may receive");
    }
  }
  SECTION("by the giver") {
    check_fault(log, story::answered(log, log.bob, log.release), "unauthorised", "another than the one");
  }
  SECTION("by a stranger") {
    check_fault(log, story::answered(log, support::person("mallory"), log.release), "unauthorised",
                "not enrolled");
  }
  SECTION("by an auditor") {
    const auto frank = support::person("frank", Role::auditor);
    log.add(story::enrolled(log, frank));
    check_fault(log, story::answered(log, frank, log.release), "unauthorised", "another than the one");
  }
  SECTION("by a key that was revoked") {
    log.add(story::revoked(log, story::erin(), log.size()));
    check_fault(log, story::answered(log, story::erin(), log.release), "unauthorised", "no longer valid");
  }
}

TEST_CASE("an answer that was not signed, or signed to say something else, is tampered", "[custody]") {
  Released log;
  Step step = story::answered(log, log.carol, log.release);
  SECTION("another signature") {
    step.body["signature"] = story::answered(log, log.carol, log.hash_of(3)).body["signature"];
    check_fault(log, step, "tampered", "the signature of the answer");
  }
  SECTION("no signature") {
    step.body["signature"] = GENERATE("", "AAAA");
    check_fault(log, step, "tampered", "the signature of the answer");
  }
  SECTION("another seal") {
    step.body["answer"].object()->at("checks").set("seal", "broken");
    check_fault(log, step, "tampered", "the signature of the answer");
  }
  SECTION("a refusal recorded as received") {
    step = story::answered(log, log.carol, log.release, false);
    step.type = "received";
    check_fault(log, step, "tampered", "otherwise than the type");
  }
  SECTION("an acceptance recorded as refused") {
    step.type = "refused";
    check_fault(log, step, "tampered", "otherwise than the type");
  }
}

TEST_CASE("a release is withdrawn by who made it and nobody else", "[custody]") {
  Released log;
  SECTION("by the giver") {
    const auto report = check_good(log, story::withdrawn(log.bob, Role::examiner, log.release));
    CHECK(holder(report) == log.bob.card.key.name);
    check_fault(log, story::answered(log, log.carol, log.release), "tampered", "ended already");
  }
  SECTION("by the receiver") {
    check_fault(log, story::withdrawn(log.carol, Role::custodian, log.release), "unauthorised",
                "withdrawn by the one who made it");
  }
  SECTION("twice") {
    log.add(story::withdrawn(log.bob, Role::examiner, log.release));
    check_fault(log, story::withdrawn(log.bob, Role::examiner, log.release), "tampered", "ended already");
  }
}

TEST_CASE("somebody else may carry the answer into the case, in any role that handles evidence",
          "[custody]") {
  Released log;
  Step step = story::answered(log, log.carol, log.release);
  SECTION("counsel") {
    step.signers = story::by_dave();
    check_good(log, step);
  }
  SECTION("an auditor") {
    log.add(story::granted(log, log.bob, "auditor"));
    step.signers = {{&log.bob, Role::auditor}};
    check_fault(log, step, "unauthorised", "may not sign 'received'");
  }
}

TEST_CASE("a thing seized from outside says so", "[custody]") {
  Prepared log;
  log.add(story::to_outside(log, true));
  Step step = story::from_outside(log);
  step.body["seized"] = true;
  check_good(log, step);
}
