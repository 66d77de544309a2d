// SPDX-License-Identifier: Apache-2.0
// A private folder that is gone when the test ends.
#pragma once

#include "core/path.h"

namespace support {

class TempFolder {
 public:
  TempFolder() : path_(core::fs::temp_directory_path() / core::fs::unique_path("exhibit-test-%%%%%%%%%%%%")) {
    core::fs::create_directories(path_);
  }
  ~TempFolder() {
    boost::system::error_code ignored;
    core::fs::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const core::Path& path() const { return path_; }
  core::Path operator/(const std::string& name) const { return path_ / name; }

 private:
  core::Path path_;
};

}  // namespace support
