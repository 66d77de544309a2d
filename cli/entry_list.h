// SPDX-License-Identifier: Apache-2.0
// Entries that a person asked for, on the terminal, as JSON or in a CSV file.
#pragma once

#include "cli/commands.h"
#include "report/log_search.h"

namespace cli {

/// Fails with `usage` on a time without a zone, a stretch that ends before it begins, or an item that cannot be one.
report::LogFilter filter_of(const EntryFilter& args, const std::string& text);

/// Prints the entries, or writes them to the file of --csv. With --json one object with `entries` and `log`.
void list_entries(const custody::Ledger& ledger, const std::vector<report::LogLine>& lines,
                  const EntryFilter& args, const Common& common);

}  // namespace cli
