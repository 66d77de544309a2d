// SPDX-License-Identifier: Apache-2.0
// Who and what a case names: persons, organisations, hosts, places, items, marks and files, gathered from its entries.
#pragma once

#include <string>
#include <vector>

#include "legal/records.h"
#include "legal/sharing/anonymisation_profile.h"

namespace legal {

enum class IdentityKind {
  person,
  organisation,
  host,
  item,  // a thing, an image or the case itself, by its number
  mark,  // a serial number, a seal, a badge, a reference
  place,
  file,  // a file's name or path
  account,
  address,  // of mail, network, web, post; a telephone number
  digest,
  token,   // a key, or what looks like one
  number,  // a long run of digits
  word     // on the deny list
};
/// "person"; in square brackets it stands in the place of what has no pseudonym.
Bilingual words_of(IdentityKind kind);
/// Persons, organisations and hosts get a pseudonym; all others are replaced by their class.
bool has_pseudonym(IdentityKind kind);

struct Identity {
  IdentityKind kind = IdentityKind::word;
  std::vector<std::string> names;  // all spellings; never empty
  Bilingual shown = {};            // what stands in its place; empty: pseudonym or class
};

/// Every identity that an entry of the case names, and those of the profile; `keep` of the profile are left out.
std::vector<Identity> identities_of(const Records& records, const AnonymisationProfile& profile);

/// The class of a host or medium by what is said of it: "a server", "removable media".
Bilingual class_of_thing(const std::string& description);

}  // namespace legal
