// SPDX-License-Identifier: Apache-2.0
// One SHA-256 for each kBlockSize bytes of media: in memory, or in the file that is written beside an image. A disk of 2 TiB
// has eight million of them.
#pragma once

#include <string>

#include "core/digest_list.h"

namespace acquire {

/// Bytes of media that each block digest covers (the last block may be shorter).
inline constexpr std::uint64_t kBlockSize = std::uint64_t{256} << 10U;

/// Blocks that so many bytes of media have.
constexpr std::uint64_t blocks_of(std::uint64_t bytes) {
  return bytes / kBlockSize + (bytes % kBlockSize == 0 ? 0 : 1);
}

/// Name of the file of block digests beside an image.
inline std::string blocks_name(const std::string& base) { return base + ".blocks"; }

using BlockDigests = core::DigestList;
using BlockFile = core::DigestListFile;

}  // namespace acquire
