// SPDX-License-Identifier: Apache-2.0
// Private entries: what kind of act, about what, in which role and with what body is committed as one value.
// docs/ledger-format.md section 6.
#pragma once

#include "custody/entry.h"
#include "custody/finding.h"
#include "custody/ledger.h"

namespace custody {

inline constexpr const char* kPrivateType = "private";
inline constexpr const char* kPrivateContent = "body.content";

/// The draft as a private entry. Throws Error when its type may not be private or its signer holds no role for it.
Draft made_private(const Ledger& ledger, const Draft& draft);

/// Findings about the disclosed content of a private entry that stands at its own place; `rows` as they were before it.
Findings check_private(const Entry& entry, const core::json::Value& content, const Rows& rows);

}  // namespace custody
