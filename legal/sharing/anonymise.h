// SPDX-License-Identifier: Apache-2.0
// A person's words without the identities of a case in them, and the search for what is left: docs/anonymisation.md.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "legal/sharing/identity.h"
#include "legal/sharing/name_matcher.h"

namespace legal {

/// An identifier that still stands in a text.
struct Residue {
  std::string where;  // as the caller named the text
  std::string what;   // as it stands there
  IdentityKind kind = IdentityKind::word;
};

/// A pseudonym that was used, and whose it is.
struct NamedBy {
  std::string pseudonym;
  IdentityKind kind = IdentityKind::person;
  std::vector<std::string> names;
};

/// A pure function of what it is made from: the same case, profile, salt and language give the same bytes.
class Anonymiser {
 public:
  /// `kept`: further words that are left as they are, such as the incident's number.
  Anonymiser(std::vector<Identity> identities, AnonymisationProfile profile, core::ByteView salt,
             std::string language, const std::vector<std::string>& kept);

  const AnonymisationProfile& profile() const { return profile_; }
  const std::string& language() const { return language_; }
  /// Names as pseudonyms, marks as their class, times to the day, numbers as bands.
  std::string text(const std::string& words);
  /// What looks like the name of a host in a person's words and is none of the known.
  std::vector<Residue> host_like(const std::string& where, const std::string& text) const;
  /// What is left of any identity in a finished text; with `names_only` patterns are not looked for.
  std::vector<Residue> residues(const std::string& where, const std::string& text,
                                bool names_only = false) const;
  /// By pseudonym.
  std::vector<NamedBy> used() const;

 private:
  std::string shown(std::size_t identity, bool ambiguous);
  bool is_kept(const std::string& what) const;

  std::vector<Identity> identities_;
  AnonymisationProfile profile_;
  std::string language_;
  NameMatcher matcher_;
  std::map<std::size_t, std::string> codes_;
  std::vector<std::u32string> kept_;
  std::map<std::string, std::size_t> used_;
};

}  // namespace legal
