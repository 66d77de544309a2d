// SPDX-License-Identifier: Apache-2.0
// The label that a file system keeps of its volume.
#pragma once

#include "acquire/survey/media_view.h"

namespace acquire {

/// Empty when the file system keeps none, when it cannot be read, or when it is kept where this does not look (HFS+, APFS, the
/// root folder of a FAT). `head`: the volume's first bytes, as many as could be read.
std::string volume_label(MediaView& media, Range volume, core::ByteView head, const std::string& file_system);

}  // namespace acquire
