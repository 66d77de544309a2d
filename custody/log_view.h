// SPDX-License-Identifier: Apache-2.0
// What the author of an entry had before their eyes: their own log up to it, and of each other log as much as their log had
// taken in by then. docs/ledger-format.md section 8.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "custody/entry_number.h"
#include "custody/rows.h"

namespace custody {

/// How many entries of each log are known, by index of the log.
using LogSizes = std::map<std::uint64_t, std::uint64_t>;

class LogView {
 public:
  /// The view of a log's author at entry `seq`. A log without a row knows itself alone.
  static LogView of(const Rows& rows, const std::string& origin, std::uint64_t index, std::uint64_t seq);
  /// The view of the author of that entry.
  static LogView of_entry(const Rows& rows, std::uint64_t number);

  bool knows(std::uint64_t number) const;
  std::uint64_t size_of(std::uint64_t log_index) const;
  const LogSizes& sizes() const { return sizes_; }

 private:
  LogSizes sizes_;
};

/// Adds to the row of a log what it knows from entry `seq` on: what it knew, and `index` up to `size` with all that log knew.
void learn(Rows& rows, const std::string& origin, std::uint64_t seq, std::uint64_t index, std::uint64_t size);

/// Origin of the log of that index; empty when it has no row.
std::string origin_of_log(const Rows& rows, std::uint64_t index);
/// Index of a log in this folder; nullopt when it has no row.
std::optional<std::uint64_t> index_of_log(const Rows& rows, const std::string& origin);

}  // namespace custody
