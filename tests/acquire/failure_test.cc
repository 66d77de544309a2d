// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "tests/acquire/imaging.h"
#include "tests/acquire/small_file_system.h"

namespace {

using namespace imaging;
using Catch::Matchers::Contains;

/// The message of the Error that imaging throws; empty when none is thrown.
std::string failure_of(acquire::Source& source, const ImageSettings& settings,
                       core::ErrorCode expected = core::ErrorCode::failed) {
  try {
    image(source, settings);
  } catch (const core::Error& error) {
    CHECK(error.code() == expected);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a full disk is a clear error and leaves no file", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const std::uint64_t segment_size = GENERATE(0U, 1U << 20U);
  const std::size_t size = GENERATE(8U << 20U, (2U << 20U) - 512U);
  const support::TempFolder folder;
  const SmallFileSystem small(folder.path());
  if (!small.mounted()) {
    WARN("skipped: mounting a small file system needs root");
    return;
  }
  support::MemorySource source(support::random_bytes(size));
  const ImageSettings settings = settings_for(folder.path(), format, Compression::none, segment_size);
  if (format == ImageFormat::raw && size < 2U << 20U) {
    return;  // fits
  }
  CHECK_THAT(failure_of(source, settings, core::ErrorCode::no_space), Contains("No space left"));
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("an existing image is never overwritten", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(1U << 20U));
  core::write_new_file(folder / "EV-1.E03", core::as_bytes("precious"));
  core::write_new_file(folder / "EV-1.raw", core::as_bytes("precious"));
  CHECK_THAT(failure_of(source, settings_for(folder.path())),
             Contains("EV-1.E03") && Contains("File exists"));
  CHECK_THAT(failure_of(source, settings_for(folder.path(), ImageFormat::raw)), Contains("File exists"));
  CHECK(core::read_text_file(folder / "EV-1.E03") == "precious");
  CHECK(core::read_text_file(folder / "EV-1.raw") == "precious");
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("E01 refuses a size it would cut and names the way out", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(100'000));
  CHECK_THAT(failure_of(source, settings_for(folder.path())), Contains("cannot hold 100000 bytes whole") &&
                                                                  Contains("sectors of 512 bytes") &&
                                                                  Contains("--format raw"));
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("segment sizes that cannot work are refused before anything is written", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(1U << 20U));
  CHECK_THAT(failure_of(source, settings_for(folder.path(), ImageFormat::e01, Compression::fast, 4096)),
             Contains("the least is 1048576"));
  CHECK_THAT(failure_of(source, settings_for(folder.path(), ImageFormat::raw, Compression::none, 1000)),
             Contains("at most 999"));
  acquire::SourceFacts huge = source.facts();
  huge.size = std::uint64_t{20} << 40U;
  try {
    acquire::make_image_writer(settings_for(folder.path(), ImageFormat::e01, Compression::fast, 1U << 30U),
                               huge);
    FAIL("too many segments were accepted");
  } catch (const core::Error& error) {
    CHECK_THAT(error.what(), Contains("at most 14971 segments"));
  }
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("a large source gets larger chunks so that they stay under a hundred million", "[acquire]") {
  const support::TempFolder folder;
  acquire::SourceFacts facts;
  facts.size = std::uint64_t{16} << 40U;
  const auto writer = acquire::make_image_writer(
      settings_for(folder.path(), ImageFormat::e01, Compression::fast, 4ULL << 30U), facts);
  CHECK(facts.size / writer->chunk_size() < 100'000'000);
}

TEST_CASE("reading an image that is not there is an error, not a fault", "[acquire]") {
  const support::TempFolder folder;
  CHECK_THROWS_AS(read(folder / "absent.E01"), core::Error);
}

TEST_CASE("cancelling ends the reading of an image", "[acquire]") {
  struct CancelLater final : core::Progress {
    explicit CancelLater(core::CancelToken& to_cancel) : token(to_cancel) {}
    void update(std::uint64_t done, std::uint64_t /*total*/) override {
      if (done > 1U << 20U) {
        token.cancel();
      }
    }
    core::CancelToken& token;
  };
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(40U << 20U));
  image(source, settings_for(folder.path()));
  core::CancelToken cancel;
  CancelLater progress(cancel);
  CHECK_THROWS_AS(acquire::read_image(folder / "EV-1.E01", std::nullopt, progress, cancel), core::Error);
}
