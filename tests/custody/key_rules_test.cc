// SPDX-License-Identifier: Apache-2.0
// Keys that end and roles withdrawn: docs/ledger-format.md sections 6 and 7.
#include "tests/support/prepared_log.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::FindingKind;
using custody::Role;
using support::check_fault;
using support::check_good;
using support::Prepared;
using support::Step;
namespace story = support::story;

namespace {

struct Peopled : Prepared {
  Peopled() { story::enrol_more(*this); }
  Step by(const custody::UnlockedKey& key, const char* incident) const {
    Step out = story::incident(*this, incident);
    out.signers = {{&key, key.card.role}};
    return out;
  }
};

}  // namespace

TEST_CASE("a revoked key signs nothing that follows", "[custody]") {
  Peopled log;
  check_good(log, story::revoked(log, log.bob, log.size()));
  check_fault(log, log.by(log.bob, "INC-1"), "unauthorised",
              "was ended by entry " + std::to_string(log.size() - 1));
}

TEST_CASE("what a revoked key signed beyond what is vouched for is concurrent with the revocation",
          "[custody]") {
  Peopled log;
  log.add(log.by(story::erin(), "INC-1"));
  const std::uint64_t vouched = log.size();
  log.add(log.by(story::erin(), "INC-2"));
  log.add(log.by(log.bob, "INC-3"));
  Step step = story::revoked(log, story::erin(), vouched);
  SECTION("this log") {}
  SECTION("among others") {
    step.body["last"] = Array{Object{{"log", log.log.name}, {"size", Value(vouched)}},
                              Object{{"log", "exhibit.evidence/log/ff"}, {"size", 3}}};
  }
  const auto report = check_good(log, step);
  CHECK(support::has_finding(report.findings, FindingKind::limit, "concurrent with revocation", vouched));
  CHECK_FALSE(
      support::has_finding(report.findings, FindingKind::limit, "concurrent with revocation", vouched - 1));
  CHECK_FALSE(
      support::has_finding(report.findings, FindingKind::limit, "concurrent with revocation", vouched + 1));
}

TEST_CASE("a log that a revocation does not list is vouched for not at all", "[custody]") {
  Peopled log;
  log.add(log.by(story::erin(), "INC-1"));
  Step step = story::revoked(log, story::erin(), 0);
  step.body["last"] = Array{};
  const auto report = check_good(log, step);
  CHECK(support::has_finding(report.findings, FindingKind::limit, "concurrent with revocation",
                             log.size() - 2));
}

TEST_CASE("a revocation is signed by two others, neither of whom enrolled the other", "[custody]") {
  Peopled log;
  Step step = story::revoked(log, log.bob, log.size());
  SECTION("one alone") {
    step.signers.pop_back();
    log.add(step);
    log.checkpoint();
    CHECK(support::has_finding(log.verify().findings, FindingKind::fault, "unauthorised", log.size() - 1));
  }
  SECTION("the key itself") {
    step.signers[0] = {&log.bob, Role::examiner};
    check_fault(log, step, "unauthorised", "revoked by others");
  }
  SECTION("who enrolled the other") {
    step.signers[0] = {&log.alice, Role::administrator};
    check_fault(log, step, "unauthorised", "two people must agree");
  }
  SECTION("another capacity") {
    step.signers[1].capacity = "witness";
    check_fault(log, step, "unauthorised", "the signers are not those");
  }
}

TEST_CASE("a revocation is of an enrolled key, once, and vouches for no entry to come", "[custody]") {
  Peopled log;
  SECTION("a stranger's") {
    check_fault(log, story::revoked(log, support::person("mallory"), log.size()), "unauthorised",
                "not enrolled");
  }
  SECTION("twice") {
    log.add(story::revoked(log, log.bob, log.size()));
    check_fault(log, story::revoked(log, log.bob, 4), "tampered", "revoked or replaced already");
  }
  SECTION("too much vouched for") {
    check_fault(log, story::revoked(log, log.bob, log.size() + 1), "tampered",
                "more entries are vouched for");
  }
  SECTION("the last administrator's") {
    check_fault(log, story::revoked(log, log.alice, log.size()), "unauthorised", "no administrator");
  }
  SECTION("logs out of order") {
    Step step = story::revoked(log, log.bob, log.size());
    step.body["last"] = Array{Object{{"log", "b"}, {"size", 1}}, Object{{"log", "a"}, {"size", 1}}};
    check_fault(log, step, "tampered", "last is not of its kind");
  }
  SECTION("a log twice") {
    Step step = story::revoked(log, log.bob, log.size());
    step.body["last"] = Array{Object{{"log", "b"}, {"size", 1}}, Object{{"log", "b"}, {"size", 1}}};
    check_fault(log, step, "tampered", "last is not of its kind");
  }
}

