// SPDX-License-Identifier: Apache-2.0
// Every kind of damage to an image must give at least one fault, and never end this process.
#include "acquire/stages/compressor.h"
#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;
using Catch::Matchers::Contains;

core::Bytes contents(const core::Path& path) { return core::read_file(path); }

void put(const core::Path& path, const core::Bytes& bytes) { core::replace_file(path, bytes, 0644); }

/// An image of three and a bit segments.
Acquisition make_set(const core::Path& folder, std::uint32_t seed = 1) {
  support::MemorySource source(support::random_bytes((3U << 20U) + 512, seed));
  return image(source, settings_for(folder, ImageFormat::e01, Compression::fast, 1U << 20U));
}

std::string faults_of(const core::Path& folder) { return joined(read(folder / "EV-1.E01").faults); }

}  // namespace

TEST_CASE("a byte changed anywhere in an E01 image is a fault", "[acquire]") {
  const int kind = GENERATE(0, 1, 2);
  const support::TempFolder folder;
  core::Bytes media = kind == 0 ? core::Bytes(64U << 10U) : support::mixed_bytes(160U << 10U);
  support::MemorySource source(media);
  image(source,
        settings_for(folder.path(), ImageFormat::e01, kind == 1 ? Compression::best : Compression::fast));
  const core::Path path = folder / "EV-1.E01";
  const core::Bytes good = contents(path);
  REQUIRE(read(path).faults.empty());
  std::mt19937 generator(7);
  for (int round = 0; round < 250; ++round) {
    core::Bytes bad = good;
    const std::size_t at = generator() % bad.size();
    const auto mask = static_cast<std::uint8_t>(1U << generator() % 8U);
    bad[at] = static_cast<std::uint8_t>(bad[at] ^ mask);
    put(path, bad);
    CAPTURE(kind, at, static_cast<int>(mask), bad.size());
    CHECK_FALSE(read(path).faults.empty());
  }
}

TEST_CASE("an E01 image cut short anywhere is a fault", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(200U << 10U));
  image(source, settings_for(folder.path()));
  const core::Path path = folder / "EV-1.E01";
  const core::Bytes good = contents(path);
  for (std::size_t i = 0; i < 40; ++i) {
    const std::size_t length = i == 0 ? 0 : i == 1 ? good.size() - 1 : good.size() * i / 40;
    core::Bytes bad = good;
    bad.resize(length);
    put(path, bad);
    CAPTURE(length);
    const ImageReading reading = [&] {
      core::NoProgress progress;
      const core::CancelToken cancel;
      return acquire::read_image(path, ImageFormat::e01, progress, cancel);
    }();
    CHECK_FALSE(reading.faults.empty());
  }
}

TEST_CASE("bytes added to the end of an E01 image are a fault", "[acquire]") {
  const support::TempFolder folder;
  make_set(folder.path());
  core::Bytes bytes = contents(folder / "EV-1.E02");
  bytes.push_back(0);
  put(folder / "EV-1.E02", bytes);
  CHECK_THAT(faults_of(folder.path()), Contains("EV-1.E02") && Contains("1 bytes follow the last section"));
}

TEST_CASE("a segment missing at the end is named", "[acquire]") {
  const support::TempFolder folder;
  const Acquisition set = make_set(folder.path());
  core::fs::remove(folder / set.files.back().name);
  CHECK_THAT(faults_of(folder.path()), Contains("segment " + std::to_string(set.files.size()) +
                                                " of the set is missing: " + set.files.back().name));
}

TEST_CASE("a segment missing in the middle is named", "[acquire]") {
  const support::TempFolder folder;
  make_set(folder.path());
  core::fs::remove(folder / "EV-1.E02");
  CHECK_THAT(faults_of(folder.path()), Contains("segment 2 of the set is missing: EV-1.E02"));
}

TEST_CASE("two segments in each other's place are a fault", "[acquire]") {
  const support::TempFolder folder;
  make_set(folder.path());
  const core::Bytes second = contents(folder / "EV-1.E02");
  const core::Bytes third = contents(folder / "EV-1.E03");
  put(folder / "EV-1.E02", third);
  put(folder / "EV-1.E03", second);
  CHECK_THAT(faults_of(folder.path()), Contains("it says that it is segment 3, in the place of segment 2"));
}

TEST_CASE("a segment of another set is a fault", "[acquire]") {
  const support::TempFolder folder;
  const support::TempFolder other;
  make_set(folder.path());
  make_set(other.path(), 2);
  put(folder / "EV-1.E02", contents(other / "EV-1.E02"));
  CHECK_THAT(faults_of(folder.path()), Contains("the segment belongs to another set"));
}

TEST_CASE("a segment that is no E01 file is a fault", "[acquire]") {
  const support::TempFolder folder;
  make_set(folder.path());
  put(folder / "EV-1.E02", support::random_bytes(5000));
  CHECK_THAT(faults_of(folder.path()), Contains("does not start with the signature"));
}

