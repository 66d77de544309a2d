// SPDX-License-Identifier: Apache-2.0
// The import of an image that another tool made, or that was made unsigned, as it is recorded: no start entry exists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "custody/acquisition_record.h"
#include "custody/unsigned_sheet.h"

namespace custody {

/// What an image taken unsigned brought along. Nothing of it was observed here.
struct UnsignedReport {
  core::json::Value facts;     // as the host reported them; in the profile of the ledger
  DraftAttachment facts_file;  // their file
  DraftAttachment sheet;       // digests of all files
  bool sheet_told = false;     // a person gave the digest of the sheet, and it was the same
};

/// What an image is imported with. Texts of a person may be empty.
struct ImageImport {
  Registration registration;
  std::string from;                // the first file, as it was
  std::vector<std::string> names;  // of the files, as they were, in order
  std::string command, reason;
  std::vector<std::string> libraries;
  acquire::ImageReading reading;           // of the files in the case
  std::vector<acquire::Range> unreadable;  // as the image lists them, or if it lists none, its report
  std::vector<std::string> faults;         // of the image, and where its report differs from it
  core::UtcTime started, finished;
  std::optional<UnsignedReport> of_unsigned;
};

/// Files beside the image.
struct ImportSides {
  SideFile blocks, files;
  std::optional<SideFile> unreadable;
};

/// Takes over what the image, read whole, says and how the report of an unsigned one (null: none) differs from it.
void take_reading(ImageImport& import, acquire::ImageReading reading, const UnsignedSheet* sheet);

/// Registrations as needed, then the import.
std::vector<Draft> draft_import(const AcquisitionIds& ids, const ImageImport& import,
                                const ImportSides& sides, const UnlockedKey& by);

}  // namespace custody
