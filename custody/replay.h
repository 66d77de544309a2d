// SPDX-License-Identifier: Apache-2.0
// Replay: one entry after the other, each checked against the rules and then put into the projections. Appending and
// verifying run the same code, so nothing can be written that would not verify.
#pragma once

#include "custody/entry.h"
#include "custody/finding.h"
#include "custody/rows.h"
#include "custody/type_rule.h"

namespace custody {

/// Findings about keys, roles, body, history and custody of an entry that stands at its own seq in the log with that
/// leaf hash; then updates `rows`. Signatures and the chains are not looked at here. A body that does not follow its
/// rule changes nothing in `rows` but the heads of what it is about.
Findings apply_entry(const Entry& entry, const core::Sha256& leaf_hash, Rows& rows);

/// The key of a signer as the rows know it just before the entry; for seq 0 and 1 also the first administrator.
std::optional<VerifierKey> signer_key(const Entry& entry, const std::string& key_name, const Rows& rows);

/// What a key was made for: nothing it signs to be enrolled in a case of one kind holds in a case of the other.
enum class KeyUse { evidence, exercise };
/// Domain text whose signature shows possession of an enrolled key.
std::string possession_text(const std::string& vkey, KeyUse use = KeyUse::evidence);

}  // namespace custody
