// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/reader.h"

#include "core/error.h"
#include "tests/acquire/imaging.h"

namespace {

using acquire::Range;
using support::MemorySource;

struct ReadResult {
  core::Bytes media;
  std::vector<Range> unreadable;
};

/// Keeps what it is told.
class Witness final : public acquire::ReadWatcher {
 public:
  struct Event {
    Range part;
    int error_number, attempts;
    auto operator<=>(const Event&) const = default;
  };
  std::vector<Event> unreadables, lasts;
  void unreadable(Range part, int error_number, int attempts) override {
    unreadables.push_back({part, error_number, attempts});
  }
  void read_at_last(Range part, int attempts) override { lasts.push_back({part, 0, attempts}); }
  void waiting(Range /*part*/, std::chrono::milliseconds /*since*/) override {}
  void slow(Range /*part*/, std::chrono::milliseconds /*took*/) override {}
};

acquire::ReadSettings settings_with(int retries, Witness* witness = nullptr) {
  acquire::ReadSettings out;
  out.retries = retries;
  out.watcher = witness;
  return out;
}

ReadResult read_all(MemorySource& source, std::size_t buffer_size = 1U << 20U,
                    const acquire::ReadSettings& settings = {}) {
  const core::CancelToken cancel;
  acquire::Reader reader(source, cancel, settings);
  core::Bytes buffer(buffer_size);
  ReadResult out;
  while (const std::size_t n = reader.read_next(buffer)) {
    out.media.insert(out.media.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(n));
  }
  out.unreadable = reader.unreadable();
  return out;
}

}  // namespace

TEST_CASE("a sound source is read whole", "[acquire]") {
  MemorySource source(support::random_bytes(3'000'064));
  const ReadResult result = read_all(source);
  CHECK(result.media == source.media());
  CHECK(result.unreadable.empty());
}

