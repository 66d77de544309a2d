// SPDX-License-Identifier: Apache-2.0
// Committed fields: docs/ledger-format.md section 5. The entry carries a hash, the disclosure stays outside.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/digest.h"
#include "core/json.h"
#include "core/random.h"

namespace custody {

struct Disclosure {
  std::uint64_t seq = 0;
  std::string name;  // path of the field, "body.title"
  std::string salt;  // 32 hex digits
  core::json::Value value;
};

/// SHA-256("exhibit.evidence/commit/v1" LF canonical([salt, name, value])).
core::Sha256 commitment(const Disclosure& disclosure);

/// Marks a value of a draft as to be committed; seal_commitments() turns the mark into the hash.
core::json::Value committed(core::json::Value value);

/// A draft's value without the marks: what was to be committed stands as it is.
core::json::Value in_clear(core::json::Value value);

/// Replaces every marked value below `object` by its commitment under a fresh salt.
std::vector<Disclosure> seal_commitments(core::json::Value& object, std::uint64_t seq, core::Random& random);

/// The hash when the value is {"commit": <64 hex digits>} and nothing else; nullopt otherwise.
std::optional<core::Sha256> commitment_in(const core::json::Value& value);

struct CommittedField {
  std::string name;
  core::Sha256 hash;
};
/// All commitments below an entry's object, by path.
std::vector<CommittedField> commitments_in(const core::json::Value& object);

}  // namespace custody
