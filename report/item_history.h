// SPDX-License-Identifier: Apache-2.0
// What happened to an item, as lists for templates: handovers, accesses, facts added, links, authority.
#pragma once

#include "core/json.h"
#include "report/case_view.h"

namespace report {

/// Members transfers, releases, accesses, facts and links, in order of entries about any of the identifiers.
core::json::Value item_history(const CaseView& view, const std::vector<std::string>& ids);

/// Members condition, condition_entry, seal, seal_entry as the newest handover of the thing stated them.
core::json::Value last_seen_state(const CaseView& view, const std::string& thing);

/// Authorities for the case or the thing; those after entry `finished` are marked as recorded later.
core::json::Array authorities(const CaseView& view, const std::string& thing,
                              std::optional<std::uint64_t> finished);

}  // namespace report
