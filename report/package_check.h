// SPDX-License-Identifier: Apache-2.0
// Checks a package, folder or ZIP, with public material only: the bag's manifests, the ledger in it and every file.
#pragma once

#include "custody/verify_case.h"

namespace report {

/// True for a folder with bagit.txt and for a file that begins like a ZIP.
bool is_package(const core::Path& path);

/// Checks the folder of a ledger export (docs/ledger-format.md section 10); it holds no evidence files.
custody::VerifyReport check_export(const core::Path& folder, const custody::VerifyOptions& options);

/// A ZIP is unpacked into a private folder first, refusing any name that leads out of it. Throws Error when it cannot be
/// unpacked at all.
custody::VerifyReport check_package(const core::Path& path, const custody::VerifyOptions& options);

}  // namespace report
