// SPDX-License-Identifier: Apache-2.0
// Names that stand for identities. Each follows from the identity and a secret salt alone, so that neither the order in which
// people are named nor how many there are shows in it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "legal/sharing/identity.h"

namespace legal {

/// Three consonants for each identity that has a pseudonym, by its place in the list; none twice within a kind. The salt has
/// 16 bytes at least: without it nobody can tell which code is whose.
std::map<std::size_t, std::string> codes_of(const std::vector<Identity>& identities, core::ByteView salt);

/// "Person KDB", 関係者KDB
Bilingual pseudonym(IdentityKind kind, const std::string& code);

/// Four digits that tell one salt from another.
std::string series_of(core::ByteView salt);

}  // namespace legal
