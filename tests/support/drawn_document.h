// SPDX-License-Identifier: Apache-2.0
// A document as text, drawn from a case without being issued.
#pragma once

#include "legal/documents/document.h"
#include "report/render_pdf.h"
#include "tests/support/legal_case.h"

namespace support {

/// What the document says, as plain text. Throws what issuing it would.
inline std::string drawn(const custody::Ledger& ledger, const legal::DocumentRequest& request) {
  const legal::LawFiles law(core::Path("/none"));
  const report::Template form = report::find_template(request.kind, request.language);
  const report::CaseView view(ledger, request.committed_only, form.language());
  const report::FactsAsked asked{view, form, request.kind, ledger.environment().clock.now(), nullptr};
  const legal::Records records(view);
  const legal::DocumentKind kind = legal::document_kind(request.kind);
  legal::check_about(request);
  core::json::Object facts =
      kind.facts({asked, records, request.about, law, kind.is_private || request.is_private});
  for (auto& [name, value] : report::document_facts(asked)) {
    facts[name] = value;
  }
  return report::render_text(form.fill(facts));
}

}  // namespace support
