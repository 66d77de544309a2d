// SPDX-License-Identifier: Apache-2.0
// Documents about one incident.
#include "legal/documents/document.h"
#include "legal/documents/incident_facts.h"
#include "legal/documents/record_facts.h"

namespace legal {

using core::json::Array;
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

/// The incident, and its impact as it was last recorded for authorities: null where nobody did.
Object impact_facts(const DocumentWork& work) {
  Object out = incident_facts(work);
  const auto recorded = shown_records(work, "impact_recorded", work.about.incident);
  out["impact"] = recorded.empty() ? Value(nullptr) : Value(record_facts(work, recorded.back()));
  out["readiness"] = record_list(work, "readiness_recorded");
  out["delegations"] = record_list(work, "delegation_recorded");
  out["policies"] = record_list(work, "policy_fixed");
  return out;
}

/// Of an operational period: those rows of the timeline that lie in it, and what is still open at its end.
Object period_facts(const DocumentWork& work) {
  Object out = impact_facts(work);
  const auto from = work.about.from ? to_the_second(*work.about.from) : "";
  const auto to = to_the_second(work.about.to.value_or(work.asked.created));
  Array within;
  for (Value& row : *out["timeline"].array()) {
    const std::string at = row.text_of("at").value_or("");
    if (at >= from && at <= to) {
      within.push_back(std::move(row));
    }
  }
  out["timeline"] = std::move(within);
  out["period"] = Object{{"from", report::text_or_null(from)}, {"to", to}};
  return out;
}

}  // namespace

std::vector<DocumentKind> incident_documents() {
  constexpr auto kIncident = DocumentNeeds::incident;
  return {{"incident-report",
           {"incident report with timeline", "インシデント報告書（時系列付き）"},
           kIncident,
           false,
           &incident_facts},
          {"cisa-notification",
           {"fields of the US federal incident notification", "米国連邦インシデント通知の項目"},
           kIncident,
           false,
           &impact_facts},
          {"committee-paper",
           {"paper for a security committee or board", "情報セキュリティ委員会付議資料"},
           kIncident,
           false,
           &impact_facts},
          {"critical-infrastructure-report",
           {"information report of an operator of critical infrastructure", "重要インフラ事業者等の情報連絡"},
           kIncident,
           false,
           &impact_facts},
          {"law-enforcement-referral",
           {"referral to law enforcement", "捜査機関への申告書"},
           kIncident,
           false,
           &referral_facts},
          {"operational-period",
           {"summary of an operational period", "活動期間の概要"},
           DocumentNeeds::incident_and_period,
           false,
           &period_facts},
          {"receipt-of-property",
           {"receipt for what an incident's items are handed over as", "物件受領書"},
           kIncident,
           false,
           &incident_facts},
          {"unified-standards-report",
           {"three-part report under the unified standards of Japan's government",
            "統一基準に基づく三部構成の報告"},
           kIncident,
           false,
           &impact_facts}};
}

}  // namespace legal
