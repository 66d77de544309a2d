// SPDX-License-Identifier: Apache-2.0
// Checks the files of a case folder or package against what the ledger says of them: presence, digests, media, and that
// nothing else lies there.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "acquire/acquisition.h"
#include "core/path.h"
#include "custody/image_files.h"
#include "custody/verify_ledger.h"

namespace custody {

/// Reads an image back; given by the caller, since this module opens no images.
using ImageReader =
    std::function<acquire::ImageReading(const core::Path& first_file, acquire::ImageFormat format)>;

/// Compares the media of an image with the block digests in a file; likewise.
using BlockChecker = std::function<acquire::BlockReading(
    const core::Path& first_file, acquire::ImageFormat format, const core::Path& blocks_file)>;

struct FileCheck {
  core::Path folder;                      // holds evidence/, attachments/, documents/
  std::set<std::string> allowed_files;    // further plain files at the top of the folder
  std::set<std::string> allowed_folders;  // further folders there, checked by others
  bool quick = false;                     // of the media, the block digests only
  ImageReader read_image;
  std::optional<std::set<std::string>> media_of = std::nullopt;  // images whose media are read; nullopt: all
  BlockChecker check_blocks = nullptr;                           // needed when quick and there are images
  std::function<LedgerReport()> ledger_now = nullptr;  // of a case that others may write to meanwhile
};

struct FileReport {
  Findings findings;
  std::uint64_t bytes = 0;   // media bytes read back
  std::uint64_t images = 0;  // images looked at
};

FileReport check_case_files(const LedgerReport& ledger, const FileCheck& check);

}  // namespace custody
