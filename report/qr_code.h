// SPDX-License-Identifier: Apache-2.0
// A QR code (ISO/IEC 18004) as squares, by libqrencode.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace report {

/// Light squares that a reader needs on each side of the code.
inline constexpr std::size_t kQuietZone = 4;

struct QrCode {
  std::size_t width = 0;   // squares on a side, without the quiet zone
  std::vector<bool> dark;  // row by row

  /// Runs of dark squares in a row: first column, and how many.
  struct Run {
    std::size_t x = 0, y = 0, length = 0;
  };
  std::vector<Run> runs() const;
};

/// Level of error correction M: up to 15 % of the code may be damaged. Throws Error when the text is too long or empty.
QrCode qr_code(const std::string& text);

}  // namespace report
