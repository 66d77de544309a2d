// SPDX-License-Identifier: Apache-2.0
#include "report/case_uco.h"

#include "custody/exercise.h"
#include "report/uco_actions.h"

namespace report {

namespace {

/// The case itself, around all other nodes.
void add_case(UcoGraph& graph, const UcoEntries& entries, const custody::Ledger& ledger) {
  const std::vector<std::string> parts = graph.iris();
  const UcoEntry& opened = *entries.numbered(0);
  UcoNode& node = graph.node("case", "", {"case-investigation:Investigation"});
  node.put("uco-core:name", entries.text(opened.entry, "body.number"))
      .put("uco-core:description", entries.text(opened.entry, "body.title"))
      .put("uco-core:specVersion", kCaseUcoVersion)
      .put("case-investigation:investigationForm", "case")
      .add("uco-core:startTime", uco_time(opened.entry.time));
  if (custody::exercise_of(ledger.store())) {
    node.put("uco-core:tag", "EXERCISE");
  }
  for (const std::string& iri : parts) {
    node.link("uco-core:object", iri);
  }
  for (const auto& [number, from] : entries.all()) {
    if (from.entry.type == "authority_recorded") {
      node.link("case-investigation:relevantAuthorization", graph.iri("authority", from.leaf_hash));
    }
  }
  entries.add_source(graph, node, opened, false).add("exhibit:caseId", uco_hex(ledger.case_id().hex()));
}

}  // namespace

CaseUco case_uco(const custody::Ledger& ledger, const custody::Redaction& redaction) {
  UcoGraph graph(ledger.case_id());
  const UcoEntries entries(ledger, redaction);
  UcoObjects objects(graph, entries, ledger);
  objects.add_all();
  UcoActions actions(graph, entries, ledger, objects);
  CaseUco out;
  out.actions = actions.add_all();
  add_case(graph, entries, ledger);
  out.json_ld = graph.json_ld();
  return out;
}

}  // namespace report
