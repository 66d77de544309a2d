// SPDX-License-Identifier: Apache-2.0
#include "custody/role.h"

#include <array>

namespace custody {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"administrator", "responder", "examiner",
                                                    "custodian",     "counsel",   "auditor"};

}  // namespace

std::string_view text_of(Role role) { return kNames.at(static_cast<std::size_t>(role)); }

std::optional<Role> parse_role(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) {
      return static_cast<Role>(i);
    }
  }
  return std::nullopt;
}

std::string role_list() {
  std::string out;
  for (const std::string_view name : kNames) {
    out += (out.empty() ? "" : ", ") + std::string(name);
  }
  return out;
}

}  // namespace custody
