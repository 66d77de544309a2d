// SPDX-License-Identifier: Apache-2.0
// The media of an E01 as our own reader decodes them, and as libewf does.
#include "acquire/reading/ewf_media.h"

#include "acquire/image/segment_file.h"
#include "acquire/image/segments.h"
#include "acquire/stages/compressor.h"
#include "tests/acquire/imaging.h"
#include "tests/acquire/memory_slots.h"

namespace {

using namespace imaging;
using acquire::FaultList;
using Catch::Matchers::Contains;

struct Decoded {
  core::Bytes media;
  std::vector<std::string> faults;
  std::size_t slots = 0;
};

Decoded decoded(const core::Path& first, unsigned threads) {
  const auto files = acquire::find_segments(first, ImageFormat::e01).files;
  FaultList faults;
  const acquire::EwfStructure structure = acquire::walk_ewf(files, faults);
  support::MemorySlots slots;
  acquire::send_ewf_media(files, structure, acquire::decodable_size(structure, faults), threads, slots,
                          faults);
  return {slots.media(), faults.all(), slots.count()};
}

ImageReading read_twice(const core::Path& first) {
  core::NoProgress progress;
  const core::CancelToken cancel;
  return acquire::read_image(first, std::nullopt, progress, cancel, {true, true, true});
}

void put_little32(core::Bytes& bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

/// Offset of the data of the first section of that name.
std::size_t section_data(const core::Bytes& bytes, const std::string& type) {
  const std::string name = type + std::string(16 - type.size(), '\0');
  const auto at = std::search(bytes.begin(), bytes.end(), name.begin(), name.end());
  REQUIRE(at != bytes.end());
  return static_cast<std::size_t>(at - bytes.begin()) + 76;
}

constexpr std::uint32_t kSampleChunk = 32768;

/// An image of ten chunks, and its bytes.
struct Sample {
  support::TempFolder folder;
  core::Bytes media = support::mixed_bytes(10 * kSampleChunk - 1536);
  core::Path path;
  core::Bytes bytes;

  Sample() {
    support::MemorySource source(media);
    ImageSettings settings = settings_for(folder.path());
    settings.chunk_size = kSampleChunk;
    image(source, settings);
    path = folder / "EV-1.E01";
    bytes = core::read_file(path);
  }
  void put() const { core::replace_file(path, bytes, 0644); }
  std::uint32_t entry(std::size_t chunk) const {
    return acquire::little32(bytes, section_data(bytes, "table") + 24 + 4 * chunk);
  }
  bool is_compressed(std::size_t chunk) const { return entry(chunk) >> 31U != 0; }
  /// Where the chunk is stored in the file.
  std::size_t place(std::size_t chunk) const {
    const std::uint64_t base = acquire::little64(bytes, section_data(bytes, "table") + 8);
    return static_cast<std::size_t>(base + (entry(chunk) & 0x7fffffffU));
  }
};

}  // namespace

TEST_CASE("media come whole and in order from any number of threads", "[acquire]") {
  const support::TempFolder folder;
  core::Bytes media = support::mixed_bytes((9U << 20U) + 512);
  std::fill(media.begin() + 3'000'000, media.begin() + 5'000'000, std::uint8_t{0});
  support::MemorySource source(media);
  image(source, settings_for(folder.path(), ImageFormat::e01, Compression::fast, 1U << 20U));
  REQUIRE(core::fs::exists(folder / "EV-1.E03"));  // tables end where no slot does
  for (const unsigned threads : {1U, 2U, 5U}) {
    CAPTURE(threads);
    const Decoded got = decoded(folder / "EV-1.E01", threads);
    CHECK(got.faults.empty());
    CHECK(got.media == media);
    CHECK(got.slots <= acquire::kSlotCount);
  }
}

TEST_CASE("chunks larger than a slot are read", "[acquire]") {
  if (!have_program("ewfacquire")) {
    WARN("skipped: ewfacquire is absent");
    return;
  }
  const support::TempFolder folder;
  const core::Bytes media = support::mixed_bytes((5U << 20U) + 512);
  core::write_new_file(folder / "disk", media);
  const std::string to = folder.path().native();
  REQUIRE(run("ewfacquire -u -q -c deflate:fast -b 4096 -t " + to + "/x " + to + "/disk"));
  CHECK(decoded(folder / "x.E01", 3).media == media);
  const ImageReading reading = read(folder / "x.E01");
  CHECK(joined(reading.faults).empty());
  CHECK(reading.digests.sha256 == core::sha256(media));
}

TEST_CASE("faults come in the order of the media, and what cannot be decoded is zero bytes", "[acquire]") {
  Sample sample;
  for (const std::size_t chunk : {2U, 7U}) {
    sample.bytes[sample.place(chunk) + 20] ^= 0x10U;
  }
  sample.put();
  const Decoded got = decoded(sample.path, 4);
  REQUIRE(got.faults.size() == 2);
  CHECK_THAT(got.faults[0], Contains("chunk 2 (media bytes from offset 65536)"));
  CHECK_THAT(got.faults[1], Contains("chunk 7 (media bytes from offset 229376)"));
  core::Bytes expected = sample.media;
  for (const std::size_t chunk : {2U, 7U}) {
    std::fill_n(expected.begin() + static_cast<std::ptrdiff_t>(chunk * kSampleChunk), kSampleChunk,
                std::uint8_t{0});
  }
  CHECK(got.media == expected);
}

TEST_CASE("a damaged table is replaced by the second one, and the media are whole", "[acquire]") {
  const int kind = GENERATE(0, 1, 2);
  CAPTURE(kind);
  Sample sample;
  const std::size_t table = section_data(sample.bytes, "table");
  if (kind == 0) {
    sample.bytes[table] ^= 1U;  // the count, in the head
  } else if (kind == 1) {
    sample.bytes[table + 24 + 8] ^= 4U;  // an entry
  } else {
    put_little32(sample.bytes, table, 0xffffff);  // a count with no room, with a checksum that fits
    put_little32(sample.bytes, table + 20, acquire::adler32(core::ByteView(sample.bytes).subspan(table, 20)));
  }
  sample.put();
  const ImageReading reading = read(sample.path);
  CHECK_THAT(joined(reading.faults),
             Contains("it is used in the place of the table before it, which is damaged"));
  CHECK(reading.digests.sha256 == core::sha256(sample.media));
}

TEST_CASE("with both tables damaged the first is used as it is", "[acquire]") {
  Sample sample;
  sample.bytes[section_data(sample.bytes, "table") + 24 + 8] ^= 4U;
  sample.bytes[section_data(sample.bytes, "table2") + 24 + 12] ^= 4U;
  sample.put();
  const ImageReading reading = read(sample.path);
  CHECK(reading.bytes == sample.media.size());
  CHECK_THAT(joined(reading.faults), Contains("section \"table\"") && Contains("section \"table2\"") &&
                                         Contains("the checksum of its entries is wrong") &&
                                         !Contains("it is used in the place"));
}

TEST_CASE("bytes hidden behind a compressed chunk are a fault, and its media are kept", "[acquire]") {
  Sample sample;
  const std::size_t entries = section_data(sample.bytes, "table") + 24;
  const std::size_t entries2 = section_data(sample.bytes, "table2") + 24;
  std::size_t chunk = 0;
  while (!sample.is_compressed(chunk) || !sample.is_compressed(chunk + 1)) {
    ++chunk;
  }
  // The next chunk is said to start later, so its first bytes hide behind this one.
  for (const std::size_t list : {entries, entries2}) {
    put_little32(sample.bytes, list + 4 * (chunk + 1),
                 acquire::little32(sample.bytes, list + 4 * (chunk + 1)) + 7);
    put_little32(sample.bytes, list + 40, acquire::adler32(core::ByteView(sample.bytes).subspan(list, 40)));
  }
  sample.put();
  const Decoded got = decoded(sample.path, 1);
  REQUIRE_FALSE(got.faults.empty());
  CHECK_THAT(got.faults[0],
             Contains("chunk " + std::to_string(chunk)) && Contains("7 bytes follow the compressed data"));
  const auto at = static_cast<std::ptrdiff_t>(chunk * kSampleChunk);
  CHECK(std::equal(got.media.begin() + at, got.media.begin() + at + kSampleChunk, sample.media.begin() + at));
}

TEST_CASE("both readers read the same media in our own images", "[acquire]") {
  const auto compression = GENERATE(Compression::none, Compression::fast, Compression::best);
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes((3U << 20U) + 512));
  image(source, settings_for(folder.path(), ImageFormat::e01, compression, 1U << 20U));
  const ImageReading reading = read_twice(folder / "EV-1.E01");
  CHECK(joined(reading.faults).empty());
  CHECK(reading.second_reader_agrees == true);
}

