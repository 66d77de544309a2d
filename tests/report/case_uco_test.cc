// SPDX-License-Identifier: Apache-2.0
// CASE/UCO: identifiers, order, and what disclosed text and withheld entries can do to the graph. The whole is read by
// other hands in tests/cli/case_uco.sh.
#include "report/case_uco.h"

#include <catch2/catch.hpp>

#include "custody/reference.h"
#include "report/uco_graph.h"
#include "tests/support/small_case.h"

using core::json::Object;
using core::json::Value;
using support::SmallCase;

namespace {

Value graph_of(const custody::Ledger& ledger, const custody::Redaction& redaction = {}) {
  return *core::json::parse(report::case_uco(ledger, redaction).json_ld)->find("@graph");
}

/// The one action of that name.
Value action(const Value& graph, const std::string& name) {
  for (const Value& node : *graph.array()) {
    if (node.text_of("uco-core:name") == name && node.find("uco-action:performer") != nullptr) {
      return node;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("the IRI of a node is the UUID that Python's uuid5 gives", "[report]") {
  // uuid.uuid5(uuid.NAMESPACE_URL, "https://exhibit.evidence/case-uco/v1#" + "00" * 32 + "/item/EV-001")
  CHECK(report::UcoGraph(core::Sha256{}).iri("item", "EV-001") ==
        "urn:uuid:db71c503-de03-5323-8680-9dd56367cce0");
}

TEST_CASE("a graph is written in one order, each value once", "[report]") {
  report::UcoGraph one{core::Sha256{}};
  report::UcoGraph other{core::Sha256{}};
  one.node("item", "A", {"uco-core:Item"}).add("p", "x").add("p", "y").link("q", "urn:b").link("q", "urn:a");
  one.node("item", "B", {"uco-core:Item"}).put("n", "first").put("n", "second").put("n", std::nullopt);
  other.node("item", "B", {"uco-core:Item"}).put("n", "first");
  other.node("item", "A", {"uco-core:Item"})
      .link("q", "urn:a")
      .link("q", "urn:b")
      .add("p", "y")
      .add("p", "x");
  other.node("item", "A", {"uco-core:Item"}).add("p", "x");
  CHECK(one.json_ld() == other.json_ld());
}

TEST_CASE("a disclosed value is data, whatever it looks like", "[report]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  custody::Draft draft = test.thing("D-3");
  const Value commitment = Object{{"commit", std::string(64, '0')}};
  draft.body.set("facts", Object{{"like_a_commitment", custody::committed(commitment)},
                                 {"like_a_term", custody::committed(Object{{"id", "urn:x"}})}});
  SmallCase::add(ledger, {draft});
  const Value registered = graph_of(ledger);
  const std::string text = core::json::encode(registered);
  CHECK_THAT(text, Catch::Contains(R"("exhibit:body.facts.like_a_commitment":"{\"commit\":\"0000)"));
  CHECK_THAT(text, Catch::Contains(R"("exhibit:body.facts.like_a_term":"{\"id\":\"urn:x\"}")"));
}

TEST_CASE("what rests on an act is found through an entry that is withheld", "[report]") {
  SmallCase test;
  custody::Ledger ledger = test.begin();
  const auto access =
      SmallCase::add(ledger, {custody::draft_access("D-1", "viewed", "all", "canary", test.bob)});
  SmallCase::add(ledger, {custody::draft_access("D-1", "copied", "all", "later", test.bob)});
  custody::Redaction redaction;
  redaction.leaves.insert(access[0].seq);
  const report::CaseUco whole = report::case_uco(ledger, {});
  const report::CaseUco less = report::case_uco(ledger, redaction);
  CHECK(whole.actions == less.actions + 1);
  CHECK_THAT(whole.json_ld, Catch::Contains("canary") && Catch::Contains(access[0].leaf_hash.hex()));
  CHECK_THAT(less.json_ld, !Catch::Contains("canary") && !Catch::Contains(access[0].leaf_hash.hex()));

  const Value accessed = action(graph_of(ledger, redaction), "accessed");
  const Value* before = accessed.find("case-investigation:wasInformedBy");
  REQUIRE(before != nullptr);
  REQUIRE(before->array()->size() == 1);
  const std::string registered = custody::reference_to(ledger, ledger.entries_about("D-1")[0]);
  CHECK(before->array()->at(0).text_of("@id") ==
        report::UcoGraph(ledger.case_id()).iri("action", registered));
}