TEST_CASE("only the unreadable sectors become zero bytes, and touching ones are one range", "[acquire]") {
  MemorySource source(support::random_bytes(4U << 20U));
  source.add_bad({1'000'000, 1});
  source.add_bad({(1U << 20U) - 512, 512});
  source.add_bad({1U << 20U, 1024});
  const ReadResult result = read_all(source);
  const std::vector<Range> expected{{999'936, 512}, {(1U << 20U) - 512, 1536}};
  CHECK(result.unreadable == expected);
  core::Bytes wanted = source.media();
  for (const Range& range : expected) {
    std::fill_n(wanted.begin() + static_cast<std::ptrdiff_t>(range.offset), range.length, std::uint8_t{0});
  }
  CHECK(result.media == wanted);
}

TEST_CASE("a sector that can be read at a later attempt is no gap", "[acquire]") {
  MemorySource source(support::random_bytes(1U << 20U));
  source.add_bad({4096, 512}, 3);  // the large read and two attempts fail
  Witness witness;
  const ReadResult result = read_all(source, 1U << 20U, settings_with(2, &witness));
  CHECK(result.unreadable.empty());
  CHECK(result.media == source.media());
  CHECK(witness.unreadables.empty());
  CHECK(witness.lasts == std::vector<Witness::Event>{{{4096, 512}, 0, 3}});
}

TEST_CASE("a bad sector is tried as often as promised and no more", "[acquire]") {
  MemorySource source(support::random_bytes(1U << 20U));
  source.add_bad({8192, 512});
  const int retries = GENERATE(0, 2, 100);
  Witness witness;
  read_all(source, 1U << 20U, settings_with(retries, &witness));
  CHECK(source.reads_of(8192) == 1 + retries);
  CHECK(witness.unreadables == std::vector<Witness::Event>{{{8192, 512}, EIO, 1 + retries}});
}

TEST_CASE("the first and the last sector can be the bad ones", "[acquire]") {
  const std::uint64_t size = (2U << 20U) + 1536;
  MemorySource source(support::random_bytes(size));
  source.add_bad({0, 512});
  source.add_bad({size - 512, 512});
  const ReadResult result = read_all(source);
  CHECK(result.unreadable == std::vector<Range>{{0, 512}, {size - 512, 512}});
  core::Bytes wanted = source.media();
  std::fill_n(wanted.begin(), 512, std::uint8_t{0});
  std::fill_n(wanted.end() - 512, 512, std::uint8_t{0});
  CHECK(result.media == wanted);
}

TEST_CASE("a read that stops short of a bad sector loses nothing before it", "[acquire]") {
  MemorySource source(support::random_bytes(2U << 20U));
  source.stop_short_of_bad();
  source.add_bad({700'000, 1});
  const ReadResult result = read_all(source);
  CHECK(result.unreadable == std::vector<Range>{{699'904, 512}});
  core::Bytes wanted = source.media();
  std::fill_n(wanted.begin() + 699'904, 512, std::uint8_t{0});
  CHECK(result.media == wanted);
}

TEST_CASE("in a long bad region each further sector is tried once, and the first good one is found",
          "[acquire]") {
  MemorySource source(support::random_bytes(4U << 20U));
  const Range bad{512U * 1000, 512U * 3000};
  source.add_bad(bad);
  const ReadResult result = read_all(source);
  CHECK(result.unreadable == std::vector<Range>{bad});
  const int in_haste = acquire::Reader::kBadInARow;
  CHECK(source.reads_of(bad.offset) == 3);
  CHECK(source.reads_of(bad.offset + 512U * static_cast<unsigned>(in_haste - 1)) == 3);
  CHECK(source.reads_of(bad.offset + 512U * static_cast<unsigned>(in_haste)) == 1);
  CHECK(source.reads_of(1U << 20U) == 1);  // no large read is tried in the middle of it
  CHECK(source.reads_of(bad.offset + bad.length - 512) == 1);
}

TEST_CASE("behind an error reads become large again", "[acquire]") {
  MemorySource source(support::random_bytes(1U << 20U));
  source.add_bad({4096, 512});
  const ReadResult result = read_all(source);
  CHECK(result.unreadable == std::vector<Range>{{4096, 512}});
  const auto good = static_cast<std::uint64_t>(acquire::Reader::kGoodInARow);
  CHECK(source.reads() ==
        1 + 8 + 3 + static_cast<int>(good) + 1);  // large, sectors before, attempts, after, large
  CHECK(source.reads_of(4096 + 512 * (good + 1)) == 1);
}

TEST_CASE("unreadable bytes can be filled with a pattern that no disk holds by chance", "[acquire]") {
  MemorySource source(support::random_bytes(1U << 20U));
  source.add_bad({4096, 1024});
  acquire::ReadSettings settings;
  settings.fill = acquire::Fill::pattern;
  const ReadResult result = read_all(source, 1U << 20U, settings);
  const std::string filled(result.media.begin() + 4096, result.media.begin() + 4096 + 1024);
  CHECK(filled.substr(0, 24) == "BADBLOCKBADBLOCKBADBLOCK");
  CHECK(filled.substr(1016) == "BADBLOCK");
  CHECK(result.unreadable == std::vector<Range>{{4096, 1024}});
}

TEST_CASE("ranges that are left out are not read, and are listed and filled", "[acquire]") {
  MemorySource source(support::random_bytes(3U << 20U));
  source.add_bad({2048, 512});
  acquire::ReadSettings settings;
  settings.left_out = {{0, 1024}, {2560, 512}, {1'000'000, 1'500'000}, {(3U << 20U) - 7, 7}};
  const ReadResult result = read_all(source, 1U << 20U, settings);
  const std::vector<Range> expected{{0, 1024}, {2048, 1024}, {1'000'000, 1'500'000}, {(3U << 20U) - 7, 7}};
  CHECK(result.unreadable == expected);
  CHECK(source.reads_of(0) == 0);
  CHECK(source.reads_of(1'000'000) == 0);
  core::Bytes wanted = source.media();
  for (const Range& range : expected) {
    std::fill_n(wanted.begin() + static_cast<std::ptrdiff_t>(range.offset), range.length, std::uint8_t{0});
  }
  CHECK(result.media == wanted);
}

TEST_CASE("cancelling is heard between the attempts at one sector", "[acquire]") {
  MemorySource source(support::random_bytes(1U << 20U));
  source.add_bad({0, 1U << 20U});
  core::CancelToken cancel;
  source.on_read([&](std::uint64_t /*offset*/) {
    if (source.reads() == 20) {
      cancel.cancel();
    }
  });
  acquire::Reader reader(source, cancel, settings_with(100));
  core::Bytes buffer(1U << 20U);
  CHECK_THROWS_AS(reader.read_next(buffer), core::Error);
  CHECK(source.reads() <= 21);
}

TEST_CASE("a source of 4096-byte sectors loses whole sectors of that size", "[acquire]") {
  MemorySource source(support::random_bytes(1U << 20U), 4096);
  source.add_bad({8200, 8});
  CHECK(read_all(source).unreadable == std::vector<Range>{{8192, 4096}});
}

TEST_CASE("a source that has become shorter is listed as unreadable, not cut", "[acquire]") {
  MemorySource source(support::random_bytes(3U << 20U));
  source.shrink_to(1'500'000);
  Witness witness;
  const ReadResult result = read_all(source, 1U << 20U, settings_with(2, &witness));
  CHECK(result.media.size() == source.media().size());
  CHECK(result.unreadable == std::vector<Range>{{1'500'000, (3U << 20U) - 1'500'000}});
  REQUIRE(witness.unreadables.size() == 2);  // one for each buffer
  CHECK(witness.unreadables[0] == Witness::Event{{1'500'000, (2U << 20U) - 1'500'000}, 0, 1});
}

TEST_CASE("a device that is gone ends the acquisition", "[acquire]") {
  MemorySource source(support::random_bytes(2U << 20U));
  const int error_number = GENERATE(ENODEV, ENXIO, ENOMEDIUM);
  source.fail_from(1U << 20U, error_number);
  CHECK_THROWS_WITH(read_all(source), Catch::Matchers::Contains("at offset 1048576: the device is gone"));
}

TEST_CASE("a device that is gone is told from one that has a bad sector, also while sectors are tried singly",
          "[acquire]") {
  MemorySource source(support::random_bytes(2U << 20U));
  source.add_bad({4096, 512});
  source.on_read([&](std::uint64_t offset) {
    if (offset == 4096) {
      source.fail_from(0, ENODEV);
    }
  });
  CHECK_THROWS_WITH(read_all(source), Catch::Matchers::Contains("at offset 4096: the device is gone"));
}

TEST_CASE("a source that is unreadable from start to end is imaged as zero bytes and listed", "[acquire]") {
  MemorySource source(support::random_bytes(64U << 10U));
  source.add_bad({0, 64U << 10U});
  const ReadResult result = read_all(source);
  CHECK(result.media == core::Bytes(64U << 10U));
  CHECK(result.unreadable == std::vector<Range>{{0, 64U << 10U}});
}
