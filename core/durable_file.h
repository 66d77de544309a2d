// SPDX-License-Identifier: Apache-2.0
// Files that count as written only when file and folder are synced; created exclusively, never overwritten.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/bytes.h"
#include "core/digest.h"
#include "core/path.h"

namespace core {

/// A file descriptor with one owner.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd();
  Fd(Fd&& other) noexcept : fd_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept;
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int release();

 private:
  int fd_ = -1;
};

/// open(2) for reading with O_CLOEXEC; throws Error naming the path.
Fd open_for_reading(const Path& path, int extra_flags = 0);

/// A file being written. Without finish() or keep() the destructor removes it.
class DurableFile {
 public:
  /// Creates `path` exclusively; throws Error when it exists or cannot be made.
  static DurableFile create(const Path& path, unsigned mode = 0644);
  /// Goes on behind the first `size` bytes of a file that is there, cut to them, and kept. Throws Error when it is missing,
  /// no plain file, or shorter.
  static DurableFile reopen(const Path& path, std::uint64_t size);
  ~DurableFile();
  DurableFile(DurableFile&&) noexcept = default;
  DurableFile& operator=(DurableFile&&) = delete;

  /// Writes all bytes or throws Error (no_space when the disk is full).
  void write(ByteView bytes);
  /// The same for three stretches of bytes, one behind the other.
  void write_joined(ByteView first, ByteView second, ByteView third);
  /// Writes over bytes that were written before; where write() goes on stays as it is.
  void write_at(std::uint64_t offset, ByteView bytes);
  /// Has the system begin to bring these bytes to the disk, so that a later sync() finds less to do, and forget earlier ones that
  /// are there by now; waits for nothing.
  void begin_sync(std::uint64_t offset, std::uint64_t length);
  /// Brings what was written so far to the disk.
  void sync();
  /// From now on the destructor closes the file as it is, and removes nothing.
  void keep() { kept_ = true; }
  /// Syncs file and folder and closes; throws Error when any of it fails.
  void finish();
  /// Syncs the file alone and closes it: its name counts as written only once the folder is synced.
  void finish_content();

 private:
  DurableFile(Fd fd, Path path) : fd_(std::move(fd)), path_(std::move(path)) {}
  Fd fd_;
  Path path_;
  bool kept_ = false;
};

/// Creates, writes and finishes.
void write_new_file(const Path& path, ByteView bytes, unsigned mode = 0644);
/// Writes beside `path` and renames over it, durably. For the program's own state only, never for evidence.
void replace_file(const Path& path, ByteView bytes, unsigned mode = 0600);
/// Writes over a file that exists, in place, not synced: the system brings it to the disk within its half minute. A power cut
/// may tear it or take it back: for one of two copies only, of what may be that old.
void overwrite_file(const Path& path, ByteView bytes);
/// Renames without ever replacing (RENAME_NOREPLACE) and syncs both folders.
void rename_new(const Path& from, const Path& to);
void sync_file(const Path& path);
void sync_directory(const Path& path);
/// mkdir that fails when the folder exists; the parent is synced.
void create_new_directory(const Path& path, unsigned mode = 0755);

/// The whole file; throws Error when it cannot be read or is larger than `limit` bytes.
Bytes read_file(const Path& path, std::uint64_t limit = 64U << 20U);
std::string read_text_file(const Path& path, std::uint64_t limit = 64U << 20U);
/// The same for evidence: a link, a pipe or a device is refused, and never waited for.
std::string read_plain_text(const Path& path, std::uint64_t limit = 64U << 20U);

struct FileDigest {
  Sha256 sha256;
  std::uint64_t size = 0;
};
/// Digest and size of a regular file, read once from start to end.
FileDigest digest_file(const Path& path);

/// Copies a regular file (a link is refused) to a new one, durably; the digest is that of the bytes as they went by.
/// `passed` is told how many they are so far; what it throws ends the copying, and nothing is left.
FileDigest copy_to_new_file(const Path& from, const Path& to, unsigned mode = 0644,
                            const std::function<void(std::uint64_t)>& passed = {});

}  // namespace core
