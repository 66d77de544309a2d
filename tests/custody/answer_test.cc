// SPDX-License-Identifier: Apache-2.0
// The files of a handover apart: a request that proves what it says, an answer signed without the case.
#include "custody/answer.h"

#include <catch2/catch.hpp>

#include "tests/support/small_case.h"

using core::json::Value;
using custody::Answer;
using custody::Ledger;
using custody::ReleaseRequest;
using support::SmallCase;

namespace {

struct Sent : SmallCase {
  Ledger ledger = begin();
  std::uint64_t release =
      add(ledger, {custody::draft_release({"D-1", "D-2"}, bob, carol.card.key.name,
                                          {"to the safe", {"intact", "matches", "good"}})})[0]
          .seq;
  std::string text = ReleaseRequest::make(ledger, release);

  Answer answer(bool accept, const custody::UnlockedKey& by) {
    return custody::sign_answer(ReleaseRequest::parse(text), accept, {"intact", "matches", "a scratch"},
                                accept ? "" : "bag is torn", by, clock, random);
  }
};

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a request tells case, giver, things and reason, and proves each", "[custody]") {
  Sent test;
  const auto request = ReleaseRequest::parse(test.text);
  CHECK(request.case_id() == test.ledger.case_id());
  CHECK(request.giver() == test.bob.card.key.name);
  CHECK(request.told("case_opened", "", "body.title") == "A small case");
  CHECK(request.told("thing_registered", "D-2", "body.description") == "thing D-2");
  CHECK(request.told("released", "", "body.reason") == "to the safe");
  CHECK(request.told("released", "", "body.nothing").empty());
}

TEST_CASE("a request that was changed is refused, or tells less", "[custody]") {
  Sent test;
  CHECK_THROWS_WITH(ReleaseRequest::parse(""), Catch::Contains("no release that can be answered"));
  CHECK_THROWS_WITH(ReleaseRequest::parse("{}\n"), Catch::Contains("another form"));
  CHECK_THROWS_WITH(ReleaseRequest::parse(changed(test.text, "/v2\"", "/v1\"")),
                    Catch::Contains("another form"));
  const Value file = *core::json::parse(test.text);
  for (std::size_t i = 0; i < 5; ++i) {
    Value damaged = file;
    Value& entry = (*damaged.object()->at("entries").array())[i];
    core::Bytes leaf = *core::from_base64(*entry.text_of("leaf"));
    leaf[40] ^= std::uint8_t{1};
    entry.set("leaf", core::to_base64(leaf));
    CHECK_THROWS_WITH(ReleaseRequest::parse(core::json::encode(damaged)),
                      Catch::Contains("no release that can be answered"));
  }
  const auto lying = ReleaseRequest::parse(changed(test.text, "to the safe", "to the sofa"));
  CHECK(lying.told("released", "", "body.reason").empty());
}

TEST_CASE("an answer with its committed texts completes the handover", "[custody]") {
  Sent test;
  const Answer answer = Answer::parse(test.answer(true, test.carol).text());
  CHECK(answer.accepts());
  const auto done = SmallCase::add(test.ledger, {custody::draft_answer(test.ledger, answer, test.bob)});
  CHECK(custody::holder_of(test.ledger, "D-2") == test.carol.card.key.name);
  CHECK(test.ledger.store().disclosed(done[0].seq, "body.answer.checks.condition") == Value("a scratch"));
  CHECK(test.verify().intact());
  CHECK_THROWS_WITH(SmallCase::add(test.ledger, {custody::draft_answer(test.ledger, answer, test.bob)}),
                    Catch::Contains("ended already"));
}

TEST_CASE("a refusal keeps its reason and the holder", "[custody]") {
  Sent test;
  const auto done = SmallCase::add(
      test.ledger, {custody::draft_answer(test.ledger, test.answer(false, test.carol), test.alice)});
  CHECK(test.ledger.entry(done[0].seq).type == "refused");
  CHECK(custody::holder_of(test.ledger, "D-1") == test.bob.card.key.name);
  CHECK(test.ledger.store().disclosed(done[0].seq, "body.answer.reason") == Value("bag is torn"));
  CHECK(test.verify().intact());
}

TEST_CASE("an answer that is damaged, of another case or changed on its way is refused", "[custody]") {
  Sent test;
  const std::string good = test.answer(true, test.carol).text();
  CHECK_THROWS_WITH(Answer::parse("x"), Catch::Contains("no answer to a release"));
  CHECK_THROWS_WITH(Answer::parse(changed(good, "\"signature\"", "\"signatura\"")),
                    Catch::Contains("part of it is missing"));
  const auto record = [&](const Answer& answer) {
    return SmallCase::add(test.ledger, {custody::draft_answer(test.ledger, answer, test.bob)});
  };
  CHECK_THROWS_WITH(record(Answer::parse(changed(good, "\"seal\":\"intact\"", "\"seal\":\"broken\""))),
                    Catch::Contains("signature of the answer"));
  CHECK_THROWS_WITH(record(Answer::parse(changed(good, "a scratch", "a crack"))),
                    Catch::Contains("the disclosure of"));
  CHECK_THROWS_WITH(record(test.answer(true, test.alice)),
                    Catch::Contains("another than the one who may receive"));
  Sent other;
  CHECK_THROWS_WITH(custody::draft_answer(other.open(), Answer{}, other.bob),
                    Catch::Contains("no release of this case"));
}
