// SPDX-License-Identifier: Apache-2.0
#include "core/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include "core/error.h"
#include "core/text.h"

namespace core {
namespace {

Path parent_of(const Path& path) { return path.parent_path().empty() ? Path(".") : path.parent_path(); }

void write_all(int fd, ByteView bytes, const Path& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n < 0) {
      fail_errno("cannot write", path, errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

void sync_path(const Path& path, int flags) {
  const Fd fd = open_for_reading(path, flags);
  if (::fsync(fd.get()) != 0) {
    fail_errno("cannot sync", path, errno);
  }
}

/// Reads up to the buffer's size; 0 at the end of the file.
std::size_t read_some(int fd, std::span<std::uint8_t> buffer, const Path& path) {
  for (;;) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n >= 0) {
      return static_cast<std::size_t>(n);
    }
    if (errno != EINTR) {
      fail_errno("cannot read", path, errno);
    }
  }
}

}  // namespace

Fd::~Fd() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) {
      ::close(fd_);
    }
    fd_ = other.release();
  }
  return *this;
}

int Fd::release() {
  const int fd = fd_;
  fd_ = -1;
  return fd;
}

Fd open_for_reading(const Path& path, int extra_flags) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | extra_flags));
  if (!fd.valid()) {
    fail_errno("cannot open", path, errno);
  }
  return fd;
}

DurableFile DurableFile::create(const Path& path, unsigned mode) {
  Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!fd.valid()) {
    fail_errno("cannot create", path, errno);
  }
  return {std::move(fd), path};
}

DurableFile DurableFile::reopen(const Path& path, std::uint64_t size) {
  Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd.valid()) {
    fail_errno("cannot open", path, errno);
  }
  struct stat about = {};
  if (::fstat(fd.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
    fail("cannot go on with " + shown(path.native()) + ": it is no plain file");
  }
  if (static_cast<std::uint64_t>(about.st_size) < size) {
    fail("cannot go on with " + shown(path.native()) + ": it has " + std::to_string(about.st_size) +
         " bytes, and had " + std::to_string(size));
  }
  const auto end = static_cast<off_t>(size);
  if (::ftruncate(fd.get(), end) != 0 || ::lseek(fd.get(), end, SEEK_SET) != end) {
    fail_errno("cannot cut", path, errno);
  }
  DurableFile file(std::move(fd), path);
  file.keep();
  return file;
}

DurableFile::~DurableFile() {
  if (fd_.valid() && !kept_) {
    ::unlink(path_.c_str());
  }
}

void DurableFile::write(ByteView bytes) { write_all(fd_.get(), bytes, path_); }

void DurableFile::write_joined(ByteView first, ByteView second, ByteView third) {
  std::array<ByteView, 3> left{first, second, third};
  while (!left[0].empty() || !left[1].empty() || !left[2].empty()) {
    std::array<iovec, 3> parts{};
    for (std::size_t i = 0; i < left.size(); ++i) {
      // The call declares what it writes as writable memory but only reads it.
      parts[i] = {const_cast<std::uint8_t*>(left[i].data()), left[i].size()};
    }
    const ssize_t n = ::writev(fd_.get(), parts.data(), static_cast<int>(parts.size()));
    if (n < 0 && errno != EINTR) {
      fail_errno("cannot write", path_, errno);
    }
    auto done = static_cast<std::size_t>(std::max<ssize_t>(n, 0));
    for (ByteView& part : left) {
      const std::size_t taken = std::min(done, part.size());
      part = part.subspan(taken);
      done -= taken;
    }
  }
}

void DurableFile::write_at(std::uint64_t offset, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno != EINTR) {
      fail_errno("cannot write", path_, errno);
    }
    const auto done = static_cast<std::size_t>(std::max<ssize_t>(n, 0));
    bytes = bytes.subspan(done);
    offset += done;
  }
}

void DurableFile::begin_sync(std::uint64_t offset, std::uint64_t length) {
  // A file system that cannot do it still syncs when it is told to.
  static_cast<void>(::sync_file_range(fd_.get(), static_cast<off_t>(offset), static_cast<off_t>(length),
                                      SYNC_FILE_RANGE_WRITE));
  // What is still on its way there is not dropped: it is passed a second time in the next steps.
  const std::uint64_t behind = std::min(offset, 4 * length);
  ::posix_fadvise(fd_.get(), static_cast<off_t>(offset - behind), static_cast<off_t>(behind),
                  POSIX_FADV_DONTNEED);
}

void DurableFile::sync() {
  if (::fdatasync(fd_.get()) != 0) {
    fail_errno("cannot sync", path_, errno);
  }
}

