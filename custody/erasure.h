// SPDX-License-Identifier: Apache-2.0
// Erasing what an entry committed to: the entry, its commitment and every proof stay, the value goes, and an entry says so.
// docs/ledger-format.md section 5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "custody/ledger.h"

namespace custody {

struct ErasureRequest {
  std::uint64_t number = 0;  // of the entry (custody/entry_number.h)
  std::string field;         // "body.reason"
  std::string reason, authority;
};

/// Throws Error when the field is no committed value of the entry, or is erased or absent already.
Draft draft_erasure(const Ledger& ledger, const ErasureRequest& request, const UnlockedKey& by);

/// What erasing does not reach, one sentence each: what was handed out or printed, and files that are evidence.
std::vector<std::string> beyond_erasing(const Ledger& ledger);

/// Number of the entry that erased the field; nullopt when none did.
std::optional<std::uint64_t> erased_by(const Rows& rows, std::uint64_t number, const std::string& field);

/// Takes away every disclosure that an entry erased. Returns whether there was one. Inside a transaction.
bool remove_erased(Store& store);

/// The mark beside the database that says: bytes of erased values may still lie in its free space or in the WAL.
core::Path erasing_mark(const core::Path& case_folder);
/// REQUIRES: before the transaction that erases commits.
void mark_erasing(const core::Path& case_folder);
/// Where the mark stands, rewrites the database without free space, empties the WAL and takes the mark away. Throws Error when
/// another process holds the database; the mark stays then. REQUIRES: no transaction is open.
void finish_erasing(const core::Path& case_folder, Store& store);

}  // namespace custody
