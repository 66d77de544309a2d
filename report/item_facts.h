// SPDX-License-Identifier: Apache-2.0
// The facts of one item as the templates name them, each with the entry it comes from. Nothing is stated that no entry records.
#pragma once

#include "core/json.h"
#include "report/case_view.h"

namespace report {

/// `item`: a thing, or an image of it. `now`: where what lasts is cut off. Throws Error when the case has no such item.
core::json::Object item_facts(const CaseView& view, const std::string& item, core::UtcTime now);

/// The thing that an item identifier leads to: itself, or what an image is an image of. Throws Error when unknown.
std::string thing_of(const CaseView& view, const std::string& item);

}  // namespace report
