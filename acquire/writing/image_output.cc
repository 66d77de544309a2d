// SPDX-License-Identifier: Apache-2.0
#include "acquire/writing/image_output.h"

#include <unistd.h>

#include <algorithm>

#include "acquire/image/segment_file.h"
#include "acquire/stages/buffer_pool.h"
#include "core/error.h"
#include "core/set_places.h"
#include "core/text.h"

namespace acquire {
namespace {

/// From here on a copy costs more than a write of its own.
constexpr std::size_t kWrittenAlone = 16U << 10U;
/// Written out while the next bytes are made: a checkpoint or the end then waits for little.
constexpr std::uint64_t kSyncStep = 8U << 20U;
constexpr std::uint64_t kEndSize = 64U << 10U;

[[noreturn]] void refuse(const core::Path& path, const std::string& why) {
  core::fail("cannot go on with the image: " + core::shown(path.native()) + " " + why);
}

/// The folders in which the file of that name lies.
std::vector<core::Path> folders_of(const std::vector<core::Path>& begun_in, const std::string& name) {
  std::vector<core::Path> out;
  out.reserve(begun_in.size());
  for (const core::Path& folder : begun_in) {
    out.push_back(place_of(folder, name).parent_path());
  }
  return out;
}

}  // namespace

core::Path place_of(const core::Path& folder, const std::string& name) {
  return core::SetPlaces(folder, core::Path(name).stem().native()).find(name);
}

ImageOutput::ImageOutput(std::vector<core::Path> folders, Naming naming)
    : folders_(std::move(folders)), naming_(std::move(naming)) {
  pending_.reserve(kBufferSize);
}

ImageOutput::ImageOutput(const std::vector<core::Path>& folders, Naming naming, std::vector<ImageFile> files)
    : ImageOutput(folders_of(folders, files.back().name), std::move(naming)) {
  files_ = std::move(files);
  sync_begun_ = files_.back().size;
  kept_ = true;
  for (const core::Path& folder : folders_) {
    open_.push_back(core::DurableFile::reopen(folder / files_.back().name, files_.back().size));
  }
}

ImageOutput::~ImageOutput() {
  if (kept_) {
    return;
  }
  open_.clear();
  for (const core::Path& folder : folders_) {
    for (const ImageFile& file : files_) {
      ::unlink((folder / file.name).c_str());
    }
  }
}

void ImageOutput::next() {
  close();
  const std::string name = naming_(files_.size() + 1);
  if (name.empty()) {
    core::fail("cannot write the image in " + core::shown(folders_.front().native()) +
               ": it needs more than the " + std::to_string(files_.size()) + " segments that its format has");
  }
  std::vector<core::DurableFile> made;
  for (const core::Path& folder : folders_) {
    made.push_back(core::DurableFile::create(folder / name));
  }
  open_ = std::move(made);
  folders_synced_ = false;
  sync_begun_ = 0;
  files_.push_back({name, 0, std::nullopt});
  if (kept_) {
    keep();
  }
}

void ImageOutput::append(core::ByteView bytes, core::ByteView trailer) {
  if (bytes.size() >= kWrittenAlone) {
    for (core::DurableFile& file : open_) {
      file.write_joined(pending_, bytes, trailer);
    }
    pending_.clear();
  } else {
    if (pending_.size() + bytes.size() + trailer.size() > kBufferSize) {
      flush();
    }
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
    pending_.insert(pending_.end(), trailer.begin(), trailer.end());
  }
  files_.back().size += bytes.size() + trailer.size();
  begin_sync();
}

void ImageOutput::overwrite(std::uint64_t offset, core::ByteView bytes) {
  flush();
  for (core::DurableFile& file : open_) {
    file.write_at(offset, bytes);
  }
}

void ImageOutput::checkpoint() {
  flush();
  for (core::DurableFile& file : open_) {
    file.sync();
  }
  if (!folders_synced_) {
    sync_folders();
    folders_synced_ = true;
  }
  keep();
}

void ImageOutput::leave() {
  keep();
  open_.clear();
}

std::vector<ImageFile> ImageOutput::finish() {
  close();
  sync_folders();
  kept_ = true;
  std::vector<core::Path> paths;
  paths.reserve(folders_.size() * files_.size());
  for (const core::Path& folder : folders_) {
    for (const ImageFile& file : files_) {
      paths.push_back(folder / file.name);
    }
  }
  forget_cached(paths);
  return files_;
}

void ImageOutput::keep() {
  kept_ = true;
  for (core::DurableFile& file : open_) {
    file.keep();
  }
}

void ImageOutput::close() {
  flush();
  for (core::DurableFile& file : open_) {
    file.finish_content();
  }
  open_.clear();
}

void ImageOutput::sync_folders() const {
  for (const core::Path& folder : folders_) {
    core::sync_directory(folder);
  }
}

core::Sha256 ImageOutput::digest_of_end(const core::Path& path, std::uint64_t size) {
  const std::uint64_t length = std::min(size, kEndSize);
  const auto bytes = SegmentFile(path).bytes(size - length, static_cast<std::size_t>(length));
  if (!bytes) {
    core::fail("cannot read the end of " + core::shown(path.native()));
  }
  return core::sha256(*bytes);
}

void ImageOutput::flush() {
  for (core::DurableFile& file : open_) {
    file.write(pending_);
  }
  pending_.clear();
}

void ImageOutput::begin_sync() {
  const std::uint64_t written = size() - pending_.size();
  if (written - sync_begun_ >= kSyncStep) {
    for (core::DurableFile& file : open_) {
      file.begin_sync(sync_begun_, written - sync_begun_);
    }
    sync_begun_ = written;
  }
}

void check_resumable(const core::Path& folder, const ImageOutput::Naming& naming,
                     const std::vector<ImageFile>& files) {
  if (files.empty()) {
    core::fail("cannot go on with the image in " + core::shown(folder.native()) + ": it has no file yet");
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    const core::Path path = place_of(folder, files[i].name);
    boost::system::error_code error;
    if (files[i].name != naming(i + 1)) {
      refuse(path, "does not have the name of segment " + std::to_string(i + 1));
    }
    if (core::fs::symlink_status(path, error).type() != core::fs::regular_file) {
      refuse(path, "is missing or no plain file");
    }
    const std::uint64_t size = core::fs::file_size(path, error);
    if (error || size < files[i].size || (size > files[i].size && i + 1 < files.size())) {
      refuse(path, "has " + std::to_string(size) + " bytes, not the " + std::to_string(files[i].size) +
                       " that were written");
    }
  }
}

std::vector<core::Path> later_files(const core::Path& folder, const ImageOutput::Naming& naming,
                                    std::uint64_t count) {
  std::vector<core::Path> out;
  for (std::uint64_t n = count + 1;; ++n) {
    const std::string name = naming(n);
    const core::Path path = place_of(folder, name);
    boost::system::error_code error;
    if (name.empty() || !core::fs::exists(core::fs::symlink_status(path, error))) {
      return out;
    }
    out.push_back(path);
  }
}

}  // namespace acquire
