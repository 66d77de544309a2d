// SPDX-License-Identifier: Apache-2.0
// What the import of an image recorded, for documents: nothing of it was observed while a source was read.
#pragma once

#include "report/case_view.h"

namespace report {

/// Members for a template: from, names, what the image says of itself (acquired_at, case_number, description, evidence_number,
/// examiner, notes, software), stored_md5, stored_sha1, faults, and of an image taken unsigned `unsigned` with sheet, sheet_told
/// and what the host reported; null or an empty list where not recorded. `seq`: the entry image_imported.
core::json::Object import_facts(const CaseView& view, std::uint64_t seq);

}  // namespace report
