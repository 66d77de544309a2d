// SPDX-License-Identifier: Apache-2.0
// The signed head of a log: C2SP tlog-checkpoint, three lines in a signed note.
#pragma once

#include <optional>
#include <string>

#include "core/digest.h"
#include "custody/note.h"

namespace custody {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  core::Sha256 root;

  std::string text() const;
  /// Signs with the log's key.
  std::string signed_by(const VerifierKey& as, const PrivateKey& key) const;
  /// Parses the text of a note: exactly three lines, no extension lines.
  static std::optional<Checkpoint> parse_text(std::string_view text);
  /// The same, where extension lines (none of them empty) may follow, as logs of others may write.
  static std::optional<Checkpoint> parse_head(std::string_view text);
  /// Parses a note whose first signature verifies under `log`; nullopt otherwise.
  static std::optional<Checkpoint> open(std::string_view note, const VerifierKey& log);
  bool operator==(const Checkpoint&) const = default;
};

}  // namespace custody
