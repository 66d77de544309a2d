// SPDX-License-Identifier: Apache-2.0
// A long list of SHA-256 digests, in memory or in a file that holds them one after the other, 32 bytes each.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/digest.h"
#include "core/durable_file.h"
#include "core/merkle.h"

namespace core {

/// A list of SHA-256 digests. Copies share what they read from; not for several threads.
class DigestList {
 public:
  DigestList() = default;
  explicit DigestList(std::vector<Sha256> digests);
  /// Those in a file, read when asked for. Throws Error when it cannot be opened.
  static DigestList in_file(const Path& path);
  /// The first `count` of these. REQUIRES: count <= size().
  DigestList first(std::uint64_t count) const;
  /// The `count` that an open file begins with. `path` is for people.
  static DigestList in_open_file(Fd file, const Path& path, std::uint64_t count);

  std::uint64_t size() const { return size_; }
  /// Throws Error when the file cannot be read. REQUIRES: index < size().
  Sha256 at(std::uint64_t index) const;
  /// RFC 6962 tree whose leaves are those 32-byte digests.
  Sha256 root() const;

 private:
  struct File;
  std::uint64_t size_ = 0;
  std::vector<Sha256> digests_;  // empty when they are in a file
  std::shared_ptr<File> file_;
};

/// Gathers a list whose length is not known. What is beyond kInMemory digests goes to a temporary file that has no name, so that
/// memory does not grow with the media.
class DigestGatherer {
 public:
  static constexpr std::size_t kInMemory = 1U << 16U;  // of 16 GiB of media in blocks of 256 KiB

  /// Throws Error when the temporary file cannot be made or written.
  void add(std::span<const Sha256> digests);
  /// All of them; this one is empty then.
  DigestList take();

 private:
  void spill();

  Bytes waiting_;  // of the digests that are not in the file
  std::uint64_t spilled_ = 0;
  Fd file_;
  Path path_;  // that it had
};

/// Writes the file while the media goes by. Without finish() or leave() the destructor removes it, unless it was there before.
class DigestListFile {
 public:
  /// Creates it exclusively.
  explicit DigestListFile(const Path& path);
  /// Goes on behind the first `count` digests of a file that was left, and cuts it there. Throws Error when it has fewer.
  DigestListFile(const Path& path, std::uint64_t count);

  void add(std::span<const Sha256> digests);
  std::uint64_t count() const { return frontier_.size(); }
  /// Brings what was added to the disk.
  void sync();
  /// Syncs and closes; the list is then to be had by DigestList::in_file().
  void finish();
  /// Lets it be, for another to go on.
  void leave() { file_.keep(); }

  Sha256 root() const { return frontier_.root(); }

 private:
  void flush();

  DurableFile file_;
  Bytes waiting_;  // not written yet
  merkle::Frontier frontier_;
};

}  // namespace core
