// SPDX-License-Identifier: Apache-2.0
#include "legal/documents/document.h"

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
  bool needed, allowed;
  const std::string& given;
};

}  // namespace

const std::vector<DocumentKind>& document_kinds() {
  static const std::vector<DocumentKind> all = [] {
    std::vector<DocumentKind> out;
    for (auto* more : {&item_documents, &incident_documents, &counsel_documents, &register_documents,
                       &exercise_documents}) {
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

namespace {

/// What a kind needs and what it may be given.
void check_needs(const DocumentRequest& request, DocumentNeeds needs) {
  using N = DocumentNeeds;
  const bool item = needs == N::item || needs == N::item_and_rule;
  const bool incident =
      needs == N::incident || needs == N::incident_maybe_rule || needs == N::incident_and_period;
  const bool rule = needs == N::item_and_rule;
  const DocumentAbout& about = request.about;
  for (const Need& need :
       {Need{"--item", item, item, about.item},
        Need{"--incident", incident, incident || needs == N::exercise_or_incident, about.incident},
        Need{"--entry", needs == N::entry, needs == N::entry, about.entry},
        Need{"--rules", rule, rule || needs == N::incident_maybe_rule, about.rule}}) {
    if (need.needed && need.given.empty()) {
      core::fail_usage("the document '" + core::shown(request.kind) + "' needs " + need.option +
                       ": name what it is about");
    }
    if (!need.allowed && !need.given.empty()) {
      core::fail_usage("the document '" + core::shown(request.kind) + "' takes no " + need.option);
    }
  }
}

/// Of whom an after-action report is for.
void check_reader(const DocumentRequest& request, bool has_injects) {
  const DocumentAbout& about = request.about;
  if ((about.without_protected || !about.released_to.empty()) && !has_injects) {
    core::fail_usage("the document '" + core::shown(request.kind) +
                     "' takes no --without-protected and no --released-to");
  }
  if (about.without_protected && !about.released_to.empty()) {
    core::fail_usage(
        "--released-to leaves out what is not released to that reader; give no --without-protected with it");
  }
}

}  // namespace

void check_about(const DocumentRequest& request) {
  using N = DocumentNeeds;
  const N needs = document_kind(request.kind).needs;
  check_needs(request, needs);
  const DocumentAbout& about = request.about;
  if ((about.from || about.to) && needs != N::incident_and_period) {
    core::fail_usage("the document '" + core::shown(request.kind) + "' takes no --from and no --to");
  }
  if (about.from && about.to && *about.to < *about.from) {
    core::fail_usage("the period ends before it begins: --to is before --from");
  }
  if (needs == N::exercise_or_incident && request.committed_only) {
    core::fail_usage(
        "the document '" + core::shown(request.kind) +
        "' takes no --committed-only: it prints the words of the plan; --without-protected leaves "
        "out those that are for controllers alone");
  }
  check_reader(request, needs == N::exercise_or_incident);
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
      {"custody-form",
       {"chain of custody form", "証拠保管連鎖記録票"},
       DocumentNeeds::item,
       false,
       &facts_of_item},
      {"handover-receipt", {"receipt for a handover", "受領証"}, DocumentNeeds::item, false, &facts_of_item},
  };
}

}  // namespace legal
