// SPDX-License-Identifier: Apache-2.0
// The media of an image at any offset: decoded by the locked-down child, and handed on only where the digest of the block
// equals the one recorded when the image was made.
#pragma once

#include <list>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "acquire/child/pipe_reader.h"
#include "acquire/child/reader_child.h"

namespace acquire {

/// REQUIRES: used from one thread.
class RecordedMedia {
 public:
  /// `recorded`: size and block digests of the media, one per kBlockSize bytes. Throws Error when the image or the reader
  /// cannot be opened; what is wrong with the image's structure is in faults().
  RecordedMedia(const core::Path& first, ImageFormat format, const Acquisition& recorded,
                const core::CancelToken& cancel);

  std::uint64_t size() const { return size_; }
  const std::vector<std::string>& faults() const { return faults_; }
  /// Fills the whole buffer, or nothing that counts and says why. REQUIRES: the range lies inside the media.
  /// Throws Error on cancellation only.
  std::optional<std::string> read(std::uint64_t offset, std::span<std::uint8_t> buffer);

 private:
  struct Block {
    std::uint64_t number = 0;
    core::Bytes bytes;                 // empty when there is a fault
    std::optional<std::string> fault;  // why there are no bytes
  };

  void greet();
  const Block& block(std::uint64_t number);
  Block fetch(std::uint64_t number);
  std::uint64_t length_of(std::uint64_t number) const;

  const std::uint64_t size_;
  const BlockDigests digests_;
  ReaderChild child_;
  PipeReader pipe_;
  bool lost_ = false;  // the child ended or sent something else than it should
  std::vector<std::string> faults_;
  std::list<Block> cached_;  // the one used last comes first
  std::unordered_map<std::uint64_t, std::list<Block>::iterator> by_number_;
};

}  // namespace acquire
