// SPDX-License-Identifier: Apache-2.0
// A file that a rescue has written, together with the map that says what of it was read.
#pragma once

#include <memory>

#include "acquire/damage/map_file.h"
#include "acquire/device/source.h"

namespace acquire {

/// As long as the map says: a rescue leaves away what it could not read at the end. Throws Error when the source is no
/// file, or the map says that bytes were read which the file does not have.
std::unique_ptr<Source> rescued_source(std::unique_ptr<Source> file, const RescueMap& map);

}  // namespace acquire
