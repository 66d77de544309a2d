// SPDX-License-Identifier: Apache-2.0
// The guides that tell how to check an export or a package with tools that are on every Debian system.
#pragma once

#include <string>

namespace custody {

/// HOW-TO-VERIFY.txt of a ledger export. Lines that begin with four spaces are commands for bash, to be run in the folder.
/// `more`: further sections, before the closing words.
std::string ledger_guide(const std::string& more);

}  // namespace custody
