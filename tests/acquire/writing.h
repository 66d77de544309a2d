// SPDX-License-Identifier: Apache-2.0
// Short ways to feed a writer of images chunk by chunk, for the tests of this folder.
#pragma once

#include "acquire/stages/compressor.h"
#include "acquire/writing/image_writer.h"
#include "tests/acquire/imaging.h"

namespace writing {

/// Hands the chunks of media[from, to) to the writer, packed where that makes them shorter.
inline void feed(acquire::ImageWriter& writer, core::ByteView media, std::size_t from, std::size_t to,
                 acquire::Compression compression = acquire::Compression::fast) {
  const auto compressor = acquire::make_compressor(compression);
  const std::size_t size = writer.chunk_size();
  core::Bytes room(size);
  for (std::size_t at = from; at < to; at += size) {
    const core::ByteView chunk = media.subspan(at, std::min(size, to - at));
    const auto packed =
        compressor ? compressor->compress(chunk, std::span(room).first(chunk.size() - 1)) : std::nullopt;
    if (packed) {
      writer.write({chunk, core::ByteView(room).first(*packed), 1});
    } else {
      writer.write({chunk, {}, acquire::adler32(chunk)});
    }
  }
}

inline acquire::SourceFacts facts_for(std::uint64_t size, std::uint32_t sector_size = 512) {
  acquire::SourceFacts facts;
  facts.path = "/fake/source";
  facts.kind = "block device";
  facts.model = "Fake Disk";
  facts.serial = "FAKE-1";
  facts.size = size;
  facts.logical_sector_size = sector_size;
  facts.physical_sector_size = sector_size;
  return facts;
}

inline acquire::MediaDigests digests_of(core::ByteView media) {
  core::Hasher<core::Md5> md5;
  core::Hasher<core::Sha1> sha1;
  md5.update(media);
  sha1.update(media);
  return {md5.finish(), sha1.finish(), core::sha256(media)};
}

}  // namespace writing
