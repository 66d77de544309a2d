// SPDX-License-Identifier: Apache-2.0
// A package for handing over: a BagIt folder or ZIP with images, ledger, documents, keys, a first page and a guide.
#pragma once

#include <functional>

#include "core/progress.h"
#include "custody/ledger.h"
#include "report/withholding.h"

namespace report {

struct PackageRequest {
  std::string recipient;
  core::Path out;           // folder, or a file whose name ends in .zip; must not exist
  std::string policy = {};  // text of a trust policy to ship with the ledger; may be empty
  custody::RedactionRequest redaction =
      {};  // if any: documents and attachments, which print values, stay out too
  /// What is held back from this recipient, as the ledger stands; null: nothing. Throws Error to refuse the package.
  std::function<Withholding(const custody::Ledger&)> withhold = {};
  bool tell_withheld = false;       // the package lists what is held back, and why
  core::json::Object further = {};  // members of `package_made`: basis, purpose, class
};

struct PackageMade {
  std::uint64_t entry = 0;
  std::optional<std::uint64_t> withheld_entry =
      std::nullopt;  // private; where anything was held back or included
  std::uint64_t files = 0, bytes = 0;
  core::Sha256 tag_manifest;
  Withholding withholding = {};
};

/// Makes the package whole or not at all. It holds the ledger up to, but not including, the entry that records it. What was
/// held back, and what went by the sender's choice, is recorded in a private entry before that one.
/// Throws Error when a file of the case is not the one recorded, when `out` exists or lies inside the case folder, and when
/// a thing or image is restricted that is not left out.
PackageMade make_package(custody::Ledger& ledger, const PackageRequest& request,
                         const custody::UnlockedKey& by, core::Progress& progress,
                         const core::CancelToken& cancel);

/// In `data` of a package from which something is left out: says so, and names, one a line, the files that the ledger in it
/// lets expect.
inline constexpr const char* kLeftOut = "WITHHELD.txt";
/// First line of kLeftOut when parts were held back.
inline constexpr const char* kPartsWithheld =
    "Parts of this case are withheld from this package. The sender's record says which and why.";

/// HOW-TO-VERIFY.txt of a package, in English or Japanese; the commands are the same.
std::string package_guide(const std::string& language);

}  // namespace report
