// SPDX-License-Identifier: Apache-2.0
#include "acquire/block_digests.h"

#include <sys/stat.h>

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

BlockFile::BlockFile(const core::Path& path) : file_(core::DurableFile::create(path)) {}

BlockFile::BlockFile(const core::Path& path, std::uint64_t count)
    : file_(core::DurableFile::reopen(path, count * kSize)) {
  const BlockDigests listed = BlockDigests::in_file(path);
  for (std::uint64_t i = 0; i < count; ++i) {
    frontier_.push_leaf(core::merkle::leaf_hash(listed.at(i).view()));
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
  file_.write(waiting_);
  waiting_.clear();
}

void BlockFile::sync() {
  flush();
  file_.sync();
}

void BlockFile::finish() {
  flush();
  file_.finish();
}

}  // namespace acquire
