// SPDX-License-Identifier: Apache-2.0
#include "core/merkle.h"
#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;

core::Bytes media_of_kind(int kind, std::size_t size) {
  return kind == 0 ? core::Bytes(size) : kind == 1 ? support::random_bytes(size) : support::mixed_bytes(size);
}

/// Images, reads back and compares; returns what was acquired.
Acquisition check_round_trip(const core::Bytes& media, ImageFormat format, Compression compression,
                             std::uint64_t segment_size = 0, std::uint32_t sector_size = 512) {
  const support::TempFolder folder;
  support::MemorySource source(media, sector_size);
  const Acquisition acquisition =
      image(source, settings_for(folder.path(), format, compression, segment_size));
  CHECK(acquisition.digests.sha256 == core::sha256(media));
  CHECK(acquisition.files.size() + 1 == files_in(folder.path()));  // and the block digests
  const acquire::CheckedAcquisition checked = acquire::compare(acquisition, read(folder.path(), acquisition));
  INFO(joined(checked.mismatches()));
  CHECK(checked.matches());
  CHECK(checked.reading().bytes == media.size());
  CHECK(checked.reading().digests == acquisition.digests);
  CHECK(checked.reading().blocks.size() == acquisition.blocks.size());
  CHECK(checked.reading().blocks.root() == acquisition.blocks.root());
  CHECK(checked.reading().faults.empty());
  for (const acquire::ImageFile& file : checked.reading().files) {
    CHECK(file.sha256 == core::digest_file(folder / file.name).sha256);
  }
  return acquisition;
}

}  // namespace

TEST_CASE("an E01 image of any content and compression reads back the same", "[acquire]") {
  const auto compression = GENERATE(Compression::none, Compression::fast, Compression::best);
  const int kind = GENERATE(0, 1, 2);
  const std::size_t size = GENERATE(512U, 32768U, 33280U, 2400U * 512U + 512U, 3U << 20U);
  CAPTURE(static_cast<int>(compression), kind, size);
  check_round_trip(media_of_kind(kind, size), ImageFormat::e01, compression);
}

TEST_CASE("a raw image of any number of bytes reads back the same", "[acquire]") {
  const std::size_t size = GENERATE(1U, 512U, 100'000U, 1U << 20U, (3U << 20U) + 7U);
  const std::uint64_t segment_size = GENERATE(0U, 65'536U, 1'000'003U);
  CAPTURE(size, segment_size);
  check_round_trip(support::random_bytes(size), ImageFormat::raw, Compression::none, segment_size);
}

TEST_CASE("an E01 image in many segments keeps to the size asked for", "[acquire]") {
  const auto compression = GENERATE(Compression::none, Compression::fast);
  const Acquisition acquisition =
      check_round_trip(support::random_bytes(7U << 20U), ImageFormat::e01, compression, 1U << 20U);
  CHECK(acquisition.files.size() >= 7);
  for (const acquire::ImageFile& file : acquisition.files) {
    CHECK(file.size <= 1U << 20U);
  }
  CHECK(acquisition.files.front().name == "EV-1.E01");
  CHECK(acquisition.files[6].name == "EV-1.E07");
}

TEST_CASE("a source of 4096-byte sectors is imaged whole", "[acquire]") {
  check_round_trip(support::mixed_bytes(300U * 4096U), ImageFormat::e01, Compression::fast, 0, 4096);
}

TEST_CASE("the block digests cover 256 KiB each and the root is the RFC 6962 tree over them", "[acquire]") {
  const core::Bytes media = support::random_bytes(600U << 10U);
  const support::TempFolder folder;
  support::MemorySource source(media);
  const Acquisition acquisition = image(source, settings_for(folder.path()));
  REQUIRE(acquisition.blocks.size() == 3);
  std::vector<core::Sha256> leaves;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t start = i * acquire::kBlockSize;
    const core::ByteView block = core::ByteView(media).subspan(
        start, std::min<std::size_t>(acquire::kBlockSize, media.size() - start));
    CHECK(acquisition.blocks.at(i) == core::sha256(block));
    leaves.push_back(core::merkle::leaf_hash(core::sha256(block).view()));
  }
  CHECK(acquisition.blocks.root() == core::merkle::root_of(leaves));
}

TEST_CASE("digests that were not chosen are neither computed nor stored", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(1U << 20U));
  ImageSettings settings = settings_for(folder.path());
  settings.md5 = false;
  settings.sha1 = false;
  const Acquisition acquisition = image(source, settings);
  CHECK_FALSE(acquisition.digests.md5);
  CHECK_FALSE(acquisition.digests.sha1);
  CHECK(acquisition.digests.sha256);
  const ImageReading reading = read(folder.path(), acquisition);
  CHECK_FALSE(reading.stored.md5);
  CHECK_FALSE(reading.stored.sha1);
  CHECK(acquire::compare(acquisition, reading).matches());
}

TEST_CASE("files of an image that are to have a digest are held to it", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(1U << 20U));
  Acquisition acquisition = image(source, settings_for(folder.path()));
  ImageReading reading = read(folder.path(), acquisition);
  acquisition.files = reading.files;
  CHECK(acquire::compare(acquisition, reading).matches());
  reading.files[0].sha256->bytes[0] ^= 1U;
  CHECK(acquire::compare(acquisition, reading).mismatches().size() == 1);
  reading.files[0].sha256.reset();
  CHECK_FALSE(acquire::compare(acquisition, reading).matches());
}

TEST_CASE("the labels are in the header of an E01 image", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(1U << 20U));
  const Acquisition acquisition = image(source, settings_for(folder.path()));
  const ImageReading reading = read(folder.path(), acquisition);
  CHECK(reading.header.case_number == "CASE-7");
  CHECK(reading.header.examiner == "Ä. Examiner");
  CHECK(reading.header.description == "a test disk");
  CHECK(reading.header.evidence_number == "EV-1");
  CHECK(reading.header.notes == "no notes");
  CHECK(reading.header.software == "exhibit 0.1");
  CHECK(reading.stored.md5 == acquisition.digests.md5);
  CHECK(reading.stored.sha1 == acquisition.digests.sha1);
}

TEST_CASE("unreadable ranges are listed in the acquisition and in the image", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(3U << 20U));
  source.add_bad({512 * 100, 512 * 3});
  source.add_bad({2U << 20U, 512});
  const Acquisition acquisition = image(source, settings_for(folder.path()));
  const std::vector<acquire::Range> expected{{512 * 100, 512 * 3}, {2U << 20U, 512}};
  CHECK(acquisition.unreadable == expected);
  const ImageReading reading = read(folder.path(), acquisition);
  CHECK(reading.recorded_errors == expected);
  CHECK(acquire::compare(acquisition, reading).matches());
}

TEST_CASE("progress tells the bytes done up to the whole", "[acquire]") {
  struct LastWord final : core::Progress {
    void update(std::uint64_t done, std::uint64_t total) override {
      CHECK(done >= last);
      last = done;
      whole = total;
    }
    std::uint64_t last = 0, whole = 0;
  };
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes((5U << 20U) + 512));
  const support::FakeClock clock;
  const core::CancelToken cancel;
  LastWord writing;
  const Acquisition acquisition =
      acquire::acquire_image(source, settings_for(folder.path()), clock, writing, cancel);
  CHECK(writing.last == source.media().size());
  CHECK(writing.whole == source.media().size());
  LastWord reading;
  acquire::read_image(folder / "EV-1.E01", std::nullopt, reading, cancel);
  CHECK(reading.last == source.media().size());
}
