// SPDX-License-Identifier: Apache-2.0
// Cosignatures, time stamps and policy as files of an export: docs/ledger-format.md section 10.
#pragma once

#include <string>

#include "core/path.h"
#include "custody/finding.h"
#include "custody/verify_outsiders.h"

namespace custody {

/// Writes what is kept of a log: cosigned/, time-stamps/ and, when not empty, policy into an export's folder; nothing where there is nothing.
/// Gives the sections of the guide that tell how to check them.
std::string write_outsiders(const core::Path& folder, const Database& db, std::uint64_t log,
                            const std::string& policy);
/// Reads them back, untrusted. What cannot be read or does not belong there is a finding.
Outsiders read_outsiders(const core::Path& folder, Findings& findings);

}  // namespace custody
