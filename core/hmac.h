// SPDX-License-Identifier: Apache-2.0
// HMAC with SHA-256 (RFC 2104): a digest that nobody can recompute without the key.
#pragma once

#include "core/digest.h"

namespace core {

Sha256 hmac_sha256(ByteView key, ByteView message);

}  // namespace core
