// SPDX-License-Identifier: Apache-2.0
// Media at any offset: the bytes of the source, or a reason; never other bytes.
#include "acquire/reading/recorded_media.h"

#include <csignal>

#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;
using acquire::RecordedMedia;
using Catch::Matchers::Contains;

struct Imaged {
  support::TempFolder folder;
  core::Bytes media;
  Acquisition acquisition;
  core::CancelToken cancel;

  Imaged(core::Bytes bytes, ImageFormat format, Compression compression = Compression::fast,
         std::uint64_t segment_size = 0)
      : media(std::move(bytes)) {
    support::MemorySource source(media);
    acquisition = image(source, settings_for(folder.path(), format, compression, segment_size));
  }
  core::Path first() const { return folder / acquisition.files.front().name; }
  RecordedMedia open() const { return {first(), acquisition.format, acquisition, cancel}; }
  void put(const core::Path& path, const core::Bytes& bytes) const { core::replace_file(path, bytes, 0644); }
};

/// Blocks of 256 KiB that can be read, each compared with the media; how many could not.
std::size_t refused_blocks(RecordedMedia& from, const core::Bytes& media, std::string& why) {
  std::size_t out = 0;
  for (std::size_t offset = 0; offset < media.size(); offset += acquire::kBlockSize) {
    core::Bytes block(std::min<std::size_t>(acquire::kBlockSize, media.size() - offset));
    if (const auto fault = from.read(offset, block)) {
      why = *fault;
      ++out;
    } else {
      REQUIRE(std::equal(block.begin(), block.end(), media.begin() + static_cast<std::ptrdiff_t>(offset)));
    }
  }
  return out;
}

}  // namespace

TEST_CASE("any range of any image gives the bytes of the source", "[acquire]") {
  const int kind = GENERATE(0, 1, 2, 3, 4);
  const Imaged made(support::mixed_bytes((3U << 20U) + 512 * 7),
                    kind < 3 ? ImageFormat::e01 : ImageFormat::raw,
                    kind == 0   ? Compression::none
                    : kind == 1 ? Compression::best
                                : Compression::fast,
                    kind == 2 || kind == 4 ? 1U << 20U : 0);
  RecordedMedia media = made.open();
  CHECK(media.size() == made.media.size());
  CHECK(media.faults().empty());
  std::mt19937 generator(5);
  for (int round = 0; round < 300; ++round) {
    const std::size_t offset = generator() % made.media.size();
    core::Bytes part(1 + generator() % std::min<std::size_t>(made.media.size() - offset, 700'000));
    REQUIRE(media.read(offset, part) == std::nullopt);
    REQUIRE(std::equal(part.begin(), part.end(), made.media.begin() + static_cast<std::ptrdiff_t>(offset)));
  }
}

TEST_CASE("a damaged chunk refuses its block and no other", "[acquire]") {
  const ImageFormat format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const Imaged made(support::random_bytes(2U << 20U), format);
  core::Bytes bytes = core::read_file(made.first());
  bytes[bytes.size() / 2] ^= 1U;
  made.put(made.first(), bytes);
  RecordedMedia media = made.open();
  std::string why;
  CHECK(refused_blocks(media, made.media, why) == 1);
  CHECK_THAT(why, Contains("block ") && (Contains("checksum") || Contains("digest")));
}

TEST_CASE("an image that is sound in itself but is another one gives no byte", "[acquire]") {
  const Imaged made(support::random_bytes(1U << 20U, 1), ImageFormat::e01);
  const Imaged other(support::random_bytes(1U << 20U, 2), ImageFormat::e01);
  made.put(made.first(), core::read_file(other.first()));
  RecordedMedia media = made.open();
  CHECK(media.faults().empty());
  std::string why;
  CHECK(refused_blocks(media, made.media, why) == 4);
  CHECK_THAT(why, Contains("its digest is not the one recorded"));
}

TEST_CASE("an image cut short anywhere gives its bytes or a reason", "[acquire]") {
  const ImageFormat format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const Imaged made(support::mixed_bytes(1U << 20U), format);
  const core::Bytes good = core::read_file(made.first());
  for (std::size_t i = 0; i < 12; ++i) {
    core::Bytes bad = good;
    bad.resize(good.size() * i / 12);
    made.put(made.first(), bad);
    RecordedMedia media = made.open();
    CAPTURE(i);
    CHECK_FALSE(media.faults().empty());
    std::string why;
    CHECK(refused_blocks(media, made.media, why) > 0);
  }
}

TEST_CASE("bytes changed at random never give other media", "[acquire]") {
  const Imaged made(support::mixed_bytes(600U << 10U), ImageFormat::e01);
  const core::Bytes good = core::read_file(made.first());
  std::mt19937 generator(9);
  for (int round = 0; round < 60; ++round) {
    core::Bytes bad = good;
    for (int i = 0; i < 4; ++i) {
      bad[generator() % bad.size()] = static_cast<std::uint8_t>(generator());
    }
    made.put(made.first(), bad);
    RecordedMedia media = made.open();
    std::string why;
    refused_blocks(media, made.media, why);  // compares what it gets
  }
}

TEST_CASE("without the recorded block digests nothing is read", "[acquire]") {
  Imaged made(support::random_bytes(1U << 20U), ImageFormat::raw);
  made.acquisition.blocks = made.acquisition.blocks.first(made.acquisition.blocks.size() - 1);
  CHECK_THROWS_WITH(made.open(), Contains("block digests"));
}

TEST_CASE("a missing image is an error and not an empty one", "[acquire]") {
  const Imaged made(support::random_bytes(1U << 20U), ImageFormat::raw);
  core::fs::remove(made.first());
  CHECK_THROWS_WITH(made.open(), Contains("cannot read the image"));
}

TEST_CASE("reading can be stopped", "[acquire]") {
  Imaged made(support::random_bytes(1U << 20U), ImageFormat::raw);
  RecordedMedia media = made.open();
  made.cancel.cancel();
  core::Bytes part(100);
  CHECK_THROWS_AS(media.read(0, part), core::Error);
}
