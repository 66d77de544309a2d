// SPDX-License-Identifier: Apache-2.0
// A package for handing over: a BagIt folder or ZIP with images, ledger, documents, keys, a first page and a guide.
#pragma once

#include "core/progress.h"
#include "custody/ledger.h"
#include "custody/redaction.h"

namespace report {

struct PackageRequest {
  std::string recipient;
  core::Path out;           // folder, or a file whose name ends in .zip; must not exist
  std::string policy = {};  // text of a trust policy to ship with the ledger; may be empty
  custody::RedactionRequest redaction =
      {};  // if any: documents and attachments, which print values, stay out too
};

struct PackageMade {
  std::uint64_t entry = 0;
  std::uint64_t files = 0, bytes = 0;
  core::Sha256 tag_manifest;
};

/// Makes the package whole or not at all. It holds the ledger up to, but not including, the entry that records it.
/// Throws Error when a file of the case is not the one recorded, when `out` exists or lies inside the case folder.
PackageMade make_package(custody::Ledger& ledger, const PackageRequest& request,
                         const custody::UnlockedKey& by, core::Progress& progress,
                         const core::CancelToken& cancel);

/// In `data` of a redacted package: the files of the case that were left out, one a line.
inline constexpr const char* kLeftOut = "WITHHELD.txt";

/// HOW-TO-VERIFY.txt of a package, in English or Japanese; the commands are the same.
std::string package_guide(const std::string& language);

}  // namespace report
