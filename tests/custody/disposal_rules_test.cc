// SPDX-License-Identifier: Apache-2.0
// Holds, restrictions, disposal: docs/ledger-format.md sections 6 and 7.
#include "tests/support/prepared_log.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using custody::Role;
using support::check_fault;
using support::check_good;
using support::Prepared;
using support::Step;
namespace story = support::story;

namespace {

struct Peopled : Prepared {
  Peopled() { story::enrol_more(*this); }
  Step access(const char* action) const {
    Step out = story::accessed(*this);
    out.body["action"] = action;
    return out;
  }
};

/// Bob has asked that D-1 be destroyed.
struct Asked : Peopled {
  Asked() {
    add(story::disposal(*this));
    request = newest_hash();
  }
  std::string request;
};

}  // namespace

TEST_CASE("a disposal is asked, approved and carried out before a witness", "[custody]") {
  Asked log;
  log.add(story::approved(log, log.request));
  const auto report = check_good(log, story::carried_out(log, log.request));
  const auto thing = *report.rows.get("thing", "D-1");
  CHECK(thing.integer_of("disposed") == static_cast<std::int64_t>(log.size() - 1));
  CHECK_FALSE(thing.find("holder")->text_of("key"));
  SECTION("what is disposed of is handed to nobody") {
    check_fault(log, story::transferred(log), "unauthorised", "D-1 is not held by");
  }
  SECTION("nor moved") { check_fault(log, story::moved(log), "unauthorised", "not held in this house"); }
  SECTION("nor disposed of again") {
    check_fault(log, story::disposal(log), "tampered", "D-1 was disposed of by entry");
  }
  SECTION("nor on the same request") {
    check_fault(log, story::carried_out(log, log.request), "tampered", "that disposal is ended already");
  }
  SECTION("nor copied") {
    check_fault(log, story::derived(log, "D-1-W9", "D-1"), "tampered", "D-1 was disposed of");
  }
}

TEST_CASE("an image can be disposed of apart from its source", "[custody]") {
  Peopled log;
  log.add(story::disposal(log, {"D-1-I1"}));
  const std::string request = log.newest_hash();
  log.add(story::approved(log, request, {"D-1-I1"}));
  const auto report = check_good(log, story::carried_out(log, request, {"D-1-I1"}));
  CHECK(report.rows.get("image", "D-1-I1")->text_of("state") == "disposed");
  check_fault(log, story::started(log), "tampered", "cannot follow the state 'disposed'");
}

TEST_CASE("a disposal is not carried out without approval", "[custody]") {
  Asked log;
  check_fault(log, story::carried_out(log, log.request), "unauthorised", "the disposal is not approved");
}

TEST_CASE("who asks for a disposal does not approve it", "[custody]") {
  Asked log;
  log.add(story::granted(log, log.bob, "custodian"));
  Step step = story::approved(log, log.request);
  step.signers = {{&log.bob, Role::custodian}};
  check_fault(log, step, "unauthorised", "two people must agree");
}

TEST_CASE("who enrolled the asker does not approve, nor the other way round", "[custody]") {
  Peopled log;
  const auto second = support::person("alice, second key", Role::administrator);
  Step ask = story::disposal(log);
  Step approve;
  SECTION("the approver enrolled the asker") {
    log.add(ask);
    approve = story::approved(log, log.newest_hash());
    approve.signers = story::by_alice(log);
  }
  SECTION("the asker enrolled the approver") {
    ask.signers = story::by_alice(log);
    log.add(ask);
    approve = story::approved(log, log.newest_hash());
  }
  SECTION("the approver enrolled the asker, and has another key now") {
    log.add(ask);
    const std::string request = log.newest_hash();
    log.add(story::rotated(log.alice, second));
    approve = story::approved(log, request);
    approve.signers = {{&second, Role::administrator}};
  }
  check_fault(log, approve, "unauthorised", "two people must agree, neither of whom enrolled the other");
}

