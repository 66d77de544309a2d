// SPDX-License-Identifier: Apache-2.0
// The media of an image as a source: order, end, faults, and an end before the end.
#include "acquire/reading/image_source.h"

#include <thread>

#include "acquire/damage/reader.h"
#include "core/error.h"
#include "tests/acquire/writing.h"

namespace {

using namespace imaging;
using acquire::ImageSource;
using acquire::Range;
using Catch::Matchers::Contains;

constexpr std::size_t kSize = 100U << 20U;  // more than all slots hold

/// An image of these media with those unreadable ranges; its first file.
core::Path made(const core::Path& folder, const core::Bytes& media, ImageFormat format = ImageFormat::e01,
                const std::vector<Range>& unreadable = {}, std::uint64_t segment_size = 0) {
  const auto writer = acquire::make_image_writer(
      settings_for(folder, format, Compression::fast, segment_size), writing::facts_for(media.size()));
  writing::feed(*writer, media, 0, media.size(),
                format == ImageFormat::raw ? Compression::none : Compression::fast);
  return folder / writer->finish(writing::digests_of(media), unreadable).front().name;
}

/// Reads up to the end, in pieces that no boundary of slots fits.
core::Bytes read_all(ImageSource& source, std::size_t piece = 777'777) {
  core::Bytes out;
  core::Bytes buffer(piece);
  for (;;) {
    const std::ptrdiff_t got = source.read_at(core::ByteOffset(out.size()), buffer);
    REQUIRE(got >= 0);
    out.insert(out.end(), buffer.begin(), buffer.begin() + got);
    if (static_cast<std::size_t>(got) < buffer.size()) {
      return out;
    }
  }
}

std::string refusal(const std::function<void()>& work, core::ErrorCode code) {
  try {
    work();
  } catch (const core::Error& error) {
    CHECK(error.code() == code);
    return error.what();
  }
  return "not refused";
}

void flip(const core::Path& file, std::uint64_t offset) {
  FILE* const out = std::fopen(file.c_str(), "r+b");
  REQUIRE(out != nullptr);
  REQUIRE(std::fseek(out, static_cast<long>(offset), SEEK_SET) == 0);
  const int byte = std::fgetc(out);
  REQUIRE(std::fseek(out, static_cast<long>(offset), SEEK_SET) == 0);
  std::fputc(byte ^ 1, out);
  std::fclose(out);
}

}  // namespace

TEST_CASE("an image gives its media in order up to the end, and what it says of itself before them",
          "[acquire]") {
  const support::TempFolder folder;
  const core::CancelToken cancel;
  const core::Bytes media = support::mixed_bytes(5'000'192, 3);
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const std::uint64_t segment_size = GENERATE(std::uint64_t{0}, std::uint64_t{1} << 20U);
  const std::vector<Range> unreadable = format == ImageFormat::e01
                                            ? std::vector<Range>{{4096, 512}, {5120, 1024}, {6144, 512}}
                                            : std::vector<Range>{};
  const core::Path first = made(folder.path(), media, format, unreadable, segment_size);
  ImageSource source(first, std::nullopt, cancel);
  CHECK(source.facts().size == media.size());
  CHECK(source.facts().logical_sector_size == 512);
  CHECK(source.format() == format);
  const acquire::MediaDigests digests = writing::digests_of(media);
  if (format == ImageFormat::e01) {
    CHECK(source.facts().model == "Fake Disk");
    CHECK(source.facts().serial == "FAKE-1");
    CHECK(source.head().stored.md5 == digests.md5);
    CHECK(source.head().stored.sha1 == digests.sha1);
    CHECK(source.head().header.examiner == "Ä. Examiner");
    CHECK(source.unreadable() == std::vector<Range>{{4096, 512}, {5120, 1536}});
  }
  CHECK(read_all(source) == media);
  CHECK(source.finish(digests).empty());
}

TEST_CASE("digests of other media than an image stores are told at the end", "[acquire]") {
  const support::TempFolder folder;
  const core::CancelToken cancel;
  const core::Bytes media = support::mixed_bytes(1U << 20U, 4);
  ImageSource source(made(folder.path(), media), std::nullopt, cancel);
  read_all(source);
  const auto faults = source.finish(writing::digests_of(core::Bytes(media.size())));
  CHECK_THAT(joined(faults),
             Contains("the MD5 that the image stores") && Contains("the SHA-1 that the image"));
}

TEST_CASE("an image with a damaged chunk is read, and its fault is told at the end", "[acquire]") {
  const support::TempFolder folder;
  const core::CancelToken cancel;
  const core::Bytes media = support::random_bytes(3U << 20U);
  const core::Path first = made(folder.path(), media);
  flip(first, 2U << 20U);
  ImageSource source(first, std::nullopt, cancel);
  CHECK(read_all(source).size() == media.size());
  CHECK_THAT(joined(source.finish({})), Contains("chunk "));
}

