// SPDX-License-Identifier: Apache-2.0
// What every document says of the case and of itself, whatever it is about.
#pragma once

#include "core/json.h"
#include "report/case_view.h"
#include "report/template.h"

namespace report {

/// What is known when a document is drawn up. All of it must outlive the call it is given to.
struct FactsAsked {
  const CaseView& view;
  const Template& form;
  std::string kind;
  core::UtcTime created;
  const custody::KeyCard* issued_by = nullptr;
};

/// Members case, document, head and, when somebody issues it, issued_by.
core::json::Object document_facts(const FactsAsked& asked);

}  // namespace report
