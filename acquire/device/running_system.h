// SPDX-License-Identifier: Apache-2.0
// Whether a source belongs to the computer that this program runs on, and is in use while it is imaged.
#pragma once

#include "acquire/acquisition.h"

namespace acquire {

/// True when the root file system lies on the source, on a part of it, or on a device stacked on either; a file counts when a
/// loop device below the root keeps its data in it. `root`: where the root file system is.
bool holds_running_system(const SourceFacts& source, const core::Path& root = "/");

/// True when the source, or a part of it, is mounted writable.
bool is_mounted_writable(const SourceFacts& source);

}  // namespace acquire