TEST_CASE("both readers read the same media in images that other tools made", "[acquire]") {
  const core::Path folder = core::Path(EXHIBIT_SHARED_DIR) / "evidence";
  if (!core::fs::exists(folder)) {
    WARN("skipped: the folder of sample images is absent");
    return;
  }
  for (const char* name :
       {"CFReDS001.E01", "imageformat_mmls_1.E01", "gpt_130_partitions.E01", "ext2.E01", "multiseg_v1.E01"}) {
    CAPTURE(name);
    const ImageReading reading = read_twice(folder / name);
    CHECK(joined(reading.faults).empty());
    CHECK(reading.second_reader_agrees == true);
  }
}

TEST_CASE("media that the second reader reads otherwise are a fault that names both", "[acquire]") {
  Sample sample;
  sample.bytes[section_data(sample.bytes, "table")] ^=
      1U;  // libewf gives up where the head of a table is damaged
  sample.put();
  const ImageReading reading = read_twice(sample.path);
  INFO(joined(reading.faults));
  CHECK(reading.second_reader_agrees == false);
  CHECK_THAT(joined(reading.faults),
             Contains("the two readers do not agree: exhibit reads 326144 bytes of media with SHA-256 " +
                      core::sha256(sample.media).hex() + ", libewf ") &&
                 Contains("libewf: the image cannot be opened"));
}

TEST_CASE("a raw image has no second reader", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "disk.dd", support::random_bytes(4096));
  CHECK_FALSE(read_twice(folder / "disk.dd").second_reader_agrees.has_value());
}