TEST_CASE("a raw segment missing in the middle is named", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(500'000));
  const Acquisition set =
      image(source, settings_for(folder.path(), ImageFormat::raw, Compression::none, 100'000));
  core::fs::remove(folder / "EV-1.003");
  const ImageReading reading = read(folder / "EV-1.001");
  CHECK_THAT(joined(reading.faults), Contains("segment 3 of the set is missing: EV-1.003"));
  CHECK_FALSE(acquire::compare(set, reading).matches());
}

TEST_CASE("an empty raw file and a raw segment cut short are faults", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "a.dd", {});
  CHECK_THAT(joined(read(folder / "a.dd").faults), Contains("a.dd: the file is empty (0 bytes)"));
  const auto set_of = [&](const std::vector<std::size_t>& sizes) {
    core::fs::remove_all(folder / "set");
    core::create_new_directory(folder / "set");
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      core::write_new_file(folder / "set" / ("b.00" + std::to_string(i + 1)), core::Bytes(sizes[i]));
    }
    return joined(read(folder / "set/b.001").faults);
  };
  CHECK(set_of({1000, 1000, 1000}).empty());
  CHECK(set_of({1000, 1000, 1}).empty());
  CHECK(set_of({1000, 1000, 1002}).empty());
  CHECK_THAT(set_of({1000, 999, 1000}), Contains("b.002: it has 999 bytes, the first segment 1000"));
  CHECK_THAT(set_of({900, 1000, 10}), Contains("b.002: it has 1000 bytes, the first segment 900"));
  CHECK_THAT(set_of({900, 1000}), Contains("b.002: it has 1000 bytes, the first segment 900"));
  CHECK_THAT(set_of({1000, 0}), Contains("b.002: the file is empty"));
}

TEST_CASE("a second table that differs from the first is a fault", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(300'032));
  image(source, settings_for(folder.path()));
  const core::Path path = folder / "EV-1.E01";
  core::Bytes bytes = contents(path);
  const std::string name("table2\0\0", 8);
  const auto at = std::search(bytes.begin(), bytes.end(), name.begin(), name.end());
  REQUIRE(at != bytes.end());
  const auto entries = static_cast<std::size_t>(at - bytes.begin()) + 76 + 24;
  constexpr std::size_t kChunks = 10;
  bytes[entries + 4] ^= 1U;  // and a checksum that fits
  const std::uint32_t sum = acquire::adler32(core::ByteView(bytes).subspan(entries, kChunks * 4));
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[entries + kChunks * 4 + i] = static_cast<std::uint8_t>(sum >> (8 * i));
  }
  put(path, bytes);
  CHECK_THAT(joined(read(path).faults), Contains("it does not repeat the table before it"));
}

TEST_CASE("a changed raw image differs, and the first differing block is named", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(1U << 20U));
  const Acquisition acquisition = image(source, settings_for(folder.path(), ImageFormat::raw));
  core::Bytes bytes = contents(folder / "EV-1.raw");
  bytes[300'000] ^= 1U;
  bytes[900'000] ^= 1U;
  put(folder / "EV-1.raw", bytes);
  const auto checked = acquire::compare(acquisition, read(folder / "EV-1.raw"));
  CHECK_FALSE(checked.matches());
  CHECK_THAT(joined(checked.mismatches()),
             Contains("2 blocks of 262144 bytes differ from the source, the first at offset 262144") &&
                 Contains("the MD5 of the image") && Contains("the SHA-1 of the image") &&
                 Contains("the SHA-256 of the image"));
}

TEST_CASE("a good image of other data is told from the acquisition", "[acquire]") {
  const support::TempFolder folder;
  const support::TempFolder other;
  const Acquisition acquisition = make_set(folder.path());
  make_set(other.path(), 2);
  const ImageReading reading = read(other / "EV-1.E01");
  CHECK(reading.faults.empty());
  CHECK_THAT(joined(acquire::compare(acquisition, reading).mismatches()),
             Contains("the MD5 that the image stores"));
}

TEST_CASE("a shorter image is told from the acquisition", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(1U << 20U));
  const Acquisition acquisition = image(source, settings_for(folder.path(), ImageFormat::raw));
  core::fs::resize_file(folder / "EV-1.raw", 600'000);
  CHECK_THAT(joined(acquire::compare(acquisition, read(folder / "EV-1.raw")).mismatches()),
             Contains("the image holds 600000 bytes, the source 1048576") &&
                 Contains("was written with 1048576 bytes, but read with 600000"));
}

TEST_CASE("random bytes behind the signature never end this process", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(100U << 10U));
  image(source, settings_for(folder.path()));
  const core::Path path = folder / "EV-1.E01";
  const core::Bytes good = contents(path);
  std::mt19937 generator(11);
  for (int round = 0; round < 100; ++round) {
    core::Bytes bad = good;
    for (int i = 0; i < 20; ++i) {
      bad[13 + generator() % (bad.size() - 13)] = static_cast<std::uint8_t>(generator());
    }
    put(path, bad);
    CHECK_FALSE(read(path).faults.empty());
  }
}
