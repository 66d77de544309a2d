// SPDX-License-Identifier: Apache-2.0
// Everything recorded of one incident, as templates name it.
#pragma once

#include "legal/document.h"

namespace legal {

/// Members incident and one list for each kind of record that names it (docs/documents.md lists them), with the items linked
/// to it, its timeline and its deadlines. Throws Error when no such incident is opened.
core::json::Object incident_facts(const DocumentWork& work);

/// Each link that stands, with the artifact it names; `incident` empty: of all.
core::json::Array artifact_list(const DocumentWork& work, const std::string& incident);

/// Things that are linked to an incident, each as item_facts() gives it, with `linked`: all that was linked of it.
core::json::Array linked_items(const DocumentWork& work, const std::string& incident);

/// The clocks of an incident (empty: of all) as of the document's creation.
core::json::Array deadline_list(const DocumentWork& work, const std::string& incident);

/// Points of contact of the readiness register that stand.
core::json::Array contact_points(const DocumentWork& work);

}  // namespace legal
