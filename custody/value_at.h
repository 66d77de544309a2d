// SPDX-License-Identifier: Apache-2.0
// Members of what an entry says, by their path; what is not there, or of another kind, counts as nothing.
#pragma once

#include <cstdint>
#include <string>

#include "core/json.h"

namespace custody {

inline std::string text_at(const core::json::Value& value, const char* path) {
  const core::json::Value* found = value.at_path(path);
  return found != nullptr && found->string() != nullptr ? *found->string() : "";
}

inline std::uint64_t number_at(const core::json::Value& value, const char* path) {
  const core::json::Value* found = value.at_path(path);
  return found != nullptr && found->integer() != nullptr ? static_cast<std::uint64_t>(*found->integer()) : 0;
}

}  // namespace custody
