// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/inflate.h"

#include <zlib.h>

#include <array>

#include "tests/acquire/imaging.h"

namespace {

core::Bytes packed_by_zlib(const core::Bytes& media, int level) {
  uLongf length = ::compressBound(media.size());
  core::Bytes out(length);
  REQUIRE(::compress2(out.data(), &length, media.data(), media.size(), level) == Z_OK);
  out.resize(length);
  return out;
}

/// Bits of the last byte of the deflate data that zlib says carry nothing.
unsigned unused_bits(const core::Bytes& packed, std::size_t media_size) {
  z_stream stream{};
  REQUIRE(::inflateInit(&stream) == Z_OK);
  core::Bytes out(media_size + 1);
  core::Bytes in = packed;
  stream.next_in = in.data();
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  do {
    REQUIRE(::inflate(&stream, Z_BLOCK) == Z_OK);
  } while ((stream.data_type & 64) == 0 || (stream.data_type & 128) == 0);
  const auto bits = static_cast<unsigned>(stream.data_type & 7);
  ::inflateEnd(&stream);
  return bits;
}

}  // namespace

TEST_CASE("sound streams of every level unpack", "[acquire]") {
  for (std::size_t size = 1; size < 40'000; size = size * 3 + 1) {
    const core::Bytes media = support::mixed_bytes(size, static_cast<std::uint32_t>(size));
    for (int level = 0; level <= 9; ++level) {
      core::Bytes room(size);
      const acquire::Inflated result = acquire::inflate_strictly(packed_by_zlib(media, level), room);
      CAPTURE(size, level);
      CHECK_FALSE(result.fault);
      CHECK(result.size == size);
      CHECK(room == media);
    }
  }
}

TEST_CASE("a sound stream is whole whatever it unpacks to", "[acquire]") {
  for (const std::size_t size : {65'535U, 65'536U, 65'537U, 140'454U, 300'000U, 1'048'576U}) {
    CAPTURE(size);
    const core::Bytes packed = packed_by_zlib(core::Bytes(size, 'x'), 6);
    CHECK(acquire::unpack_zlib_stream(packed, 16U << 20U));
    CHECK_FALSE(acquire::unpack_zlib_stream(core::ByteView(packed).first(packed.size() - 1), 16U << 20U));
  }
  CHECK_FALSE(acquire::unpack_zlib_stream(packed_by_zlib(core::Bytes(300'000, 'x'), 6), 200'000));
}

TEST_CASE("set bits after the last block are a fault at every alignment", "[acquire]") {
  std::array<int, 8> seen{};
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    core::Bytes media = support::random_bytes(40 + seed, seed);
    for (std::uint8_t& byte : media) {
      byte = static_cast<std::uint8_t>('a' + byte % 5);
    }
    core::Bytes packed = packed_by_zlib(media, 9);
    const unsigned unused = unused_bits(packed, media.size());
    ++seen[unused];
    core::Bytes room(media.size());
    REQUIRE_FALSE(acquire::inflate_strictly(packed, room).fault);
    for (unsigned bit = 8 - unused; bit < 8; ++bit) {
      core::Bytes bad = packed;
      bad[bad.size() - 5] = static_cast<std::uint8_t>(bad[bad.size() - 5] | 1U << bit);
      CAPTURE(seed, unused, bit);
      CHECK(acquire::inflate_strictly(bad, room).fault);
    }
  }
  CHECK(std::count(seen.begin(), seen.end(), 0) == 0);
}

TEST_CASE("bytes that follow a stream are a fault", "[acquire]") {
  const core::Bytes media = support::mixed_bytes(32768);
  core::Bytes room(media.size());
  core::Bytes packed = packed_by_zlib(media, 6);
  packed.push_back(0);
  CHECK(acquire::inflate_strictly(packed, room).fault);
  // Junk between the data and a copy of the right checksum.
  core::Bytes hidden = packed_by_zlib(media, 6);
  const core::Bytes checksum(hidden.end() - 4, hidden.end());
  hidden.insert(hidden.end() - 4, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  CHECK(acquire::inflate_strictly(hidden, room).fault);
}

TEST_CASE("a stream that is cut, too long or none at all is a fault", "[acquire]") {
  const core::Bytes media = support::mixed_bytes(32768);
  const core::Bytes packed = packed_by_zlib(media, 6);
  core::Bytes room(media.size());
  for (std::size_t length = 0; length < packed.size(); length += 97) {
    CHECK(acquire::inflate_strictly(core::ByteView(packed).first(length), room).fault);
  }
  core::Bytes small(media.size() - 1);
  CHECK(acquire::inflate_strictly(packed, small).fault);
  CHECK(acquire::inflate_strictly(support::random_bytes(500), room).fault);
}
