// SPDX-License-Identifier: Apache-2.0
// UUIDs that follow from a name (RFC 4122, version 5).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace core {

using Uuid = std::array<std::uint8_t, 16>;

/// The UUID of a name within a namespace: "886313e1-3b8a-5372-9b90-0c9aee199e5d".
std::string uuid5_text(const Uuid& name_space, std::string_view name);

}  // namespace core
