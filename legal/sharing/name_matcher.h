// SPDX-License-Identifier: Apache-2.0
// Finds the names of identities in a text, however they are spelled: in either width, case and order of names, with or
// without blanks, by family name alone.
#pragma once

#include <string>
#include <vector>

#include "legal/sharing/identity.h"
#include "legal/sharing/letters.h"

namespace legal {

struct FoundName {
  std::size_t begin = 0, end = 0;  // among the letters
  std::size_t identity = 0;        // its place in the list
  bool ambiguous = false;          // a part that several identities share
};

class NameMatcher {
 public:
  explicit NameMatcher(const std::vector<Identity>& identities);

  /// In order, not touching one another; where several overlap, the longest.
  std::vector<FoundName> find(const Letters& letters, std::string_view text) const;
  /// Names of six letters and more, wherever they stand, even inside other words.
  std::vector<FoundName> find_anywhere(const Letters& letters) const;

 private:
  struct Needle {
    std::u32string text;
    std::size_t identity = 0;
    bool exact = false;        // compared with its separators: too short without
    std::string written = {};  // not empty: this very spelling alone
    bool ambiguous = false;
  };
  void add(Needle needle);
  void add_name(std::size_t identity, IdentityKind kind, const std::string& name);
  void add_person(std::size_t identity, const std::string& name);
  void add_latin_person(std::size_t identity, const std::vector<std::string>& words);
  void add_cjk_person(std::size_t identity, const std::vector<std::string>& words);

  std::vector<Needle> needles_;
};

}  // namespace legal
