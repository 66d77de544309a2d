// SPDX-License-Identifier: Apache-2.0
#include "core/digest_list.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <utility>

#include "core/error.h"
#include "core/scratch_folder.h"
#include "core/text.h"

namespace core {
namespace {

constexpr std::size_t kSize = Sha256::kSize;
constexpr std::size_t kWindow = 2048;  // digests that are read or written at once
constexpr std::uint64_t kNowhere = ~std::uint64_t{0};

bool read_whole_at(const Fd& fd, std::uint64_t offset, std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::pread(fd.get(), out.data(), out.size(), static_cast<off_t>(offset));
    if (got == 0 || (got < 0 && errno != EINTR)) {
      return false;
    }
    const std::size_t done = got > 0 ? static_cast<std::size_t>(got) : 0;
    out = out.subspan(done);
    offset += done;
  }
  return true;
}

std::uint64_t size_of(const Fd& fd, const Path& path) {
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) {
    fail_errno("cannot look at", path, errno);
  }
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

struct DigestList::File {
  Fd fd;
  Path path;
  Bytes window;
  std::uint64_t start = kNowhere;  // number of the first digest in the window

  Sha256 at(std::uint64_t block, std::uint64_t count) {
    const std::uint64_t wanted = block / kWindow * kWindow;
    if (start != wanted) {
      start = kNowhere;
      window.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kWindow, count - wanted)) * kSize);
      if (!read_whole_at(fd, wanted * kSize, window)) {
        fail("cannot read the list of digests " + shown(path.native()) +
             ": it has become shorter, or the disk does not give it");
      }
      start = wanted;
    }
    return *Sha256::from(ByteView(window).subspan(static_cast<std::size_t>(block - start) * kSize, kSize));
  }
};

DigestList::DigestList(std::vector<Sha256> digests) : size_(digests.size()), digests_(std::move(digests)) {}

DigestList DigestList::in_file(const Path& path) {
  DigestList out;
  out.file_ = std::make_shared<File>(File{open_for_reading(path), path, {}, kNowhere});
  out.size_ = size_of(out.file_->fd, path) / kSize;
  return out;
}

DigestList DigestList::in_open_file(Fd file, const Path& path, std::uint64_t count) {
  DigestList out;
  out.file_ = std::make_shared<File>(File{std::move(file), path, {}, kNowhere});
  out.size_ = count;
  return out;
}

DigestList DigestList::first(std::uint64_t count) const {
  assert(count <= size_);
  DigestList out = *this;
  out.size_ = count;
  return out;
}

Sha256 DigestList::at(std::uint64_t index) const {
  assert(index < size_);
  return file_ ? file_->at(index, size_) : digests_[static_cast<std::size_t>(index)];
}

Sha256 DigestList::root() const {
  merkle::Frontier frontier;
  for (std::uint64_t i = 0; i < size_; ++i) {
    frontier.push_leaf(merkle::leaf_hash(at(i).view()));
  }
  return frontier.root();
}

void DigestGatherer::add(std::span<const Sha256> digests) {
  for (const Sha256& digest : digests) {
    waiting_.insert(waiting_.end(), digest.bytes.begin(), digest.bytes.end());
  }
  if (waiting_.size() >= kInMemory * kSize) {
    spill();
  }
}

void DigestGatherer::spill() {
  if (!file_.valid()) {
    const ScratchFolder folder =
        ScratchFolder::temporary("digests");  // goes, and the file in it has no name then
    path_ = folder.path() / "digests";
    file_ = Fd(::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file_.valid()) {
      fail_errno("cannot keep block digests in", path_, errno);
    }
  }
  for (std::size_t done = 0; done < waiting_.size();) {
    const ssize_t n = ::pwrite(file_.get(), waiting_.data() + done, waiting_.size() - done,
                               static_cast<off_t>(spilled_ * kSize + done));
    if (n < 0 && errno != EINTR) {
      fail_errno("cannot keep block digests (set TMPDIR to a folder with room) in", path_, errno);
    }
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  spilled_ += waiting_.size() / kSize;
  waiting_.clear();
}

DigestList DigestGatherer::take() {
  if (!file_.valid()) {
    std::vector<Sha256> out;
    out.reserve(waiting_.size() / kSize);
    for (std::size_t at = 0; at < waiting_.size(); at += kSize) {
      out.push_back(*Sha256::from(ByteView(waiting_).subspan(at, kSize)));
    }
    waiting_.clear();
    return DigestList(std::move(out));
  }
  if (!waiting_.empty()) {
    spill();
  }
  return DigestList::in_open_file(std::exchange(file_, Fd()), path_, std::exchange(spilled_, 0));
}

DigestListFile::DigestListFile(const Path& path) : file_(DurableFile::create(path)) {}

DigestListFile::DigestListFile(const Path& path, std::uint64_t count)
    : file_(DurableFile::reopen(path, count * kSize)) {
  const DigestList listed = DigestList::in_file(path);
  for (std::uint64_t i = 0; i < count; ++i) {
    frontier_.push_leaf(merkle::leaf_hash(listed.at(i).view()));
  }
}

void DigestListFile::add(std::span<const Sha256> digests) {
  for (const Sha256& digest : digests) {
    frontier_.push_leaf(merkle::leaf_hash(digest.view()));
    waiting_.insert(waiting_.end(), digest.bytes.begin(), digest.bytes.end());
  }
  if (waiting_.size() >= kWindow * kSize) {
    flush();
  }
}

void DigestListFile::flush() {
  file_.write(waiting_);
  waiting_.clear();
}

void DigestListFile::sync() {
  flush();
  file_.sync();
}

void DigestListFile::finish() {
  flush();
  file_.finish();
}

}  // namespace core
