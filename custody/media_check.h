// SPDX-License-Identifier: Apache-2.0
// Compares the media of one image with what the ledger says of it: whole, or its blocks only.
#pragma once

#include <map>

#include "custody/case_files.h"

namespace custody {

struct MediaToCheck {
  const FileCheck& check;
  std::string folder;  // of the image, relative to check.folder
  std::string image;
  const ImageRecord& record;
  bool blocks_good = false;  // the list of block digests is the one recorded
  const std::map<std::string, std::string>* sums =
      nullptr;  // SHA-256 of its files by name; null: not recorded
};

/// `entry` of a finding is the number of the entry as the replay counts it.
struct MediaFindings {
  Findings findings;
  std::uint64_t bytes = 0;  // media bytes read back
};

/// Throws Error on cancellation only.
MediaFindings compare_media(const MediaToCheck& media);

}  // namespace custody
