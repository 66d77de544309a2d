// SPDX-License-Identifier: Apache-2.0
// A review that an outside firm makes of a package, and its signature: a signed note over the digests of the review and of
// the package's tagmanifest. docs/packages.md.
#pragma once

#include <string>

#include "core/digest.h"
#include "custody/key_store.h"

namespace legal {

/// The text that is signed: three lines, the context, both digests.
std::string review_text(const core::Sha256& review, const std::string& manifest_sha256);

/// The signed note as it goes back with the review.
std::string signed_review(const core::Sha256& review, const std::string& manifest_sha256,
                          const custody::UnlockedKey& by);

/// The digest as a person states it, in lower case. Throws Error `usage` when it is no SHA-256.
std::string stated_digest(const std::string& text, const char* flag);

}  // namespace legal
