// SPDX-License-Identifier: Apache-2.0
// ZIP files through libarchive: packing a folder, and unpacking one that may be hostile.
#pragma once

#include "core/path.h"

namespace report {

/// Packs all files below `folder` under the folder's own name, stored as they are. `zip` must not exist.
void pack_zip(const core::Path& folder, const std::string& inner_name, const core::Path& zip);

/// Unpacks into an empty folder. Throws Error, having written nothing outside it, for a name that is absolute, holds "..",
/// a backslash or control characters, for links, doubled names, too many files, or damage.
void unpack_zip(const core::Path& zip, const core::Path& folder);

/// By its name or by its first bytes; a damaged ZIP is one too.
bool is_zip(const core::Path& file);

}  // namespace report
