// SPDX-License-Identifier: Apache-2.0
// Values made coarse: times to the day, numbers and sums to bands.
#pragma once

#include <string>
#include <vector>

#include "legal/law/rule.h"
#include "legal/sharing/letters.h"

namespace legal {

/// "10 to 99" by bounds that rise; "none" for 0.
Bilingual band_of(std::int64_t value, const std::vector<std::int64_t>& bounds);
/// Of a sum in the smallest unit of a currency: "10,000 to 99,999 JPY".
Bilingual sum_band(std::int64_t amount, const std::string& currency, const std::vector<std::int64_t>& bounds);

/// What stands in the place of a stretch of letters.
struct Coarser {
  std::size_t begin = 0, end = 0;
  Bilingual shown;
};
/// Times of day are taken out, and numbers from 10 on become bands; dates, percentages and numbers that are part of a word stay.
std::vector<Coarser> coarser_in(const std::u32string& letters, const std::vector<std::int64_t>& counts,
                                const std::vector<std::int64_t>& sums);

}  // namespace legal
