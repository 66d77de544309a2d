// SPDX-License-Identifier: Apache-2.0
#include "custody/acquired.h"

#include <algorithm>

#include "custody/history.h"

namespace custody {

FinishedAcquisitions finished_acquisitions(const Rows& rows, const std::string& item, std::uint64_t own_log) {
  FinishedAcquisitions out;
  for (const auto& [image, row] : rows.list("image", "")) {
    const auto finished = row.integer_of("finished");
    if (!finished || (image != item && row.text_of("image_of") != item)) {
      continue;
    }
    const auto number = static_cast<std::uint64_t>(*finished);
    if (log_index_of(number) == own_log) {
      out.own.push_back(seq_of(number));
    } else if (const auto hash = hash_in_history(rows, image, number)) {
      out.elsewhere.push_back(hash->hex());
    }
  }
  std::sort(out.own.begin(), out.own.end());
  std::sort(out.elsewhere.begin(), out.elsewhere.end());
  return out;
}

}  // namespace custody
