// SPDX-License-Identifier: Apache-2.0
#include "custody/role.h"

#include <array>

namespace custody {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"administrator", "responder", "examiner", "custodian",
                                                    "counsel",       "auditor",   "committed"};
constexpr std::size_t kHeld = 6;  // of them, those a key can hold

}  // namespace

std::string_view text_of(Role role) { return kNames.at(static_cast<std::size_t>(role)); }

std::optional<Role> parse_role(std::string_view text) {
  for (std::size_t i = 0; i < kHeld; ++i) {
    if (kNames[i] == text) {
      return static_cast<Role>(i);
    }
  }
  return std::nullopt;
}

std::string role_list() {
  std::string out;
  for (std::size_t i = 0; i < kHeld; ++i) {
    out += (out.empty() ? "" : ", ") + std::string(kNames.at(i));
  }
  return out;
}

}  // namespace custody
