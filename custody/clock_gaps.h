// SPDX-License-Identifier: Apache-2.0
// Claimed times around handovers that cannot be right: clocks that went back or were set, and answers from before what they
// answer.
#pragma once

#include "custody/entry.h"
#include "custody/gaps.h"

namespace custody {

/// True for entries by which a thing changes hands, or is about to.
bool is_handover(const Entry& entry);

/// What is wrong between an entry and the one before it in the same log, in words; nullopt when nothing is.
std::optional<BothWords> clock_fault(const Entry& before, const Entry& after);

/// What is wrong with the time of the answer in a `received` or `refused`; nullopt when nothing is, or it is another type.
std::optional<BothWords> answer_time_fault(const Entry& answer, core::UtcTime released);

}  // namespace custody
