// SPDX-License-Identifier: Apache-2.0
// An acquisition that is cut off and goes on is the one that was never cut off.
#include "acquire/resume/resume_check.h"
#include "core/error.h"
#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;
using acquire::Journal;
using Catch::Matchers::Contains;

constexpr std::size_t kMedia = (20U << 20U) + 512;

/// Checkpoints come often, so that there is something to go on from.
ImageSettings often(const core::Path& folder, ImageFormat format, std::uint64_t segment_size = 0) {
  ImageSettings settings = settings_for(folder, format, Compression::fast, segment_size);
  settings.checkpoint_bytes = 3U << 20U;
  return settings;
}

/// Images until `stop` ends it; what is left is told by its journal.
std::optional<Journal> cut_off(support::MemorySource& source, const ImageSettings& settings,
                               const core::CancelToken& cancel = {}, const Journal* from = nullptr) {
  core::NoProgress progress;
  const support::FakeClock clock;
  CHECK_THROWS_AS(acquire::acquire_image(source, settings, clock, progress, cancel, {}, from), core::Error);
  return acquire::read_journal(settings.folder, settings.base);
}

Acquisition go_on(support::MemorySource& source, const ImageSettings& settings, const Journal& from) {
  core::NoProgress progress;
  const support::FakeClock clock;
  CHECK(acquire::compare_tail(source, from, settings.folder, settings.base, {}).compared > 0);
  return acquire::acquire_image(source, settings, clock, progress, {}, {}, &from);
}

void check_whole(const support::MemorySource& source, const core::Path& folder, const Acquisition& made) {
  CHECK(made.digests.sha256 == core::sha256(source.media()));
  const acquire::CheckedAcquisition checked = acquire::compare(made, read(folder, made));
  INFO(joined(checked.mismatches()));
  CHECK(checked.matches());
  CHECK(files_in(folder) == made.files.size() + 1);
}

}  // namespace

TEST_CASE("an acquisition that the person stopped goes on where it was", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const std::uint64_t segment_size = GENERATE(0U, 1U << 20U);
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(kMedia));
  core::CancelToken cancel;
  source.on_read([&](std::uint64_t offset) {
    if (offset >= 9U << 20U) {
      cancel.cancel();
    }
  });
  const ImageSettings settings = often(folder.path(), format, segment_size);
  const auto journal = cut_off(source, settings, cancel);
  REQUIRE(journal);
  CHECK(journal->cut.offset == 10U << 20U);  // nothing that was read is lost
  source.on_read({});
  check_whole(source, folder.path(), go_on(source, settings, *journal));
}

TEST_CASE("a device that goes away and comes back is imaged whole", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(kMedia));
  source.add_bad({1U << 20U, 1024});
  const ImageSettings settings = often(folder.path(), format);
  source.fail_from(10U << 20U, ENODEV);
  auto journal = cut_off(source, settings);
  REQUIRE(journal);
  CHECK(journal->cut.offset == 10U << 20U);
  CHECK(journal->cut.unreadable == std::vector<acquire::Range>{{1U << 20U, 1024}});
  source.fail_from(15U << 20U, ENODEV);
  journal = cut_off(source, settings, {}, &*journal);
  REQUIRE(journal);
  CHECK(journal->cut.offset == 15U << 20U);
  source.fail_from(~std::uint64_t{0}, 0);
  const Acquisition made = go_on(source, settings, *journal);
  CHECK(made.unreadable == std::vector<acquire::Range>{{1U << 20U, 1024}});
  const acquire::CheckedAcquisition checked = acquire::compare(made, read(folder.path(), made));
  INFO(joined(checked.mismatches()));
  CHECK(checked.matches());
}

TEST_CASE("before the first byte is safe, nothing is left to go on from", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(1U << 20U));
  core::CancelToken cancel;
  cancel.cancel();
  CHECK_FALSE(cut_off(source, often(folder.path(), ImageFormat::e01), cancel));
  CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("nothing goes on with another source, or with an image that changed", "[acquire]") {
  const auto format = GENERATE(ImageFormat::e01, ImageFormat::raw);
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(kMedia));
  const ImageSettings settings = often(folder.path(), format);
  source.fail_from(10U << 20U, ENODEV);
  const auto journal = cut_off(source, settings);
  REQUIRE(journal);
  core::Bytes changed = source.media();
  changed[(10U << 20U) - 1] ^= 1U;
  support::MemorySource other(changed);
  CHECK_THROWS_WITH(acquire::compare_tail(other, *journal, folder.path(), settings.base, {}),
                    Contains("holds something else at offset 10223616"));
  const auto in_use = acquire::compare_tail(other, *journal, folder.path(), settings.base, {}, true);
  CHECK(in_use.changed == acquire::kBlockSize);
  CHECK(in_use.compared == (10U << 20U) - acquire::kBlockSize);
  support::MemorySource nothing_of_it(support::random_bytes(kMedia, 9));
  CHECK_THROWS_WITH(acquire::compare_tail(nothing_of_it, *journal, folder.path(), settings.base, {}, true),
                    Contains("holds something else at offset 0"));
  const core::Path file = folder / journal->writer.files.back().name;
  core::Bytes bytes = core::read_file(file);
  bytes.at(bytes.size() / 2) ^= 1U;
  core::fs::remove(file);
  core::write_new_file(file, bytes);
  CHECK_THROWS_WITH(acquire::compare_tail(source, *journal, folder.path(), settings.base, {}),
                    Contains("the unfinished image does not hold what was written"));
}

TEST_CASE("a source is another one when size, sectors, kind, serial or model differ", "[acquire]") {
  acquire::SourceFacts begun;
  begun.kind = "block device";
  begun.model = "Disk";
  begun.serial = "S1";
  begun.size = 1024;
  CHECK(acquire::difference(begun, begun).empty());
  acquire::SourceFacts now = begun;
  now.path = "/dev/sdz";
  CHECK(acquire::difference(begun, now).empty());
  now.serial = "S2";
  CHECK(acquire::difference(begun, now) == "its serial number was S1 and is S2 now");
  now = begun;
  now.size = 512;
  CHECK_THAT(acquire::difference(begun, now), Contains("its size in bytes"));
  now = begun;
  now.model = "";
  CHECK_THAT(acquire::difference(begun, now), Contains("its model"));
}
