// SPDX-License-Identifier: Apache-2.0
// Documents about one incident.
#include "legal/document.h"
#include "legal/incident_facts.h"

namespace legal {

std::vector<DocumentKind> incident_documents() {
  return {{"incident-report",
           {"incident report with timeline", "インシデント報告書（時系列付き）"},
           DocumentNeeds::incident,
           false,
           &incident_facts}};
}

}  // namespace legal
