// SPDX-License-Identifier: Apache-2.0
#include "legal/document.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "report/item_facts.h"

namespace legal {

using core::json::Object;

namespace {

Object facts_of_item(const DocumentWork& work) {
  return report::item_facts(work.view(), work.about.item, work.asked.created);
}

/// What is asked for and what is given, by option.
struct Need {
  const char* option;
  bool needed;
  const std::string& given;
};

}  // namespace

const std::vector<DocumentKind>& document_kinds() {
  static const std::vector<DocumentKind> all = [] {
    std::vector<DocumentKind> out;
    for (auto* more : {&item_documents, &incident_documents, &counsel_documents, &register_documents}) {
      const auto kinds = more();
      out.insert(out.end(), kinds.begin(), kinds.end());
    }
    std::sort(out.begin(), out.end(),
              [](const DocumentKind& a, const DocumentKind& b) { return std::string(a.kind) < b.kind; });
    return out;
  }();
  return all;
}

DocumentKind document_kind(const std::string& kind) {
  for (const DocumentKind& known : document_kinds()) {
    if (kind == known.kind) {
      return known;
    }
  }
  return {"", {}, DocumentNeeds::item, false, &facts_of_item};
}

void check_about(const DocumentRequest& request) {
  using N = DocumentNeeds;
  const N needs = document_kind(request.kind).needs;
  for (const Need& need : {Need{"--item", needs == N::item || needs == N::item_and_rule, request.about.item},
                           Need{"--incident", needs == N::incident, request.about.incident},
                           Need{"--entry", needs == N::entry, request.about.entry},
                           Need{"--rules", needs == N::item_and_rule, request.about.rule}}) {
    if (need.needed && need.given.empty()) {
      core::fail_usage("the document '" + core::shown(request.kind) + "' needs " + need.option +
                       ": name what it is about");
    }
    if (!need.needed && !need.given.empty()) {
      core::fail_usage("the document '" + core::shown(request.kind) + "' takes no " + need.option);
    }
  }
}

report::IssuedDocument issue(custody::Ledger& ledger, const DocumentRequest& request, const LawFiles& law,
                             const custody::UnlockedKey& by) {
  check_about(request);
  const DocumentKind kind = document_kind(request.kind);
  const bool is_private = kind.is_private || request.is_private;
  const auto facts = [&](const report::FactsAsked& asked) {
    const Records records(asked.view);
    return kind.facts({asked, records, request.about, law, is_private});
  };
  const auto about =
      request.about.item.empty() ? std::vector<std::string>{} : std::vector{request.about.item};
  return report::issue_document(
      ledger, {request.kind, request.language, about, facts, request.committed_only, is_private}, by);
}

std::vector<DocumentKind> item_documents() {
  return {
      {"acquisition-report",
       {"acquisition report of an item", "証拠保全報告書"},
       DocumentNeeds::item,
       false,
       &facts_of_item},
      {"certification-902-14",
       {"certification, FRE 902(14)", "証明書（FRE 902(14)）"},
       DocumentNeeds::item,
       false,
       &facts_of_item},
      {"custody-form",
       {"chain of custody form", "証拠保管連鎖記録票"},
       DocumentNeeds::item,
       false,
       &facts_of_item},
      {"handover-receipt", {"receipt for a handover", "受領証"}, DocumentNeeds::item, false, &facts_of_item},
  };
}

}  // namespace legal
