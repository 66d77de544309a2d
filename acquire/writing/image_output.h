// SPDX-License-Identifier: Apache-2.0
// The files of an image while it is written: made one after the other, each exclusively, appended to in large writes,
// synced, and removed again when the image comes to nothing. With several folders each gets the same bytes under the same names.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "core/bytes.h"
#include "core/durable_file.h"

namespace acquire {

class ImageOutput {
 public:
  /// The name of file `number`, from 1; empty when there is no such file.
  using Naming = std::function<std::string(std::uint64_t number)>;

  /// No file yet. REQUIRES: at least one folder.
  ImageOutput(std::vector<core::Path> folders, Naming naming);
  /// Goes on behind `files`, the last of which is open, and makes the next ones where that lies. REQUIRES: each folder was
  /// checked with check_resumable().
  ImageOutput(const std::vector<core::Path>& folders, Naming naming, std::vector<ImageFile> files);
  /// Removes the files, unless finish(), checkpoint() or leave() was called, or the image was resumed.
  ~ImageOutput();
  ImageOutput(const ImageOutput&) = delete;
  ImageOutput& operator=(const ImageOutput&) = delete;

  /// Syncs and closes the open file, and makes the next one. Throws Error when there is no name for it.
  void next();
  /// Appends to the open file.
  void append(core::ByteView bytes, core::ByteView trailer = {});
  /// Writes over bytes of the open file that were appended.
  void overwrite(std::uint64_t offset, core::ByteView bytes);
  /// Of the open file.
  std::uint64_t size() const { return files_.back().size; }
  const std::vector<ImageFile>& files() const { return files_; }

  /// Syncs what was written and the folder; from now on nothing is removed.
  void checkpoint();
  void leave();
  /// Syncs and closes everything, and has the kernel forget what it holds of the files.
  std::vector<ImageFile> finish();

  /// Of the open file; what was appended must be on its way to it: after checkpoint().
  core::Sha256 end_of_last() const {
    return digest_of_end(folders_.front() / files_.back().name, files_.back().size);
  }
  /// SHA-256 of the last bytes of a file's first `size`; throws Error when they cannot be read.
  static core::Sha256 digest_of_end(const core::Path& path, std::uint64_t size);

 private:
  void flush();
  void begin_sync();
  void keep();
  void close();
  void sync_folders() const;

  const std::vector<core::Path> folders_;
  Naming naming_;
  std::vector<ImageFile> files_;
  std::vector<core::DurableFile> open_;  // the last of files_, in each folder
  core::Bytes pending_;                  // appended, not yet written
  std::uint64_t sync_begun_ = 0;         // up to where the open file was given to the disk
  bool folders_synced_ = false;
  bool kept_ = false;
};

/// Where a file of a set lies that was begun in `folder` (core::SetPlaces).
core::Path place_of(const core::Path& folder, const std::string& name);

/// Throws Error, naming the file, when one of `files` is missing, no plain file, shorter, or (all but the last) longer, or
/// does not have the name that it should have. Changes nothing.
void check_resumable(const core::Path& folder, const ImageOutput::Naming& naming,
                     const std::vector<ImageFile>& files);

/// The files that follow the first `count` of a set without a gap.
std::vector<core::Path> later_files(const core::Path& folder, const ImageOutput::Naming& naming,
                                    std::uint64_t count);

}  // namespace acquire
