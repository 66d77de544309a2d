// SPDX-License-Identifier: Apache-2.0
// A witness of this device, unlocked, for the commands that cosign.
#pragma once

#include "cli/session.h"
#include "custody/witness.h"

namespace cli {

custody::Witness open_witness(const std::string& key, std::vector<custody::VerifierKey> logs,
                              Session& session, const Common& common);

}  // namespace cli
