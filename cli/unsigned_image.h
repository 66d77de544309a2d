// SPDX-License-Identifier: Apache-2.0
// An image of a running system: no key, no case, no ledger on the host that is imaged.
#pragma once

#include "cli/commands.h"

namespace cli {

/// Images into the new folder --out: the image, its block digests, its facts as JSON and a sheet of SHA-256 digests of all files;
/// prints what a receiving workstation is to sign. Returns the exit status.
int image_unsigned(const Acquire& args, const Common& common);

}  // namespace cli
