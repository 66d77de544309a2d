// SPDX-License-Identifier: Apache-2.0
// What the entries say, kept as rows to look things up in: who may sign, what there is, who holds it, what came last.
#pragma once

#include "custody/entry.h"
#include "custody/rows.h"
#include "custody/schema.h"

namespace custody {

/// Puts into `rows` what an entry with that leaf hash records. `rule` is that of its type, followed by its body; null when
/// there is none or the body does not follow it: then only the heads of what the entry is about move on.
void project_entry(const Entry& entry, const core::Sha256& leaf_hash, const TypeRule* rule, Rows& rows);

}  // namespace custody
