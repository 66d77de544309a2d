// SPDX-License-Identifier: Apache-2.0
// The files of an image as their names and skeleton tell of them, before any of the media is read.
#pragma once

#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "core/path.h"
#include "core/progress.h"

namespace acquire {

struct ImageSet {
  ImageFormat format = ImageFormat::raw;
  std::vector<core::Path> files;  // in order
  std::uint64_t stored_size = 0;  // of all files, bytes
  /// Why they are not, or not all, the files of one image in their order: a segment is missing, stands in another's place or
  /// belongs to another set; or nothing tells what the image holds. Each names the file. Empty: they are.
  std::vector<std::string> not_a_set;
};

/// Looks at the set that starts with `first`, an E01 in a locked-down child; damage inside is not looked for. Throws Error when
/// a file cannot be opened, when it is in a format that is not read here, and on cancellation.
ImageSet look_at_set(const core::Path& first, const core::CancelToken& cancel);

}  // namespace acquire
