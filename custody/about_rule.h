// SPDX-License-Identifier: Apache-2.0
// What an entry of a type may be about: how many, registered or new, things or images.
#pragma once

#include "custody/entry_check.h"
#include "custody/type_rule.h"

namespace custody {

void check_about(EntryCheck& entry, const TypeRule& rule);

}  // namespace custody
