// SPDX-License-Identifier: Apache-2.0
// Files inside an image, for the parent of the child that reads them: libtsk runs in that child, locked down; every block that
// it used is compared here with the digest recorded when the image was made, and every number it tells is checked.
#pragma once

#include <chrono>
#include <functional>

#include "acquire/files/file_request.h"
#include "core/progress.h"

namespace acquire {

/// The image to read. `recorded`: size, block digests and unreadable ranges as recorded.
struct ImageToRead {
  std::string name;  // for messages
  core::Path first;
  ImageFormat format = ImageFormat::raw;
  const Acquisition& recorded;
};

/// When a child is given up.
struct FileLimits {
  std::chrono::milliseconds silence = std::chrono::minutes(2);
  std::optional<std::uint64_t>
      seconds;  // of computing; nullopt: a minute, and a second for each 4 MiB of media
};

struct FolderListing {
  Place place;
  std::vector<FolderEntry> entries;  // in the order of the file system
  std::uint64_t left_out = 0;        // further names, when there are too many
};

struct FoundFile {
  FileInImage file;
  std::string attribute;   // "128-3" in NTFS
  bool encrypted = false;  // by NTFS: the content is what is stored, not what a person saw
  FileTimes times;
  MediaDigests digests;  // of the content
};

/// Takes content in order. What it was given counts for nothing when reading then fails.
using ContentSink = std::function<void(core::ByteView)>;

/// REQUIRES: what it is made of outlives it. All throw Error: `faults` when the image is not the one recorded, `failed` when
/// what was asked for is not there or must be chosen, or the image or its file system cannot be read, in words.
class ImageFiles {
 public:
  ImageFiles(const ImageToRead& image, const core::CancelToken& cancel, FileLimits limits = {})
      : image_(image), cancel_(cancel), limits_(limits) {}

  std::vector<Volume> volumes() const;
  FolderListing folder(const FileQuery& query) const;
  /// Reads all of its content.
  FoundFile file(const FileQuery& query, core::Progress& progress, const ContentSink& sink = {}) const;
  /// The same into a new file, synced; `expected` is what file() gave before. Nothing is left of it when that fails.
  FoundFile extract(const FileQuery& query, const FoundFile& expected, const core::Path& out,
                    core::Progress& progress) const;

 private:
  const ImageToRead& image_;
  const core::CancelToken& cancel_;
  const FileLimits limits_;
};

/// "libtsk 4.11.1": what reads file systems.
std::string file_system_library();

/// Digest of a range of the media, each block compared with the recorded one. REQUIRES: the range lies inside the media.
core::Sha256 digest_of_range(const ImageToRead& image, const Range& range, const core::CancelToken& cancel);

}  // namespace acquire
