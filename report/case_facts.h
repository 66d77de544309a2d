// SPDX-License-Identifier: Apache-2.0
// The facts of one item as the templates name them, each with the entry it comes from. Nothing is stated that no entry records.
#pragma once

#include "core/json.h"
#include "report/case_view.h"
#include "report/template.h"

namespace report {

struct DocumentRequest {
  std::string kind;
  std::string item;  // a thing, or an image of it
  core::UtcTime created;
  const custody::KeyCard* issued_by = nullptr;
};

/// Throws Error when the case has no such item.
core::json::Value case_facts(const CaseView& view, const DocumentRequest& request, const Template& form);

/// The thing that an item identifier leads to: itself, or what an image is an image of. Throws Error when unknown.
std::string thing_of(const CaseView& view, const std::string& item);

}  // namespace report
