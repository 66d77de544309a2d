// SPDX-License-Identifier: Apache-2.0
#include "acquire/block_digests.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>

#include "acquire/sector_reader.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kSize = core::Sha256::kSize;
constexpr std::size_t kWindow = 2048;  // digests that are read or written at once
constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

std::uint64_t size_of(const core::Fd& fd, const core::Path& path) {
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) {
    core::fail_errno("cannot look at", path, errno);
  }
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

struct BlockDigests::File {
  core::Fd fd;
  core::Path path;
  core::Bytes window;
  std::uint64_t start = kNowhere;  // number of the first digest in the window

  core::Sha256 at(std::uint64_t block, std::uint64_t count) {
    const std::uint64_t wanted = block / kWindow * kWindow;
    if (start != wanted) {
      start = kNowhere;
      window.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kWindow, count - wanted)) * kSize);
      if (read_fully_at(fd.get(), wanted * kSize, window) != static_cast<std::ptrdiff_t>(window.size())) {
        core::fail("cannot read the list of block digests " + core::shown(path.native()) +
                   ": it has become shorter, or the disk does not give it");
      }
      start = wanted;
    }
    return *core::Sha256::from(
        core::ByteView(window).subspan(static_cast<std::size_t>(block - start) * kSize, kSize));
  }
};

BlockDigests::BlockDigests(std::vector<core::Sha256> digests)
    : size_(digests.size()), digests_(std::move(digests)) {}

BlockDigests BlockDigests::in_file(const core::Path& path) {
  BlockDigests out;
  out.file_ = std::make_shared<File>(File{core::open_for_reading(path), path, {}, kNowhere});
  out.size_ = size_of(out.file_->fd, path) / kSize;
  return out;
}

BlockDigests BlockDigests::first(std::uint64_t count) const {
  assert(count <= size_);
  BlockDigests out = *this;
  out.size_ = count;
  return out;
}

core::Sha256 BlockDigests::at(std::uint64_t block) const {
  assert(block < size_);
  return file_ ? file_->at(block, size_) : digests_[static_cast<std::size_t>(block)];
}

core::Sha256 BlockDigests::root() const {
  core::merkle::Frontier frontier;
  for (std::uint64_t i = 0; i < size_; ++i) {
    frontier.push_leaf(core::merkle::leaf_hash(at(i).view()));
  }
  return frontier.root();
}

BlockFile::BlockFile(const core::Path& path)
    : path_(path), fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644)) {
  if (!fd_.valid()) {
    core::fail_errno("cannot create", path, errno);
  }
}

BlockFile::BlockFile(const core::Path& path, std::uint64_t count)
    : path_(path), fd_(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW)), keep_(true) {
  if (!fd_.valid()) {
    core::fail_errno("cannot go on with", path, errno);
  }
  take_over(count);
  keep_ = false;
}

void BlockFile::take_over(std::uint64_t count) {
  if (size_of(fd_, path_) / kSize < count) {
    core::fail("cannot go on with " + core::shown(path_.native()) + ": it lists " +
               std::to_string(size_of(fd_, path_) / kSize) + " blocks, and " + std::to_string(count) +
               " were written");
  }
  const BlockDigests listed = BlockDigests::in_file(path_);
  for (std::uint64_t i = 0; i < count; ++i) {
    frontier_.push_leaf(core::merkle::leaf_hash(listed.at(i).view()));
  }
  const auto end = static_cast<off_t>(count * kSize);
  if (::ftruncate(fd_.get(), end) != 0 || ::lseek(fd_.get(), end, SEEK_SET) != end) {
    core::fail_errno("cannot go on with", path_, errno);
  }
}

BlockFile::~BlockFile() {
  if (!keep_) {
    ::unlink(path_.c_str());
  }
}

void BlockFile::add(std::span<const core::Sha256> digests) {
  for (const core::Sha256& digest : digests) {
    frontier_.push_leaf(core::merkle::leaf_hash(digest.view()));
    waiting_.insert(waiting_.end(), digest.bytes.begin(), digest.bytes.end());
  }
  if (waiting_.size() >= kWindow * kSize) {
    flush();
  }
}

void BlockFile::flush() {
  for (core::ByteView left = waiting_; !left.empty();) {
    const ssize_t written = ::write(fd_.get(), left.data(), left.size());
    if (written < 0 && errno != EINTR) {
      core::fail_errno("cannot write", path_, errno);
    }
    left = left.subspan(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
  waiting_.clear();
}

void BlockFile::sync() {
  flush();
  if (::fdatasync(fd_.get()) != 0) {
    core::fail_errno("cannot sync", path_, errno);
  }
}

void BlockFile::finish() {
  sync();
  fd_ = core::Fd();
  core::sync_directory(path_.parent_path());
  keep_ = true;
}

}  // namespace acquire
