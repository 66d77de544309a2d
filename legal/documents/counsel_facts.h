// SPDX-License-Identifier: Apache-2.0
// What the documents for court and counsel say: one function for each kind or for kinds that share their facts.
// docs/documents.md lists the kinds.
#pragma once

#include "legal/documents/document.h"

namespace legal {

/// An item's facts beside a rule, element by element: members of the item, `rule` and `assessment`.
core::json::Object rule_comparison_facts(const DocumentWork& work);
/// An item as certified: its members, `known` (F01 to F49 by number) and `self_tests` of the program that imaged it.
core::json::Object certification_facts(const DocumentWork& work);

/// `exhibits`: the designations that stand, by their numbers in court.
core::json::Object exhibit_list_facts(const DocumentWork& work);
/// `record`: the notice that --entry names; its `rules` and `exhibits`.
core::json::Object notice_facts(const DocumentWork& work);
/// `incident`, and `items`: the things linked to it, with their images.
core::json::Object handing_over_facts(const DocumentWork& work);

/// `claims`: what privilege is claimed for, told without its content.
core::json::Object privilege_log_facts(const DocumentWork& work);

/// `incident`, `suspects`, and `offences`: those that links of the incident serve, or the one of --rules, element by
/// element with the links. Throws Error when --rules names no offence.
core::json::Object offence_matrix_facts(const DocumentWork& work);

}  // namespace legal
