// SPDX-License-Identifier: Apache-2.0
// What the collector of a thing recorded of it, for documents.
#pragma once

#include "report/case_view.h"

namespace report {

/// Members for a template: bag, exhibit, lock, owner, photographs, power, quantity, root_exhibit, seal_then, type and
/// collected_{at, at_local, by, from, place, witness}; null where not recorded. `entry` registered the thing.
core::json::Object collector_facts(const CaseView& view, const custody::Entry& entry);

}  // namespace report