TEST_CASE("an image whose structure is damaged is refused before anything is read of it", "[acquire]") {
  const support::TempFolder folder;
  const core::CancelToken cancel;
  const core::Bytes media = support::random_bytes(3U << 20U);
  SECTION("a missing segment") {
    const core::Path first = made(folder.path(), media, ImageFormat::e01, {}, 1U << 20U);
    core::fs::remove(folder / "EV-1.E02");
    CHECK_THAT(refusal([&] { ImageSource(first, std::nullopt, cancel); }, core::ErrorCode::faults),
               Contains("EV-1.E02"));
  }
  SECTION("the last segment is missing") {
    const core::Path first = made(folder.path(), media, ImageFormat::e01, {}, 1U << 20U);
    core::fs::remove(folder / ("EV-1.E0" + std::to_string(files_in(folder.path()))));
    CHECK_THAT(refusal([&] { ImageSource(first, std::nullopt, cancel); }, core::ErrorCode::faults),
               Contains("is missing"));
  }
  SECTION("a file cut short") {
    const core::Path first = made(folder.path(), media);
    core::fs::resize_file(first, core::fs::file_size(first) / 2);
    CHECK_THAT(refusal([&] { ImageSource(first, std::nullopt, cancel); }, core::ErrorCode::faults),
               Contains("cut short"));
  }
  SECTION("no file") {
    CHECK_THAT(
        refusal([&] { ImageSource(folder / "none.E01", std::nullopt, cancel); }, core::ErrorCode::failed),
        Contains("none.E01"));
  }
  SECTION("an empty file") {
    core::write_new_file(folder / "empty.raw", {});
    CHECK_THAT(
        refusal([&] { ImageSource(folder / "empty.raw", std::nullopt, cancel); }, core::ErrorCode::faults),
        Contains("empty"));
  }
}

TEST_CASE("a source whose reader stops early, or that is never read, ends at once", "[acquire]") {
  const support::TempFolder folder;
  const core::CancelToken cancel;
  const core::Path first = made(folder.path(), core::Bytes(kSize));
  const auto begin = std::chrono::steady_clock::now();
  { const ImageSource never_read(first, std::nullopt, cancel); }
  {
    ImageSource source(first, std::nullopt, cancel);
    core::Bytes part(1'500'000);
    CHECK(source.read_at(core::ByteOffset(0), part) == static_cast<std::ptrdiff_t>(part.size()));
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("reading an image ends when it is cancelled", "[acquire]") {
  const support::TempFolder folder;
  core::CancelToken cancel;
  const core::Path first = made(folder.path(), core::Bytes(kSize));
  ImageSource source(first, std::nullopt, cancel);
  core::Bytes part(1'500'000);
  CHECK(source.read_at(core::ByteOffset(0), part) == static_cast<std::ptrdiff_t>(part.size()));
  cancel.cancel();
  std::uint64_t offset = part.size();
  CHECK(refusal(
            [&] {
              while (offset < kSize) {
                offset += static_cast<std::uint64_t>(source.read_at(core::ByteOffset(offset), part));
              }
            },
            core::ErrorCode::interrupted) == "interrupted");
}

TEST_CASE("an image written from an image holds its media, and lists what was unreadable of it",
          "[acquire]") {
  const support::TempFolder folder;
  const core::CancelToken cancel;
  const core::Bytes media = support::mixed_bytes(4'000'256, 5);
  const std::vector<Range> unreadable{{512, 512}, {1U << 20U, 4096}};
  ImageSource source(made(folder.path(), media, ImageFormat::e01, unreadable), std::nullopt, cancel);
  ImageSettings settings = settings_for(folder.path());
  settings.base = "NEW";
  settings.of_device = true;
  settings.acquired = acquire::acquired_in(source.head().header);
  acquire::ReadSettings reading;
  reading.recorded = source.unreadable();
  core::NoProgress progress;
  const support::FakeClock clock;
  const Acquisition acquisition = acquire::acquire_image(source, settings, clock, progress, cancel, reading);
  CHECK(acquisition.unreadable == unreadable);
  CHECK(acquisition.digests.sha256 == core::sha256(media));  // bytes of unreadable ranges stay as they are
  CHECK(source.finish(acquisition.digests).empty());
  const ImageReading back = read(folder / "NEW.E01");
  CHECK(joined(back.faults).empty());
  CHECK(back.recorded_errors == unreadable);
  CHECK(back.header.acquired_at == source.head().header.acquired_at);
}

TEST_CASE("times of a header are read with and without zone", "[acquire]") {
  acquire::ImageReading::Header header;
  header.acquired_at = "2026-11-29T00:18:11Z";
  CHECK(acquire::acquired_in(header) == core::UtcTime{1'795'911'491'000'000});
  header.acquired_at = "2004-11-04T03:56:35";
  const auto local = acquire::acquired_in(header);
  REQUIRE(local);
  CHECK(core::local_text(*local).substr(0, 19) == "2004-11-04 03:56:35");
  for (const char* none : {"", "yesterday", "2004-11-04", "2026-13-29T00:18:11Z", "2004-11-04T03:56:35+09"}) {
    header.acquired_at = none;
    CHECK_FALSE(acquire::acquired_in(header));
  }
}

TEST_CASE("ranges are merged where they touch or overlap, and empty ones go", "[acquire]") {
  CHECK(acquire::merged_ranges({{8, 4}, {0, 2}, {2, 2}, {9, 1}, {20, 0}, {11, 5}}) ==
        std::vector<Range>{{0, 4}, {8, 8}});
  CHECK(acquire::merged_ranges({}).empty());
}
