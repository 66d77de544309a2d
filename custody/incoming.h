// SPDX-License-Identifier: Apache-2.0
// Files on their way into a case: written and synced under a staging name while the write lock is held, moved to their
// place once the entry that names them is committed. What a killed process left is finished or removed by the next append.
#pragma once

#include "custody/ledger.h"

namespace custody {

/// Copies a file into attachments/ under its staging name; digest taken before, while and after copying must agree.
/// Throws Error when the file cannot be read or changes meanwhile. REQUIRES: inside the draft function of an append.
DraftAttachment stage_attachment(const core::Path& case_folder, const core::Path& file);

/// Writes bytes into attachments/ under their staging name. REQUIRES: inside the draft function of an append.
DraftAttachment stage_attachment_bytes(const core::Path& case_folder, const std::string& name,
                                       core::ByteView bytes);

/// Writes bytes into documents/ under their staging name. REQUIRES: inside the draft function of an append.
core::Sha256 stage_document(const core::Path& case_folder, core::ByteView bytes);

/// Moves staged files whose entries are committed; removes those no entry names. REQUIRES: the write lock.
void settle_incoming(const core::Path& case_folder, const Rows& rows);

}  // namespace custody
