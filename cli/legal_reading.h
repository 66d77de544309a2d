// SPDX-License-Identifier: Apache-2.0
// A case opened for the commands that read the legal work.
#pragma once

#include "cli/session.h"
#include "legal/records.h"

namespace cli {

/// Its members refer to each other, so it stays where it is made.
struct LegalReading {
  LegalReading(Session& session, const std::string& folder)
      : ledger(session.open(folder)), view(ledger), records(view) {}
  LegalReading(const LegalReading&) = delete;
  LegalReading& operator=(const LegalReading&) = delete;

  /// The language that is asked for, else the case's.
  std::string language(const std::string& asked) const { return asked.empty() ? view.language() : asked; }

  custody::Ledger ledger;
  report::CaseView view;
  legal::Records records;
};

}  // namespace cli
