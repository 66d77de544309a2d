// SPDX-License-Identifier: Apache-2.0
// A label to stick on a bag: the QR code, and beside it in words what the code holds. 105 x 52 mm.
#pragma once

#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/path.h"

namespace report {

struct LabelSheet {
  std::string code;                                        // text of the QR code
  std::string title;                                       // large, beside it
  std::vector<std::pair<std::string, std::string>> lines;  // name and value
  std::string language = "en";
};

/// The same sheet gives the same bytes. Throws Error when a font file is missing or drawing fails.
core::Bytes render_label_svg(const LabelSheet& sheet);
/// At 300 dots per inch.
core::Bytes render_label_png(const LabelSheet& sheet);

}  // namespace report
