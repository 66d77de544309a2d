// SPDX-License-Identifier: Apache-2.0
// Numbers in a statement, compared with the figures that the case records.
#pragma once

#include <string>
#include <vector>

#include "legal/records.h"

namespace legal {

struct Figure {
  std::string name, unit;
  std::int64_t value = 0;
  std::uint64_t entry = 0;
};
/// Those of an incident that stand.
std::vector<Figure> figures(const Records& records, const std::string& incident);

/// A number in a text: "1,204", "１２万", with the words that follow it.
struct StatedNumber {
  std::string as_written;
  std::int64_t value = 0;
  std::string after;  // up to 40 bytes of what follows, without leading blanks
};
/// Digits of either width, with commas between groups of three, and 万 and 億 behind them; numbers with a decimal
/// point, dates, times and numbers beyond 2^53 are left out.
std::vector<StatedNumber> numbers_in(const std::string& text);

struct StatementFlag {
  std::string text;      // for a person, with the entry that records the figure
  bool differs = false;  // false: no figure of that unit is recorded
};
/// Every number that no figure records: one with the unit of a figure differs from it.
std::vector<StatementFlag> statement_flags(const std::string& text, const std::vector<Figure>& figures);

/// The text of an attachment of the case, checked against its digest. Throws Error; at most 1 MiB, UTF-8.
std::string attached_text(const custody::Ledger& ledger, const std::string& digest);

}  // namespace legal
