// SPDX-License-Identifier: Apache-2.0
// The folder an image is made in, beside where it will lie: what is in it is not finished.
#pragma once

#include <string>

#include "core/durable_file.h"

namespace cli {

/// Locked while its process lives. The destructor removes it, unless keep() was called or the kernel ends the process.
class PartialFolder {
 public:
  /// A new one. One that a process left before its first entry is removed: no entry knows of it.
  PartialFolder(const core::Path& item_folder, const std::string& image);
  /// True when there is something to take over: the folder, or files of the image that release() moved before its process ended.
  static bool is_left(const core::Path& item_folder, const std::string& image);
  /// What is left, to go on in; it is kept until release(). Files of the image are moved back from the item's folder. Throws Error
  /// when another process holds it. REQUIRES: is_left().
  static PartialFolder take_over(const core::Path& item_folder, const std::string& image);
  ~PartialFolder();
  PartialFolder(PartialFolder&& other) noexcept;
  PartialFolder& operator=(PartialFolder&&) = delete;

  const core::Path& path() const { return folder_; }
  /// Moves every file to the item's folder, never over another: all of them or none. The first of a set goes last, so that
  /// no part of it looks whole. The file named `left`, if any, stays, and the folder with it, until discard().
  void release(const std::string& left = "");
  void keep() { keep_ = true; }
  /// What is still in it is of no use any more.
  void discard() { keep_ = false; }
  /// True when a living process makes that image.
  static bool is_locked(const core::Path& item_folder, const std::string& image);

 private:
  PartialFolder(core::Path item_folder, core::Path folder, bool keep);
  void take_back(const std::string& image);

  core::Path item_folder_, folder_;
  core::Fd lock_;
  bool keep_;
};

/// Held while the descriptor is open. Throws Error when another process holds it.
core::Fd lock_folder(const core::Path& folder);
/// Throws Error when the folder holds files of that image, or such a folder that is not empty, already; `doing` is what cannot be
/// done then.
void need_no_files_of(const core::Path& folder, const std::string& image, const std::string& doing);

}  // namespace cli
