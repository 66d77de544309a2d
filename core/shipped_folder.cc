// SPDX-License-Identifier: Apache-2.0
#include "core/shipped_folder.h"

#include <cstdlib>

#include "core/error.h"
#include "core/text.h"

namespace core {

namespace {

bool is_folder(const Path& path) {
  boost::system::error_code ignored;
  return !path.empty() && fs::is_directory(path, ignored);
}

}  // namespace

Path find_shipped(const ShippedFolder& folder) {
  const char* chosen = std::getenv(folder.variable);
  if (chosen != nullptr && *chosen != '\0') {
    return chosen;
  }
  boost::system::error_code error;
  const Path program = fs::read_symlink("/proc/self/exe", error);
  Path installed = program.parent_path().parent_path() / folder.installed;
  if (!error && is_folder(installed)) {
    return installed;
  }
  if (is_folder(folder.source)) {
    return folder.source;
  }
  fail("cannot find " + folder.what + ": " + shown(installed.native()) + " is no folder; set " +
       folder.variable + " to the folder that holds them");
}

}  // namespace core
