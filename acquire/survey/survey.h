// SPDX-License-Identifier: Apache-2.0
// All that is found out about a source before it is imaged.
#pragma once

#include "acquire/device/source.h"

namespace acquire {

/// Asks the medium, the device and the kernel; changes nothing. `write_block`: what was done about it before the source was opened.
SourceSurvey survey_source(Source& source, WriteBlock write_block);

/// Throws Error when the root file system of this computer lies on the source and `live` is not set.
void refuse_running_system(const SourceFacts& source, bool live, const core::Path& root = "/");

/// What a person must know before the work begins, one sentence each: signs of encryption, hidden sectors, a source in use, a device
/// that says it fails.
std::vector<std::string> survey_warnings(const SourceFacts& source, const SourceSurvey& survey);

}  // namespace acquire