void DurableFile::finish() {
  finish_content();
  sync_directory(parent_of(path_));
}

void DurableFile::finish_content() {
  if (::fsync(fd_.get()) != 0) {
    fail_errno("cannot sync", path_, errno);
  }
  if (::close(fd_.release()) != 0) {
    const int error_number = errno;
    if (!kept_) {
      ::unlink(path_.c_str());
    }
    fail_errno("cannot close", path_, error_number);
  }
}

void write_new_file(const Path& path, ByteView bytes, unsigned mode) {
  DurableFile file = DurableFile::create(path, mode);
  file.write(bytes);
  file.finish();
}

void replace_file(const Path& path, ByteView bytes, unsigned mode) {
  const Path beside = path.native() + ".new";
  ::unlink(beside.c_str());
  DurableFile file = DurableFile::create(beside, mode);
  file.write(bytes);
  file.finish_content();
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    fail_errno("cannot replace", path, errno);
  }
  sync_directory(parent_of(path));
}

void overwrite_file(const Path& path, ByteView bytes) {
  const Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd.valid()) {
    fail_errno("cannot open", path, errno);
  }
  write_all(fd.get(), bytes, path);
  if (::ftruncate(fd.get(), static_cast<off_t>(bytes.size())) != 0) {
    fail_errno("cannot write", path, errno);
  }
}

void rename_new(const Path& from, const Path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno != EINVAL && errno != ENOSYS) {
      fail_errno("cannot move a finished file to", to, errno);
    }
    // The file system has no RENAME_NOREPLACE: a hard link is as exclusive.
    if (::link(from.c_str(), to.c_str()) != 0 || ::unlink(from.c_str()) != 0) {
      fail_errno("cannot move a finished file to", to, errno);
    }
  }
  sync_directory(parent_of(to));
  if (parent_of(from) != parent_of(to)) {
    sync_directory(parent_of(from));
  }
}

void sync_file(const Path& path) { sync_path(path, 0); }

void sync_directory(const Path& path) { sync_path(path, O_DIRECTORY); }

void create_new_directory(const Path& path, unsigned mode) {
  if (::mkdir(path.c_str(), mode) != 0) {
    fail_errno("cannot create the folder", path, errno);
  }
  sync_directory(parent_of(path));
}

namespace {

Bytes read_all(int fd, const Path& path, std::uint64_t limit) {
  Bytes out;
  Bytes buffer(64U << 10U);
  while (const std::size_t n = read_some(fd, buffer, path)) {
    if (out.size() + n > limit) {
      fail("cannot read " + shown(path.native()) + ": it is larger than " + std::to_string(limit) + " bytes");
    }
    out.insert(out.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(n));
  }
  return out;
}

}  // namespace

Bytes read_file(const Path& path, std::uint64_t limit) {
  return read_all(open_for_reading(path).get(), path, limit);
}

std::string read_plain_text(const Path& path, std::uint64_t limit) {
  const Fd fd = open_for_reading(path, O_NOFOLLOW | O_NONBLOCK);
  struct stat about = {};
  if (::fstat(fd.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
    fail("cannot read " + shown(path.native()) + ": it is no plain file");
  }
  return std::string(as_text(read_all(fd.get(), path, limit)));
}

std::string read_text_file(const Path& path, std::uint64_t limit) {
  return std::string(as_text(read_file(path, limit)));
}

FileDigest digest_file(const Path& path) {
  const Fd fd = open_for_reading(path, O_NOFOLLOW);
  Hasher<Sha256> hasher;
  FileDigest out;
  Bytes buffer(1U << 20U);
  while (const std::size_t n = read_some(fd.get(), buffer, path)) {
    hasher.update(ByteView(buffer).first(n));
    out.size += n;
  }
  out.sha256 = hasher.finish();
  return out;
}

FileDigest copy_to_new_file(const Path& from, const Path& to, unsigned mode,
                            const std::function<void(std::uint64_t)>& passed) {
  const Fd in = open_for_reading(from, O_NOFOLLOW);
  DurableFile out = DurableFile::create(to, mode);
  Hasher<Sha256> hasher;
  FileDigest digest;
  Bytes buffer(1U << 20U);
  while (const std::size_t n = read_some(in.get(), buffer, from)) {
    const ByteView part = ByteView(buffer).first(n);
    hasher.update(part);
    out.write(part);
    digest.size += n;
    if (passed) {
      passed(digest.size);
    }
  }
  out.finish();
  digest.sha256 = hasher.finish();
  return digest;
}

}  // namespace core
