// SPDX-License-Identifier: Apache-2.0
// What is known of a source, as members of the entries that record it (docs/ledger-format.md, "What is said of a source").
#pragma once

#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "custody/commitment.h"

namespace custody {

/// Text from evidence: as it is when it is fit for an entry, otherwise its bytes (docs/ledger-format.md section 3).
core::json::Value evidence_text(const std::string& text);

/// Such texts as one committed list.
core::json::Value committed_list(const std::vector<std::string>& texts);

/// Adds a committed text unless it is empty.
void add_text(core::json::Object& out, const char* name, const std::string& text);

/// What the kernel tells of it: for the thing.
core::json::Object source_object(const acquire::SourceFacts& facts);

/// That, with what was found out before the acquisition: for its start.
core::json::Object surveyed_source(const acquire::SourceFacts& facts, const acquire::SourceSurvey& survey);

/// A device's account of its health; not committed yet.
core::json::Value smart_value(const acquire::SmartSummary& smart);

}  // namespace custody