TEST_CASE("an asker with a new key does not approve with it", "[custody]") {
  Peopled log;
  Step ask = story::disposal(log);
  ask.signers = {{&story::erin(), Role::custodian}};
  log.add(ask);
  const std::string request = log.newest_hash();
  log.add(story::rotated(story::erin(), story::erins_second()));
  Step approve = story::approved(log, request);
  approve.signers = {{&story::erins_second(), Role::custodian}};
  check_fault(log, approve, "unauthorised", "two people must agree");
}

TEST_CASE("only custodians, counsel and administrators approve", "[custody]") {
  Asked log;
  const auto frank = support::person("frank", Role::examiner);
  log.add(story::enrolled(log, frank));
  Step step = story::approved(log, log.request);
  step.signers = {{&frank, Role::examiner}};
  check_fault(log, step, "unauthorised", "may not sign 'disposal_approved'");
}

TEST_CASE("an approval is given once, to a request about the same", "[custody]") {
  Asked log;
  SECTION("twice") {
    log.add(story::approved(log, log.request));
    check_fault(log, story::approved(log, log.request), "tampered", "that disposal is approved already");
  }
  SECTION("about another thing") {
    check_fault(log, story::approved(log, log.request, {"D-2"}), "tampered", "no disposal about the same");
  }
  SECTION("of no request") {
    check_fault(log, story::approved(log, log.hash_of(4)), "tampered", "no disposal about the same");
  }
}

TEST_CASE("a disposal is carried out by an author and a witness", "[custody]") {
  Asked log;
  log.add(story::approved(log, log.request));
  Step step = story::carried_out(log, log.request);
  SECTION("no witness") {
    step.signers.pop_back();
    check_fault(log, step, "unauthorised", "the signers are not those");
  }
  SECTION("a receipt that is not attached") {
    step.attachments = {};
    check_fault(log, step, "tampered", "no attachment of this entry");
  }
  SECTION("no receipt") {
    step.attachments = {};
    step.body.erase("receipt");
    check_good(log, step);
  }
}

TEST_CASE("a hold blocks each step of a disposal until it is lifted", "[custody]") {
  Asked log;
  const std::vector<std::string> about =
      GENERATE(std::vector<std::string>{"D-1"}, std::vector<std::string>{});
  log.add(story::approved(log, log.request));
  log.add(story::held(about));
  const std::string hold = log.newest_hash();
  const std::string words = "D-1 is under the legal hold of entry " + std::to_string(log.size() - 1);
  SECTION("asked") { check_fault(log, story::disposal(log), "unauthorised", words); }
  SECTION("carried out") { check_fault(log, story::carried_out(log, log.request), "unauthorised", words); }
  SECTION("lifted") {
    log.add(story::hold_lifted(hold, about));
    check_good(log, story::carried_out(log, log.request));
  }
  SECTION("one of two lifted") {
    log.add(story::held(about));
    log.add(story::hold_lifted(hold, about));
    check_fault(log, story::carried_out(log, log.request), "unauthorised", "under the legal hold");
  }
}

TEST_CASE("a hold blocks approval too", "[custody]") {
  Asked log;
  log.add(story::held());
  check_fault(log, story::approved(log, log.request), "unauthorised", "under the legal hold");
}

TEST_CASE("a hold on a thing covers its images and copies, not the other way round", "[custody]") {
  Peopled log;
  log.add(story::derived(log));
  SECTION("thing, image") {
    log.add(story::held());
    check_fault(log, story::disposal(log, {"D-1-I1"}), "unauthorised", "D-1-I1 is under the legal hold");
  }
  SECTION("image, copy") {
    log.add(story::held({"D-1-I1"}));
    check_fault(log, story::disposal(log, {"D-1-W1"}), "unauthorised", "D-1-W1 is under the legal hold");
  }
  SECTION("copy, image") {
    log.add(story::held({"D-1-W1"}));
    check_good(log, story::disposal(log, {"D-1-I1"}));
  }
  SECTION("another thing") {
    log.add(story::held({"D-2"}));
    check_good(log, story::disposal(log));
  }
}

