// SPDX-License-Identifier: Apache-2.0
// What looks like an identifier whoever it belongs to: addresses of mail, network and web, paths, digests, keys, telephone
// numbers, names of hosts.
#pragma once

#include <string>
#include <vector>

#include "legal/sharing/identity.h"

namespace legal {

/// A stretch of letters.
struct FoundPattern {
  std::size_t begin = 0, end = 0;
  IdentityKind kind = IdentityKind::address;
};

/// Everything of the kind in a text as letters_of() gives it, in order, not touching one another.
std::vector<FoundPattern> patterns_in(const std::u32string& letters);

/// Words of letters, then digits, as hosts are often called: "fs-1", "web03". Common terms of that form are left out.
std::vector<FoundPattern> host_like_in(const std::u32string& letters);

}  // namespace legal
