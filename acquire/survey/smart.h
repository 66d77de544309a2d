// SPDX-License-Identifier: Apache-2.0
// A device's account of its own health (SMART), asked for through smartctl where that is installed.
#pragma once

#include "acquire/acquisition.h"
#include "acquire/survey/program_output.h"

namespace acquire {

/// smartctl of this computer; empty when it is not installed. Looked for in fixed places, never by $PATH.
core::Path installed_smartctl();

/// Runs it with a fixed list of arguments on a whole disk. Never throws: what is not told is said in `why_not`.
SmartSummary read_smart(const core::Path& smartctl, const core::Path& disk, const OutputLimits& limits = {});

/// Of the disk that a source is, or is a partition of.
SmartSummary smart_of(const SourceFacts& source);

/// What smartctl's JSON says; it is not trusted.
SmartSummary parse_smart(const std::string& json);

}  // namespace acquire
