// SPDX-License-Identifier: Apache-2.0
#include "cli/partial_folder.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/text.h"
#include "custody/image_files.h"

namespace cli {

PartialFolder::PartialFolder(core::Path item_folder, core::Path folder, bool keep)
    : item_folder_(std::move(item_folder)), folder_(std::move(folder)), keep_(keep) {}

PartialFolder::PartialFolder(const core::Path& item_folder, const std::string& image)
    : PartialFolder(item_folder, item_folder / custody::partial_folder_name(image), false) {
  if (core::fs::exists(folder_) && !is_locked(item_folder, image)) {
    core::fs::remove_all(folder_);
  }
  core::create_new_directory(folder_);
  lock_ = lock_folder(folder_);
}

bool PartialFolder::is_left(const core::Path& item_folder, const std::string& image) {
  return core::fs::is_directory(item_folder / custody::partial_folder_name(image)) ||
         !custody::files_in_folder(item_folder, image).empty();
}

PartialFolder PartialFolder::take_over(const core::Path& item_folder, const std::string& image) {
  PartialFolder out(item_folder, item_folder / custody::partial_folder_name(image), true);
  if (is_locked(item_folder, image)) {
    core::fail("another process is making " + core::shown(image) + " right now");
  }
  if (!core::fs::is_directory(out.folder_)) {
    core::create_new_directory(out.folder_);
  }
  out.lock_ = lock_folder(out.folder_);
  out.take_back(image);
  return out;
}

void PartialFolder::take_back(const std::string& image) {
  for (const std::string& name : custody::files_in_folder(item_folder_, image)) {
    core::rename_new(item_folder_ / name, folder_ / name);
  }
}

PartialFolder::PartialFolder(PartialFolder&& other) noexcept
    : item_folder_(std::move(other.item_folder_)),
      folder_(std::move(other.folder_)),
      lock_(std::move(other.lock_)),
      keep_(std::exchange(other.keep_, true)) {}

PartialFolder::~PartialFolder() {
  if (!keep_) {
    boost::system::error_code ignored;
    core::fs::remove_all(folder_, ignored);
  }
}

void PartialFolder::release(const std::string& left) {
  std::vector<core::Path> files;
  for (const auto& file : core::fs::directory_iterator(folder_)) {
    if (file.path().filename() != left) {
      files.push_back(file.path());
    }
  }
  std::sort(files.rbegin(), files.rend());
  std::vector<core::Path> moved;
  try {
    for (const core::Path& file : files) {
      core::rename_new(file, item_folder_ / file.filename());
      moved.push_back(file);
    }
  } catch (const core::Error&) {
    for (const core::Path& file : moved) {
      core::rename_new(item_folder_ / file.filename(), file);
    }
    throw;
  }
  keep_ = !left.empty();
}

bool PartialFolder::is_locked(const core::Path& item_folder, const std::string& image) {
  const core::Path folder = item_folder / custody::partial_folder_name(image);
  if (!core::fs::is_directory(folder)) {
    return false;
  }
  const core::Fd fd = core::open_for_reading(folder, O_DIRECTORY);
  return ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0;
}

core::Fd lock_folder(const core::Path& folder) {
  core::Fd lock = core::open_for_reading(folder, O_DIRECTORY);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    core::fail_errno("cannot lock", folder, errno);
  }
  return lock;
}

void need_no_files_of(const core::Path& folder, const std::string& image, const std::string& doing) {
  for (const core::fs::directory_entry& entry : core::fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().native();
    const bool unfinished = name == custody::partial_folder_name(image) && !core::fs::is_empty(entry.path());
    if (name.starts_with(image + ".") || unfinished) {
      core::fail("cannot " + doing + " in " + core::shown(folder.native()) + ": it holds " +
                 core::shown(name) + " already; choose another folder");
    }
  }
}

}  // namespace cli
