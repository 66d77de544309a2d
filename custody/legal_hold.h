// SPDX-License-Identifier: Apache-2.0
// Legal holds, as the rules of disposal and erasure ask for them.
#pragma once

#include "custody/entry_check.h"

namespace custody {

/// Reports `unauthorised` for each item of the entry that is under a hold, and for an entry about nothing while the whole
/// case is.
void need_no_hold(EntryCheck& entry);

}  // namespace custody
