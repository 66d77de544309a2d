// SPDX-License-Identifier: Apache-2.0
// Documents for court and counsel.
#include "legal/documents/counsel_facts.h"

namespace legal {

std::vector<DocumentKind> counsel_documents() {
  using N = DocumentNeeds;
  return {
      {"certification-902-13",
       {"certification of a record of an electronic process, FRE 902(13)", "証明書（FRE 902(13)）"},
       N::item,
       false,
       &certification_facts},
      {"certification-902-14",
       {"certification of copied data, FRE 902(14)", "証明書（FRE 902(14)）"},
       N::item,
       false,
       &certification_facts},
      {"exhibit-list", {"exhibit list of the case", "証拠目録"}, N::nothing, false, &exhibit_list_facts},
      {"facts-against-rule",
       {"facts recorded against a rule", "規定要件と記録事実の対照表"},
       N::item_and_rule,
       true,
       &rule_comparison_facts},
      {"ninin-teishutsu-annex",
       {"annex to a voluntary submission to the police, Japan", "任意提出書別紙（電磁的記録の明細）"},
       N::incident,
       false,
       &handing_over_facts},
      {"notice-of-intent",
       {"notice of intent to offer records", "提出意思の通知書"},
       N::entry,
       false,
       &notice_facts},
      {"offence-matrix",
       {"offences, their elements and the evidence linked to them", "犯罪構成要件と証拠の対照表"},
       N::incident_maybe_rule,
       true,
       &offence_matrix_facts},
      {"privilege-log", {"privilege log", "秘匿特権記録簿"}, N::nothing, true, &privilege_log_facts},
      {"shoko-setsumeisho",
       {"explanation of evidence, Japan", "証拠説明書"},
       N::nothing,
       false,
       &exhibit_list_facts},
  };
}

}  // namespace legal
