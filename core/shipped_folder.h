// SPDX-License-Identifier: Apache-2.0
// Where the data files lie that come with the program: templates, rules, calendars.
#pragma once

#include <string>

#include "core/path.h"

namespace core {

struct ShippedFolder {
  const char* variable;   // of the environment, which names another folder
  std::string installed;  // below the folder above the program's
  Path source;            // in the source tree it was built from; empty: none
  std::string what;       // "the rules", for the message
};

/// The first of the three that is there; what the variable names is taken unseen. Throws Error when there is none.
Path find_shipped(const ShippedFolder& folder);

}  // namespace core
