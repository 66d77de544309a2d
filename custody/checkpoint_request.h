// SPDX-License-Identifier: Apache-2.0
// What a witness is asked to cosign: the body of add-checkpoint (c2sp.org/tlog-witness), by hand or over HTTP.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"

namespace custody {

struct CheckpointRequest {
  std::uint64_t old_size = 0;  // size of the head that the witness cosigned last
  std::vector<core::Sha256> proof;
  std::string note;  // the checkpoint, as signed

  /// "old N", proof lines, an empty line, the checkpoint.
  std::string text() const;
  /// Strict; at most 63 proof lines. The checkpoint itself is not looked at beyond not being empty.
  static std::optional<CheckpointRequest> parse(std::string_view text);
};

/// Decimal digits without leading zeros, as all C2SP formats write numbers; nullopt for anything else.
std::optional<std::uint64_t> parse_decimal(std::string_view digits);
/// Base64 lines of 32 bytes each, every one ended by LF and at most `most` of them.
std::optional<std::vector<core::Sha256>> parse_hash_lines(std::string_view lines, std::size_t most);

}  // namespace custody
