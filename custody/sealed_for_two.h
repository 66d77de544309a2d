// SPDX-License-Identifier: Apache-2.0
// A text sealed so that two people must open it together: docs/ledger-format.md section 16. A random key encrypts it; each
// of the two holds one half of that key, and half a key says nothing.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "core/random.h"
#include "core/secret.h"
#include "custody/key_store.h"

namespace custody {

/// The file: one line of canonical JSON. Throws Error when nothing can be sealed under a key, or it is one key twice.
std::string seal_for_two(std::string_view text, const std::array<VerifierKey, 2>& keys, core::Random& random);

/// The names of the two keys; nullopt when the text is no such file.
std::optional<std::array<std::string, 2>> sealed_for(std::string_view file);

/// The text. Throws Error, naming what is wrong, when the file is no such file or these are not its two keys.
core::Secret open_with_two(std::string_view file, const UnlockedKey& one, const UnlockedKey& other);

}  // namespace custody
