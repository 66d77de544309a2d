// SPDX-License-Identifier: Apache-2.0
// Partitions, volumes and signs of encryption, told from a source's first sectors and those of its partitions.
#pragma once

#include "acquire/device/source.h"

namespace acquire {

/// Reads a bounded number of bytes. Never throws for what the medium holds; what could not be read is listed.
MediaSurvey survey_media(Source& source);

}  // namespace acquire
