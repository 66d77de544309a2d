// SPDX-License-Identifier: Apache-2.0
// Records as a template prints them.
#pragma once

#include "legal/documents/document.h"
#include "report/words.h"

namespace legal {

/// Every member of the record by its name, as its form says what it is: times also with `_local`, references as the label
/// of the entry, words in the document's language, absent ones null. Beside them entry, recorded_at, recorded_at_local,
/// recorded_by and items.
core::json::Object record_facts(const DocumentWork& work, const Record& record);

/// Those of a type that stand, in order of their entries; private ones only where the document is private.
std::vector<Record> shown_records(const DocumentWork& work, const std::string& type,
                                  const std::string& incident = "");
core::json::Array record_list(const DocumentWork& work, const std::string& type,
                              const std::string& incident = "");

/// The record that --entry names. Throws Error when it is none of that type, or private and the document is not.
Record record_asked(const DocumentWork& work, const std::string& type);

/// "1,234.50 USD": an amount in the smallest unit of its currency.
std::string money(std::int64_t amount, const std::string& currency);

using report::shown_word;

/// "2026-11-22T09:53:00Z": a time as documents print it; the entry has it in full.
std::string to_the_second(core::UtcTime time);

/// Entries as a list of labels, "12, 14".
std::string entry_text(const custody::Ledger& ledger, const std::vector<std::uint64_t>& entries);

/// Members `text` and `entries` (a list of labels), or null.
core::json::Value line_of(const DocumentWork& work, const std::string& text,
                          const std::vector<std::uint64_t>& entries);

}  // namespace legal
