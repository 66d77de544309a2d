// SPDX-License-Identifier: Apache-2.0
// An entry as a person names it: "12", and in further logs "3fa2b1c4:12"; written and read back.
#pragma once

#include <cstdint>
#include <string>

#include "custody/rows.h"

namespace custody {

class Ledger;

/// How a person names the entry of that number (custody/entry_number.h): seq, in further logs after the first eight hex
/// digits of the log's fingerprint.
std::string entry_label(const Rows& rows, std::uint64_t number);
/// Likewise for entry `seq` of the further log of that origin; empty: of the log that opened the case.
std::string entry_label(const std::string& further_log, std::uint64_t seq);
/// Number of the entry that a label names; four digits of the fingerprint are enough where no other log begins so. Throws
/// Error when there is none, `usage` when the text is no label.
std::uint64_t entry_labelled(const Ledger& ledger, const std::string& label);

}  // namespace custody
