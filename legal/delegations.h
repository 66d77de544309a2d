// SPDX-License-Identifier: Apache-2.0
// Who may decide what, as delegations record it.
#pragma once

namespace legal {

struct Answers;

/// Who signs holds `power` by a live delegation, or the case records no delegation and no organisation at all; then a
/// notice says so. Throws Error.
void need_power(Answers& answers, const char* power);

}  // namespace legal
