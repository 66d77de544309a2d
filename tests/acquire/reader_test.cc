// SPDX-License-Identifier: Apache-2.0
#include "acquire/reader.h"

#include "core/error.h"
#include "tests/acquire/imaging.h"

namespace {

using acquire::Range;
using support::MemorySource;

struct ReadResult {
  core::Bytes media;
  std::vector<Range> unreadable;
};

ReadResult read_all(MemorySource& source, std::size_t buffer_size = 1U << 20U) {
  const core::CancelToken cancel;
  acquire::Reader reader(source, cancel);
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
  source.add_bad({4096, 512}, acquire::Reader::kAttempts);  // the large read and two attempts fail
  const ReadResult result = read_all(source);
  CHECK(result.unreadable.empty());
  CHECK(result.media == source.media());
}

TEST_CASE("a bad sector is tried as often as promised and no more", "[acquire]") {
  MemorySource source(support::random_bytes(1U << 20U));
  source.add_bad({8192, 512});
  read_all(source);
  CHECK(source.reads_of(8192) == acquire::Reader::kAttempts);
}

TEST_CASE("a source of 4096-byte sectors loses whole sectors of that size", "[acquire]") {
  MemorySource source(support::random_bytes(1U << 20U), 4096);
  source.add_bad({8200, 8});
  CHECK(read_all(source).unreadable == std::vector<Range>{{8192, 4096}});
}

TEST_CASE("a source that has become shorter is listed as unreadable, not cut", "[acquire]") {
  MemorySource source(support::random_bytes(3U << 20U));
  source.shrink_to(1'500'000);
  const ReadResult result = read_all(source);
  CHECK(result.media.size() == source.media().size());
  CHECK(result.unreadable == std::vector<Range>{{1'500'000, (3U << 20U) - 1'500'000}});
}

TEST_CASE("a device that is gone ends the acquisition", "[acquire]") {
  MemorySource source(support::random_bytes(2U << 20U));
  source.fail_from(1U << 20U, ENODEV);
  CHECK_THROWS_AS(read_all(source), core::Error);
}

TEST_CASE("a source that is unreadable from start to end is imaged as zero bytes and listed", "[acquire]") {
  MemorySource source(support::random_bytes(64U << 10U));
  source.add_bad({0, 64U << 10U});
  const ReadResult result = read_all(source);
  CHECK(result.media == core::Bytes(64U << 10U));
  CHECK(result.unreadable == std::vector<Range>{{0, 64U << 10U}});
}
