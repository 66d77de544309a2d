// SPDX-License-Identifier: Apache-2.0
#include "core/ids.h"

#include <algorithm>

namespace core {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_allowed(char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; }

}  // namespace

bool is_identifier(std::string_view text) {
  return !text.empty() && text.size() <= 64 && is_alphanumeric(text.front()) && text.back() != '.' &&
         std::all_of(text.begin(), text.end(), is_allowed) && text.find("..") == std::string_view::npos;
}

}  // namespace core
