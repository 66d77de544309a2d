// SPDX-License-Identifier: Apache-2.0
// What an image file is, told by its first bytes and its name.
#pragma once

#include "acquire/acquisition.h"
#include "core/path.h"

namespace acquire {

/// E01 (the older EWF and SMART layouts count) or raw. Throws Error when the file cannot be opened, and when it is an
/// image in a format that is not read here: taken for raw, a damaged one would pass without fault.
ImageFormat image_kind(const core::Path& file);

}  // namespace acquire
