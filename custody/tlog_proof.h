// SPDX-License-Identifier: Apache-2.0
// Proof that an entry is in a log (c2sp.org/tlog-proof): index, audit path and a checkpoint, with its cosignatures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/digest.h"

namespace custody {

struct TlogProof {
  std::uint64_t index = 0;
  std::vector<core::Sha256> path;
  std::string checkpoint;                 // the note, as signed
  std::optional<core::Bytes> extra = {};  // of no meaning here, and never trusted

  std::string text() const;
  /// Strict: what is accepted encodes back to the same bytes.
  static std::optional<TlogProof> parse(std::string_view text);
};

}  // namespace custody