TEST_CASE("a new key takes the place of the old one, with its roles, and the old one ends", "[custody]") {
  Peopled log;
  check_good(log, story::rotated(story::erin(), story::erins_second()));
  SECTION("the new one signs") { check_good(log, log.by(story::erins_second(), "INC-1")); }
  SECTION("the old one does not") {
    check_fault(log, log.by(story::erin(), "INC-1"), "unauthorised", "was ended by entry");
  }
  SECTION("and is not replaced again") {
    check_fault(log, story::rotated(story::erin(), support::person("x", Role::custodian)), "unauthorised",
                "was ended by entry");
  }
}

TEST_CASE("a rotation is signed by the key replaced and proves possession of the new one", "[custody]") {
  Peopled log;
  Step step = story::rotated(story::erin(), story::erins_second());
  SECTION("by another") {
    step.signers = story::by_alice(log);
    check_fault(log, step, "unauthorised", "the signers are not those");
  }
  SECTION("no possession") {
    step.body["possession"] = core::to_base64(log.bob.card.possession);
    check_fault(log, step, "tampered", "possession");
  }
  SECTION("an enrolled key") {
    check_fault(log, story::rotated(story::erin(), log.bob), "tampered", "enrolled already");
  }
}

TEST_CASE("who has a new key still holds what they held, and answers what was released to them",
          "[custody]") {
  Peopled log;
  const auto bobs_second = support::person("bob, second key");
  log.add(story::released(log, log.bob, Role::examiner, story::erin().card.key.name));
  const std::string release = log.newest_hash();
  log.add(story::rotated(log.bob, bobs_second));
  log.add(story::rotated(story::erin(), story::erins_second()));
  SECTION("answers") {
    Step step = story::answered(log, story::erins_second(), release);
    step.signers = story::by_carol(log);
    check_good(log, step);
  }
  SECTION("withdraws, and releases again") {
    check_good(log, story::withdrawn(bobs_second, Role::examiner, release));
    check_good(log, story::released(log, bobs_second, Role::examiner));
  }
}

TEST_CASE("what a revoked key held is released by an administrator and nobody else", "[custody]") {
  Peopled log;
  log.add(story::revoked(log, log.bob, log.size()));
  SECTION("administrator") { check_good(log, story::released(log, log.alice, Role::administrator)); }
  SECTION("custodian") {
    check_fault(log, story::released(log, log.carol, Role::custodian), "unauthorised", "not held by");
  }
}

TEST_CASE("an administrator releases nothing while its holder's key is good", "[custody]") {
  Peopled log;
  check_fault(log, story::released(log, log.alice, Role::administrator), "unauthorised", "not held by");
}

TEST_CASE("a role is withdrawn by an administrator from a key that holds it", "[custody]") {
  Peopled log;
  SECTION("and signs no more") {
    check_good(log, story::withdrawn_role(log, log.bob, "examiner"));
    check_fault(log, log.by(log.bob, "INC-1"), "unauthorised", "does not hold the role examiner");
  }
  SECTION("not held") {
    check_fault(log, story::withdrawn_role(log, log.bob, "counsel"), "unauthorised", "does not hold");
  }
  SECTION("by somebody else") {
    Step step = story::withdrawn_role(log, log.bob, "examiner");
    step.signers = story::by_carol(log);
    check_fault(log, step, "unauthorised", "may not sign 'role_withdrawn'");
  }
  SECTION("the last administrator's") {
    check_fault(log, story::withdrawn_role(log, log.alice, "administrator"), "unauthorised",
                "no administrator");
  }
  SECTION("one of two administrators'") {
    log.add(story::granted(log, log.bob, "administrator"));
    check_good(log, story::withdrawn_role(log, log.alice, "administrator"));
  }
}
