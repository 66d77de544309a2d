// SPDX-License-Identifier: Apache-2.0
// Working copies and extracts: a file copied into the case under its parent, registered by its digest.
#pragma once

#include <string>

#include "custody/ledger.h"

namespace custody {

struct DerivationRequest {
  std::string parent;  // thing or image
  std::string item;    // what comes into being
  std::string kind;    // "working copy" or "extract"
  core::Path file;
  std::string range;  // which part of the parent, may be empty
  std::string reason;
};

/// Copies the file to evidence/<thing>/ and appends its entry. The digest is taken before, while and after copying; what
/// differs is refused, as is a parent that may not be copied, before anything is copied. Copying holds no lock of the ledger.
Appended derive(Ledger& ledger, const DerivationRequest& request, const UnlockedKey& by);

}  // namespace custody
