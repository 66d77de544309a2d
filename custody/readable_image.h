// SPDX-License-Identifier: Apache-2.0
// An image of the case that somebody wants to read: where it lies, and what was recorded of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "core/set_places.h"
#include "custody/ledger.h"

namespace custody {

struct ReadableImage {
  std::string id;
  core::Path folder;
  acquire::ImageFormat format = acquire::ImageFormat::e01;
  core::Path first;                // its first segment
  std::vector<std::string> files;  // all that there is of it, names without folder, sorted
  acquire::Acquisition recorded;   // size, digests and block digests

  core::Path path_of(const std::string& file) const { return core::SetPlaces(folder, id).find(file); }
};

/// Throws Error when the item is no finished image, is restricted, or its files are not there.
ReadableImage readable_image(const Ledger& ledger, const std::string& item);

/// Throws Error when the path would lie inside the case folder, where verify lists whatever no entry covers.
void need_outside_case(const Ledger& ledger, const core::Path& path);

/// SHA-256 of the image's files by name, as entries and the lists they name give them.
std::map<std::string, std::string> recorded_sums(const Ledger& ledger, const std::string& image);

}  // namespace custody