TEST_CASE("counsel and administrators place and lift holds", "[custody]") {
  Peopled log;
  Step step = story::held();
  SECTION("placed by an examiner") { step.signers = story::by_bob(log); }
  SECTION("lifted by a custodian") {
    log.add(story::held());
    step = story::hold_lifted(log.newest_hash());
    step.signers = story::by_carol(log);
  }
  check_fault(log, step, "unauthorised", "may not sign '" + step.type + "'");
}

TEST_CASE("a hold is lifted once, by its own leaf hash and about the same", "[custody]") {
  Peopled log;
  log.add(story::held());
  const std::string hold = log.newest_hash();
  SECTION("twice") {
    log.add(story::hold_lifted(hold));
    check_fault(log, story::hold_lifted(hold), "tampered", "that hold is ended already");
  }
  SECTION("about more") {
    check_fault(log, story::hold_lifted(hold, {"D-1", "D-2"}), "tampered", "no hold about the same");
  }
  SECTION("another entry") {
    check_fault(log, story::hold_lifted(log.hash_of(4)), "tampered", "no hold about the same");
  }
}

TEST_CASE("what is restricted is not mounted, exported, copied, derived from or packaged", "[custody]") {
  Peopled log;
  log.add(
      story::restricted(log, GENERATE(std::vector<std::string>{"D-1"}, std::vector<std::string>{"D-1-I1"})));
  const std::string words = "D-1-I1 is restricted by entry " + std::to_string(log.size() - 1);
  SECTION("mounted") { check_fault(log, log.access("mounted"), "unauthorised", words); }
  SECTION("exported") { check_fault(log, log.access("exported"), "unauthorised", words); }
  SECTION("copied") { check_fault(log, log.access("copied"), "unauthorised", words); }
  SECTION("derived from") { check_fault(log, story::derived(log), "unauthorised", words); }
  SECTION("packaged") {
    Step step = story::package(log);
    step.about = {"D-1-I1"};
    check_fault(log, step, "unauthorised", words);
  }
  SECTION("but viewed and verified it is") {
    check_good(log, log.access("viewed"));
    check_good(log, log.access("verified"));
  }
}

TEST_CASE("a restriction reaches copies made before it", "[custody]") {
  Peopled log;
  log.add(story::derived(log));
  log.add(story::restricted(log));
  Step step = log.access("copied");
  step.about = {"D-1-W1"};
  check_fault(log, step, "unauthorised", "D-1-W1 is restricted by entry");
}

TEST_CASE("only counsel lifts a restriction, and then it is over", "[custody]") {
  Peopled log;
  log.add(story::restricted(log));
  const std::string restriction = log.newest_hash();
  SECTION("counsel") {
    log.add(story::unrestricted(restriction));
    check_good(log, log.access("copied"));
    check_fault(log, story::unrestricted(restriction), "tampered", "that restriction is ended already");
  }
  SECTION("the administrator") {
    Step step = story::unrestricted(restriction);
    step.signers = story::by_alice(log);
    check_fault(log, step, "unauthorised", "may not sign 'restriction_lifted'");
  }
  SECTION("another entry") {
    check_fault(log, story::unrestricted(log.hash_of(4)), "tampered", "no restriction about the same");
  }
  SECTION("restricted twice") {
    check_fault(log, story::restricted(log), "tampered", "D-1 is restricted already");
  }
}

TEST_CASE("an auditor places no restriction", "[custody]") {
  Peopled log;
  log.add(story::granted(log, log.bob, "auditor"));
  Step step = story::restricted(log);
  step.signers = {{&log.bob, Role::auditor}};
  check_fault(log, step, "unauthorised", "may not sign 'restricted'");
}
