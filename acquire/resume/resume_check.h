// SPDX-License-Identifier: Apache-2.0
// Before an interrupted acquisition goes on: is it the same source, and did the image survive?
#pragma once

#include "acquire/device/source.h"
#include "acquire/resume/journal.h"
#include "core/progress.h"

namespace acquire {

/// Bytes before the cut that are read again.
inline constexpr std::uint64_t kTailSize = std::uint64_t{16} << 20U;

/// What the source had in the blocks that were read again, in bytes.
struct TailComparison {
  std::uint64_t compared = 0;  // the same as when it was imaged
  std::uint64_t changed = 0;   // something else
};

/// Reads the end of what was imaged again, from the source and (through the locked-down reader) from the image in `folder`,
/// and compares both with the block digests written beside it. Blocks with unreadable sectors, then or now, are left out.
/// Throws Error, naming what differs and where, when the source or the image is another. With `in_use` a system writes to the
/// source meanwhile: what differs of it is counted, and refused only where nothing is the same.
TailComparison compare_tail(Source& source, const Journal& journal, const core::Path& folder,
                            const std::string& base, const core::CancelToken& cancel, bool in_use = false);

}  // namespace acquire
