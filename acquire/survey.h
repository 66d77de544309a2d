// SPDX-License-Identifier: Apache-2.0
// All that is found out about a source before it is imaged.
#pragma once

#include "acquire/source.h"

namespace acquire {

/// Asks the medium, the device and the kernel; changes nothing, unless `write_block`: see set_write_block(). Throws Error only when
/// writing cannot be blocked.
SourceSurvey survey_source(Source& source, bool write_block);

/// What a person must know before the work begins, one sentence each: signs of encryption, hidden sectors, a source in use, a device
/// that says it fails.
std::vector<std::string> survey_warnings(const SourceFacts& source, const SourceSurvey& survey);

}  // namespace acquire
