// SPDX-License-Identifier: Apache-2.0
// Where the files of a set lie when one folder was too small for them: a text file beside the first of them names the others.
#pragma once

#include <string>
#include <vector>

#include "core/path.h"

namespace core {

/// The files of one set, as BASE.E01, BASE.E02 ...: in the folder of the first, or in a further one that BASE.places there
/// names. That file has the path of one folder in each line; lines that are no absolute path do not count, nor what lies
/// beyond kMostPlaces lines. It only says where to look: what is found there must be proved by its digest.
class SetPlaces {
 public:
  static constexpr std::size_t kMostPlaces = 64;

  /// No file of that name, or one that is no plain file or too large: no further folder.
  SetPlaces(Path folder, std::string base);

  const std::vector<Path>& further() const { return further_; }
  /// Where the file of that name lies: in the folder itself, else in the first of the others that holds a plain file so named.
  /// In none: the path that it would have in the folder.
  Path find(const std::string& name) const;
  /// Writes the list anew, durably. Throws Error when a path holds a line break, when there are too many, or when it cannot be
  /// written.
  void set_further(std::vector<Path> folders);

 private:
  Path folder_;
  std::string base_;
  std::vector<Path> further_;
};

/// Name of the list of a set.
std::string places_name(const std::string& base);

}  // namespace core
