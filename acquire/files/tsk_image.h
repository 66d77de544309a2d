// SPDX-License-Identifier: Apache-2.0
// libtsk over media of ours: the image as it sees it, partition tables, and opening of file systems. Runs only where a fault in
// it gains nothing: in the locked-down child.
#pragma once

#include <tsk/libtsk.h>

#include <memory>
#include <string>
#include <vector>

#include "acquire/files/digested_media.h"
#include "acquire/files/file_request.h"

namespace acquire {

struct CloseFileSystem {
  void operator()(TSK_FS_INFO* open) const { ::tsk_fs_close(open); }
};
using FileSystem = std::unique_ptr<TSK_FS_INFO, CloseFileSystem>;

class TskImage {
 public:
  /// REQUIRES: `media` outlives it.
  explicit TskImage(DigestedMedia& media);
  ~TskImage();
  TskImage(const TskImage&) = delete;
  TskImage& operator=(const TskImage&) = delete;

  TSK_IMG_INFO* info();
  std::uint64_t size() const { return media_.size(); }
  /// Throws what made reading fail: words of the media, or that the parent is gone.
  void check() const;

 private:
  struct External;  // the structure that libtsk wants, which knows this
  static ssize_t read(TSK_IMG_INFO* image, TSK_OFF_T offset, char* buffer, std::size_t length) noexcept;
  ssize_t read(TSK_OFF_T offset, char* buffer, std::size_t length);

  DigestedMedia& media_;
  std::exception_ptr thrown_;  // inside read(), which C calls
  std::unique_ptr<External> external_;
};

/// What libtsk says of its last failure; it may quote the evidence.
std::string tsk_words();

/// The partitions of the first table found, with the file systems in them; without a table the whole media.
std::vector<Volume> find_volumes(TskImage& image);

/// Nullptr when there is none of the kinds read here; then `why` holds what was wrong with one that seems to be there, or
/// nothing.
struct OpenedFileSystem {
  FileSystem system;
  std::string why;
};
OpenedFileSystem open_file_system(TskImage& image, std::uint64_t offset);

/// The one at `offset`, else the only one there is. Throws Error `usage` when it must be chosen, `failed` when it cannot be read.
FileSystem choose_file_system(TskImage& image, const std::optional<std::uint64_t>& offset);

}  // namespace acquire
