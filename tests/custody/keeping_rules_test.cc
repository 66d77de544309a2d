// SPDX-License-Identifier: Apache-2.0
// Places, seals, notes, corrections: docs/ledger-format.md sections 6 and 7.
#include "tests/support/prepared_log.h"

using core::json::Value;
using custody::Role;
using support::check_fault;
using support::check_good;
using support::Prepared;
using support::Step;
namespace story = support::story;

TEST_CASE("a thing held here is moved, and its place is known", "[custody]") {
  Prepared log;
  const auto report = check_good(log, story::moved(log));
  CHECK(report.rows.get("thing", "D-1")->integer_of("place") == static_cast<std::int64_t>(log.size() - 1));
}

TEST_CASE("a thing held outside is not moved or sealed here", "[custody]") {
  Prepared log;
  log.add(story::to_outside(log, true));
  SECTION("moved") { check_fault(log, story::moved(log), "unauthorised", "D-1 is not held in this house"); }
  SECTION("sealed") { check_fault(log, story::sealed(log), "unauthorised", "D-1 is not held in this house"); }
}

TEST_CASE("auditors neither move, seal nor correct", "[custody]") {
  Prepared log;
  log.add(story::granted(log, log.bob, "auditor"));
  Step step = GENERATE_REF(story::moved(log), story::sealed(log), story::corrected(log, log.hash_of(4)));
  step.signers = {{&log.bob, Role::auditor}};
  check_fault(log, step, "unauthorised", "may not sign '" + step.type + "'");
}

TEST_CASE("anybody may write a note, about anything or nothing", "[custody]") {
  Prepared log;
  Step step = story::noted(log);
  log.add(story::granted(log, log.bob, "auditor"));
  step.signers = {{&log.bob, Role::auditor}};
  SECTION("a thing") {}
  SECTION("an image") { step.about = {"D-1-I1"}; }
  SECTION("nothing") { step.about = {}; }
  check_good(log, step);
}

TEST_CASE("seals are kept until each is broken, once", "[custody]") {
  Prepared log;
  log.add(story::sealed(log));
  const std::string first = log.newest_hash();
  log.add(story::sealed(log));
  const std::string second = log.newest_hash();
  const auto seals = [](const custody::LedgerReport& report) {
    return custody::texts_in(*report.rows.get("thing", "D-1"), "seals");
  };
  CHECK(seals(check_good(log, story::unsealed(log, first))) == std::vector<std::string>{second});
  SECTION("again") {
    check_fault(log, story::unsealed(log, first), "tampered", "that seal is ended already");
  }
  SECTION("a seal that was never put on") {
    check_fault(log, story::unsealed(log, log.hash_of(4)), "tampered", "no seal about the same");
  }
  SECTION("the seal of another thing") {
    Step step = story::unsealed(log, second);
    step.about = {"D-2"};
    check_fault(log, step, "tampered", "no seal about the same");
  }
  SECTION("the last one, found broken outside") {
    log.add(story::to_outside(log, true));
    CHECK(seals(check_good(log, story::unsealed(log, second))).empty());
  }
}

TEST_CASE("one witness may sign for a seal, but not for a move", "[custody]") {
  Prepared log;
  Step step = story::sealed(log);
  step.signers.push_back({&log.carol, Role::custodian, "witness"});
  SECTION("a seal") { check_good(log, step); }
  SECTION("two witnesses") {
    step.signers.push_back({&log.alice, Role::administrator, "witness"});
    check_fault(log, step, "unauthorised", "the signers are not those");
  }
  SECTION("a move") {
    step = story::moved(log);
    step.signers.push_back({&log.carol, Role::custodian, "witness"});
    check_fault(log, step, "unauthorised", "the signers are not those");
  }
}

TEST_CASE("a correction points at an earlier entry about the same", "[custody]") {
  Prepared log;
  log.add(story::moved(log));
  const std::string entry = log.newest_hash();
  SECTION("about its thing") {
    const auto report = check_good(log, story::corrected(log, entry));
    CHECK(report.rows.list("correction", entry + "/").size() == 1);
    check_good(log, story::corrected(log, log.newest_hash()));
  }
  SECTION("about another thing") {
    check_fault(log, story::corrected(log, entry, {"D-2"}), "tampered", "no earlier entry about D-2");
  }
  SECTION("of an entry that is not there") {
    check_fault(log, story::corrected(log, std::string(64, '0')), "tampered", "no earlier entry about D-1");
  }
  SECTION("about nothing, of an entry about something") {
    check_fault(log, story::corrected(log, entry, {}), "tampered", "no earlier entry about nothing");
  }
  SECTION("about nothing, of an entry about nothing") {
    log.add(story::incident(log));
    check_good(log, story::corrected(log, log.newest_hash(), {}));
  }
}

TEST_CASE("two moves that saw the same head of a history are a fork in custody", "[custody]") {
  Prepared log;
  const std::uint64_t seq = log.size() + 1;
  Value old_head;
  log.edit = [&](std::uint64_t at, Value& object) {
    Value& about = (*object.object()->find("about")->second.array())[0];
    if (at == seq - 1) {
      old_head = *about.find("prev");
    } else {
      about.set("prev", old_head);
    }
  };
  const Step step = GENERATE_REF(story::moved(log), story::sealed(log));
  log.add(story::moved(log));
  check_fault(log, step, "forked", "the history of D-1");
}
