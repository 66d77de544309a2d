// SPDX-License-Identifier: Apache-2.0
// The text in a thing's QR label, and whether the log bears it out: docs/labels.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "custody/finding.h"
#include "custody/ledger.h"

namespace custody {

struct Label {
  core::Sha256 case_id;
  std::string thing;
  std::string log;         // fingerprint, 32 hex digits
  std::uint64_t size = 0;  // head of that log when the label was made
  core::Sha256 root;

  /// "exhibit:1 case=<64 hex> thing=<id> log=<32 hex> size=<decimal> root=<64 hex>"
  std::string text() const;
  /// Accepts exactly what text() writes.
  static std::optional<Label> parse(std::string_view text);
};

/// The label of a registered thing as the ledger stands. Throws Error when there is no such thing.
Label label_of(const Ledger& ledger, const std::string& thing);

struct LabelCheck {
  Findings faults;                   // in what the log contradicts the label; none: it bears it out
  std::vector<std::uint64_t> since;  // entries about the thing that the label's head does not cover
};
LabelCheck check_label(const Ledger& ledger, const Label& label);

}  // namespace custody
