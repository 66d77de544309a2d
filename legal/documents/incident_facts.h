// SPDX-License-Identifier: Apache-2.0
// Everything recorded of one incident, as templates name it.
#pragma once

#include "legal/documents/document.h"

namespace legal {

/// Members incident and one list for each kind of record that names it (docs/documents.md lists them), with the items linked
/// to it, its timeline and its deadlines. Throws Error when no such incident is opened.
core::json::Object incident_facts(const DocumentWork& work);

/// The incident itself: number, title, state, priority, families, owners, notes, with the entry that opened it.
core::json::Object incident_head(const DocumentWork& work, const std::string& number);

/// Each link that stands, with the artifact it names; `incident` empty: of all.
core::json::Array artifact_list(const DocumentWork& work, const std::string& incident);

/// Things that are linked to an incident: of each the members of `item` in item_facts(), its gaps, images, transfers and
/// verification, and `linked`, the entries that link it.
core::json::Array linked_items(const DocumentWork& work, const std::string& incident);

/// The clocks of an incident (empty: of all) as of the document's creation.
core::json::Array deadline_list(const DocumentWork& work, const std::string& incident);

/// Points of contact of the readiness register that stand.
core::json::Array contact_points(const DocumentWork& work);

}  // namespace legal
