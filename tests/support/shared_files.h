// SPDX-License-Identifier: Apache-2.0
// Test vectors that others made: beside the checkout, not in it. Absent is skipped with a warning; empty is a failure.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "core/durable_file.h"
#include "core/json.h"
#include "core/path.h"

namespace support {

inline core::Path shared_folder(const std::string& name) {
  return core::Path(EXHIBIT_SHARED_DIR) / "vectors" / name;
}

/// False, with a warning, when the folder is not on this machine: the test is to return.
inline bool has_shared(const std::string& name) {
  if (core::fs::is_directory(shared_folder(name))) {
    return true;
  }
  WARN("skipped: the shared test vectors " + name + " are not here");
  return false;
}

/// All files below the folder with that extension, by path; fails when there is none.
inline std::vector<core::Path> shared_files(const std::string& name, const std::string& extension) {
  std::vector<core::Path> out;
  for (const auto& file : core::fs::recursive_directory_iterator(shared_folder(name))) {
    if (core::fs::is_regular_file(file.path()) && file.path().extension() == extension) {
      out.push_back(file.path());
    }
  }
  std::sort(out.begin(), out.end());
  if (out.empty()) {
    FAIL("the corpus " + name + " is empty");
  }
  return out;
}

inline core::json::Value json_file(const core::Path& file) {
  INFO(file.native());
  auto value = core::json::parse(core::read_text_file(file));
  REQUIRE(value);
  return std::move(*value);
}

/// Golden values kept in the source tree; tests/vectors says how they were made.
inline core::json::Value golden(const std::string& name) {
  return json_file(core::Path(EXHIBIT_TEST_SOURCE_DIR) / "vectors" / name);
}

}  // namespace support
