// SPDX-License-Identifier: Apache-2.0
// Offences, element by element, with the links that are said to bear on each.
#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "legal/documents/counsel_facts.h"
#include "legal/documents/incident_facts.h"
#include "legal/documents/record_facts.h"
#include "legal/documents/rule_object.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// What "RULE/ELEMENT" or "RULE" names.
struct Served {
  const Rule* rule = nullptr;
  std::string element;  // empty: the rule as a whole
};

Served served(const RuleSet& rules, const std::string& text) {
  const auto slash = text.find('/');
  return {rules.find(text.substr(0, slash)), slash == std::string::npos ? "" : text.substr(slash + 1)};
}

/// A link as it is printed, with what it serves.
struct Link {
  Object facts;
  std::vector<Served> serves;
};

std::vector<Link> links_of(const DocumentWork& work) {
  const auto records = shown_records(work, "artifact_linked", work.about.incident);
  Array facts = artifact_list(work, work.about.incident);
  std::vector<Link> out;
  for (std::size_t i = 0; i < records.size(); ++i) {
    Link link{*facts[i].object(), {}};
    const std::string kind = work.records.text(records[i], "kind");
    link.facts["against"] = kind == "contradicts";
    link.facts["item_id"] = link.facts["item"];
    for (const std::string& text : work.records.texts(records[i], "serves")) {
      link.serves.push_back(served(work.law.rules(), text));
    }
    out.push_back(std::move(link));
  }
  return out;
}

Array serving(const std::vector<Link>& links, const Rule& rule, const std::string& element) {
  Array out;
  for (const Link& link : links) {
    if (std::any_of(link.serves.begin(), link.serves.end(),
                    [&](const Served& one) { return one.rule == &rule && one.element == element; })) {
      out.emplace_back(link.facts);
    }
  }
  return out;
}

Object offence_object(const DocumentWork& work, const Rule& rule, const std::vector<Link>& links) {
  Array elements;
  for (const OffenceElement& element : std::get<Offence>(rule.content).elements) {
    Array found = serving(links, rule, element.id);
    elements.emplace_back(Object{{"has_links", !found.empty()},
                                 {"id", element.id},
                                 {"links", std::move(found)},
                                 {"text", element.text.in(work.language())}});
  }
  Object out = rule_object(work, rule);
  out["elements"] = std::move(elements);
  out["whole"] = serving(links, rule, "");
  out["has_whole"] = !out["whole"].array()->empty();
  return out;
}

/// Whom counsel named and did not replace. Such entries are private, so no row tells which of them ended.
Array suspects_of(const DocumentWork& work) {
  const auto named = shown_records(work, "suspect_named", work.about.incident);
  Array out;
  for (const Record& suspect : named) {
    if (std::none_of(named.begin(), named.end(), [&](const Record& later) {
          return work.records.text(later, "supersedes") == suspect.hash;
        })) {
      out.emplace_back(record_facts(work, suspect));
    }
  }
  return out;
}

std::vector<const Rule*> offences_asked(const DocumentWork& work, const std::vector<Link>& links) {
  if (!work.about.rule.empty()) {
    const Rule* rule = work.law.rules().find(work.about.rule);
    if (rule == nullptr || !std::holds_alternative<Offence>(rule->content)) {
      core::fail("no offence '" + core::shown(work.about.rule) +
                 "'; 'exhibit rules list --kind offence' lists them");
    }
    return {rule};
  }
  std::vector<const Rule*> out;
  for (const Rule& rule : work.law.rules().all()) {
    const bool named = std::any_of(links.begin(), links.end(), [&](const Link& link) {
      return std::any_of(link.serves.begin(), link.serves.end(),
                         [&](const Served& one) { return one.rule == &rule; });
    });
    if (named && std::holds_alternative<Offence>(rule.content)) {
      out.push_back(&rule);
    }
  }
  return out;
}

}  // namespace

Object offence_matrix_facts(const DocumentWork& work) {
  const std::string& incident = work.about.incident;
  Object out{{"incident", incident_head(work, incident)}, {"suspects", suspects_of(work)}};
  const std::vector<Link> links = links_of(work);
  Array offences;
  for (const Rule* rule : offences_asked(work, links)) {
    offences.emplace_back(offence_object(work, *rule, links));
  }
  out["offences"] = std::move(offences);
  return out;
}

}  // namespace legal
