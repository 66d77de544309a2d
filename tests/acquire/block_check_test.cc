// SPDX-License-Identifier: Apache-2.0
// Comparing media with recorded block digests, without any digest of the whole.
#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;
using acquire::BlockReading;
using acquire::kBlockSize;
using Catch::Matchers::Contains;

/// The list beside an image.
core::Path list_of(const core::Path& folder, const Acquisition& /*acquisition*/) {
  return folder / acquire::blocks_name("EV-1");
}

BlockReading check(const core::Path& first, ImageFormat format, const core::Path& list) {
  core::NoProgress progress;
  const core::CancelToken cancel;
  return acquire::check_blocks(first, format, list, progress, cancel);
}

core::Bytes media_with_zeros(std::size_t size) {
  core::Bytes media = support::random_bytes(size);
  std::fill(media.begin() + 600'000, media.begin() + 2'000'000, std::uint8_t{0});
  return media;
}

}  // namespace

TEST_CASE("the blocks of a good image all agree, wherever slots and tables end", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const std::size_t size = GENERATE(0x600000U, 0x600000U + 512, 0x600000U - 512, 512U);
  CAPTURE(static_cast<int>(format), size);
  const support::TempFolder folder;
  support::MemorySource source(size < 2'000'000 ? support::random_bytes(size) : media_with_zeros(size));
  const Acquisition made = image(source, settings_for(folder.path(), format, Compression::fast, 1U << 20U));
  const BlockReading reading = check(folder / made.files.front().name, format, list_of(folder.path(), made));
  CHECK(joined(reading.faults).empty());
  CHECK(reading.bytes == size);
  CHECK(reading.differing == 0);
  CHECK(reading.compared == (size + kBlockSize - 1) / kBlockSize);
  CHECK(reading.recorded == reading.compared);
  CHECK(reading.recorded_root == made.blocks.root());
}

TEST_CASE("blocks that differ are counted, and the first are named by their offset", "[acquire]") {
  const support::TempFolder folder;
  const core::Bytes media = media_with_zeros(20U << 20U);
  support::MemorySource source(media);
  const Acquisition made = image(source, settings_for(folder.path(), ImageFormat::raw));
  core::Bytes bad = core::read_file(folder / made.files.front().name);
  std::vector<std::uint64_t> expected;
  for (std::uint64_t block = 3; block < 80; block += 5) {
    bad[static_cast<std::size_t>(block * kBlockSize + block)] ^= 1U;
    expected.push_back(block * kBlockSize);
  }
  core::replace_file(folder / made.files.front().name, bad, 0644);
  const BlockReading reading =
      check(folder / made.files.front().name, ImageFormat::raw, list_of(folder.path(), made));
  CHECK(reading.differing == expected.size());
  expected.resize(BlockReading::kListed);
  CHECK(reading.first == expected);
}

TEST_CASE("an image shorter or longer than the list is told", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(4U << 20U));
  const Acquisition made = image(source, settings_for(folder.path(), ImageFormat::raw));
  const core::Path list = list_of(folder.path(), made);
  core::write_new_file(folder / "short.raw", support::random_bytes(3U << 20U));
  const BlockReading shorter = check(folder / "short.raw", ImageFormat::raw, list);
  CHECK(shorter.compared == 12);
  CHECK(shorter.recorded == 16);
  CHECK(shorter.recorded_root == made.blocks.root());
  core::write_new_file(folder / "long.raw", support::random_bytes(5U << 20U));
  const BlockReading longer = check(folder / "long.raw", ImageFormat::raw, list);
  CHECK(longer.bytes == 5U << 20U);
  CHECK(longer.compared == 16);
}

TEST_CASE("a block that cannot be decoded differs, and the chunk is a fault", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(3U << 20U));
  const Acquisition made = image(source, settings_for(folder.path()));
  const core::Path path = folder / made.files.front().name;
  core::Bytes bytes = core::read_file(path);
  bytes[bytes.size() / 2] ^= 1U;
  core::replace_file(path, bytes, 0644);
  const BlockReading reading = check(path, ImageFormat::e01, list_of(folder.path(), made));
  CHECK(reading.differing == 1);
  CHECK_THAT(joined(reading.faults), Contains("chunk "));
}

TEST_CASE("a whole reading leaves out what it is not asked for", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(1U << 20U));
  const Acquisition made = image(source, settings_for(folder.path()));
  core::NoProgress progress;
  const core::CancelToken cancel;
  const ImageReading reading = acquire::read_image(folder / made.files.front().name, std::nullopt, progress,
                                                   cancel, {false, false, false});
  CHECK(reading.digests == made.digests);
  CHECK(reading.blocks.size() == 0);
  REQUIRE(reading.files.size() == 1);
  CHECK_FALSE(reading.files[0].sha256);
}
