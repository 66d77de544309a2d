// SPDX-License-Identifier: Apache-2.0
// One SHA-256 for each kBlockSize bytes of media: in memory, or in the file that is written beside an image, 32 bytes after
// 32 bytes. A disk of 2 TiB has eight million of them.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/digest.h"
#include "core/durable_file.h"
#include "core/merkle.h"

namespace acquire {

/// Bytes of media that each block digest covers (the last block may be shorter).
inline constexpr std::uint64_t kBlockSize = std::uint64_t{256} << 10U;

/// Blocks that so many bytes of media have.
constexpr std::uint64_t blocks_of(std::uint64_t bytes) {
  return bytes / kBlockSize + (bytes % kBlockSize == 0 ? 0 : 1);
}

/// A list of block digests. Copies share what they read from; not for several threads.
class BlockDigests {
 public:
  BlockDigests() = default;
  explicit BlockDigests(std::vector<core::Sha256> digests);
  /// Those in a file, read when asked for. Throws Error when it cannot be opened.
  static BlockDigests in_file(const core::Path& path);
  /// The first `count` of these. REQUIRES: count <= size().
  BlockDigests first(std::uint64_t count) const;

  std::uint64_t size() const { return size_; }
  /// Throws Error when the file cannot be read. REQUIRES: block < size().
  core::Sha256 at(std::uint64_t block) const;
  /// RFC 6962 tree whose leaves are those 32-byte digests.
  core::Sha256 root() const;

 private:
  struct File;
  std::uint64_t size_ = 0;
  std::vector<core::Sha256> digests_;  // empty when they are in a file
  std::shared_ptr<File> file_;
};

/// Writes the file while the media goes by. Without finish() or leave() the destructor removes it, unless it was there before.
class BlockFile {
 public:
  /// Creates it exclusively.
  explicit BlockFile(const core::Path& path);
  /// Goes on behind the first `count` digests of a file that was left, and cuts it there. Throws Error when it has fewer.
  BlockFile(const core::Path& path, std::uint64_t count);

  void add(std::span<const core::Sha256> digests);
  std::uint64_t count() const { return frontier_.size(); }
  /// Brings what was added to the disk.
  void sync();
  /// Syncs and closes; the list is then to be had by BlockDigests::in_file().
  void finish();
  /// Lets it be, for another to go on.
  void leave() { file_.keep(); }

  core::Sha256 root() const { return frontier_.root(); }

 private:
  void flush();

  core::DurableFile file_;
  core::Bytes waiting_;  // not written yet
  core::merkle::Frontier frontier_;
};

}  // namespace acquire
