// SPDX-License-Identifier: Apache-2.0
// A package for a coordination centre: indicators, and what happened without identities, as far as a sharing profile lets.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "legal/fixed_files.h"
#include "legal/sharing/brief.h"
#include "legal/sharing/stix.h"

namespace legal {

/// Fields of a sharing profile that a package knows: indicators, narrative, times.
const std::vector<std::string>& pack_fields();

struct SharePack {
  std::vector<std::string> fields;           // that are in it
  std::map<std::string, std::string> files;  // by name; manifest.txt lists the others with their SHA-256
  std::vector<std::string> reports;          // labels of the reports whose words are in it
  std::size_t indicators = 0;
  std::vector<std::string>
      left_out;  // indicators that may not be shared at this TLP, by their entries' labels
};

struct SharePackAsked {
  std::string incident, tlp;
  core::UtcTime as_of;
};

/// Throws Error, naming what and where, when the profile allows none of it, or an identity would leave in the narrative, a
/// note or a value.
SharePack make_share_pack(const Records& records, const SharingProfile& profile, Anonymiser& anonymiser,
                          core::ByteView salt, const SharePackAsked& asked);

/// Throws Error naming the first of them, where there are any; `what` was to be made.
void refuse_residues(const std::vector<Residue>& residues, const std::string& what);

}  // namespace legal
