// SPDX-License-Identifier: Apache-2.0
// Documents about one incident.
#include "legal/document.h"
#include "legal/incident_facts.h"
#include "legal/record_facts.h"

namespace legal {

using core::json::Object;
using core::json::Value;

namespace {

/// The incident, and what somebody prepared to tell law enforcement of it: null where nobody did.
Object referral_facts(const DocumentWork& work) {
  Object out = incident_facts(work);
  const auto prepared = shown_records(work, "referral_prepared", work.about.incident);
  out["referral"] = prepared.empty() ? Value(nullptr) : Value(record_facts(work, prepared.back()));
  return out;
}

}  // namespace

std::vector<DocumentKind> incident_documents() {
  constexpr auto incident = DocumentNeeds::incident;
  return {{"incident-report",
           {"incident report with timeline", "インシデント報告書（時系列付き）"},
           incident,
           false,
           &incident_facts},
          {"law-enforcement-referral",
           {"referral to law enforcement", "捜査機関への申告書"},
           incident,
           false,
           &referral_facts},
          {"receipt-of-property",
           {"receipt for what an incident's items are handed over as", "物件受領書"},
           incident,
           false,
           &incident_facts}};
}

}  // namespace legal
