// SPDX-License-Identifier: Apache-2.0
// What --profile tells: the rate of each stage of an acquisition.
#pragma once

#include "acquire/stages/stage_times.h"
#include "core/json.h"

namespace cli {

/// Seconds of work and bytes a second of each stage, by its name.
core::json::Object profile_object(const acquire::StageTimes& times);
/// One line a stage on standard error.
void print_profile(const acquire::StageTimes& times);

}  // namespace cli
