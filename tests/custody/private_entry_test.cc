// SPDX-License-Identifier: Apache-2.0
// Private entries: the rules of the inner type hold where the content is known; custody and keys are never private.
#include "custody/private_entry.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "custody/keeping.h"
#include "tests/support/small_case.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using support::SmallCase;

namespace {

/// A content as a person could write it by hand.
custody::Draft by_hand(const SmallCase& test, const std::string& type, Value body, const std::string& role,
                       Array about = {}) {
  return {
      "private",
      {},
      Object{{"content",
              custody::committed(Object{
                  {"about", std::move(about)}, {"body", std::move(body)}, {"role", role}, {"type", type}})}},
      {{&test.bob, "author"}},
      {}};
}

}  // namespace

TEST_CASE("a private entry says in public only that there is one", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  const auto done = ledger.append([&](const custody::Ledger& open) {
    return std::vector{custody::made_private(open, custody::draft_note({"D-1"}, "advice", test.bob))};
  });
  const custody::Entry entry = ledger.entry(done[0].seq);
  CHECK(entry.about.empty());
  CHECK(entry.type == "private");
  CHECK(entry.signers.at(0).role == custody::Role::committed);
  CHECK(encode(entry.object).find("noted") == std::string::npos);
  CHECK(ledger.store().disclosed(done[0].seq, "body.content") ==
        Value(Object{{"about", Array{"D-1"}},
                     {"body", Object{{"text", "advice"}}},
                     {"role", "examiner"},
                     {"type", "noted"}}));
  INFO(Catch::rangeToString(support::faults_of(test.verify().findings)));
  CHECK(test.verify().intact());
}

TEST_CASE("keys, custody, seals, holds, disposal and corrections are never private", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  const auto refuse = [&](const custody::Draft& draft) {
    INFO(draft.type);
    CHECK_THROWS_AS(custody::made_private(ledger, draft), core::Error);
    CHECK_THROWS_AS(
        test.add(ledger, {by_hand(test, draft.type, custody::in_clear(draft.body), "examiner", {"D-1"})}),
        core::Error);
  };
  refuse(test.enrolment(test.carol));
  refuse(test.thing("D-3"));
  refuse(custody::draft_move({"D-1"}, "safe", "r", test.bob));
  refuse(custody::draft_seal("D-1", "A-1", "r", test.bob, nullptr));
  refuse(custody::draft_hold({"D-1"}, "", "r", test.bob));
  refuse(custody::draft_correction(ledger, 4, "f", "v", "r", test.bob));
  refuse(custody::made_private(ledger, custody::draft_note({}, "x", test.bob)));
}

TEST_CASE("the content of a private entry follows the rules of its type", "[custody]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  const auto good = [&] { return by_hand(test, "noted", Object{{"text", "t"}}, "examiner", {"D-1"}); };
  CHECK_NOTHROW(test.add(ledger, {good()}));
  const auto refused = [&](const custody::Draft& draft) {
    CHECK_THROWS_AS(test.add(ledger, {draft}), core::Error);
  };
  refused(by_hand(test, "noted", Object{{"text", "t"}}, "counsel", {"D-1"}));  // a role the key lacks
  refused(by_hand(test, "noted", Object{{"text", "t"}}, "committed", {"D-1"}));
  refused(by_hand(test, "noted", Object{{"words", "t"}}, "examiner", {"D-1"}));
  refused(by_hand(test, "noted", Object{{"text", "t"}}, "examiner", {"D-9"}));  // not registered
  refused(by_hand(test, "noted", Object{{"text", "t"}}, "examiner", {"D-2", "D-1"}));
  refused(
      by_hand(test, "artifact_linked", Object{{"incident", "INC-9"}, {"shows", "s"}}, "examiner", {"D-1"}));
  refused(by_hand(test, "no_such_type", Object{}, "examiner"));
  custody::Draft about = good();
  about.about = {"D-1"};
  refused(about);
}

TEST_CASE("a role that stands only in contents cannot be given to a key", "[custody]") {
  CHECK_FALSE(custody::parse_role("committed"));
  CHECK(custody::role_list().find("committed") == std::string::npos);
}
