// SPDX-License-Identifier: Apache-2.0
// What lies beside an image taken unsigned on a suspect host: the sheet of digests and the facts that the host reported.
// docs/import.md. All of it comes from that host and is read as hostile.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "core/json.h"
#include "core/path.h"

namespace custody {

struct UnsignedSheet {
  std::string name, text;  // of the sheet
  core::Sha256 sha256;     // of its text
  std::map<std::string, core::Sha256> digests;
  std::string facts_name, facts_text;
  core::json::Value facts;                 // what the host did not compute is left out
  std::vector<acquire::Range> unreadable;  // as the host reported
};

/// Where the sheet of an image with that first file would lie.
core::Path sheet_path(const core::Path& first);

/// The lines "<sha256>  <name>" of a sheet; throws Error at any other line, a name that is no plain one, or one given twice.
std::map<std::string, core::Sha256> parse_sheet(const std::string& text, const std::string& sheet);

/// Reads facts_text into facts and unreadable. Throws Error when they are not what `acquire --unsigned` writes.
void parse_facts(UnsignedSheet& sheet);

/// Reads sheet and facts and checks every listed file but the segments, which are checked where they are copied. Throws Error,
/// naming the file, when one is missing or has another digest, a segment is not listed, or the facts are not what
/// `acquire --unsigned` writes.
UnsignedSheet read_sheet(const core::Path& first, const std::vector<core::Path>& segments);

/// Throws Error when the sheet lists another digest for the file of that name. REQUIRES: it lists the file.
void need_as_listed(const UnsignedSheet& sheet, const std::string& name, const core::Sha256& digest);

/// Where the facts of the sheet and the data of the image differ, in words.
std::vector<std::string> differences(const UnsignedSheet& sheet, const acquire::ImageReading& reading);

}  // namespace custody
