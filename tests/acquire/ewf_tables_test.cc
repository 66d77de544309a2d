// SPDX-License-Identifier: Apache-2.0
// Lists that an image counts: long ones, and what takes part of them.
#include "acquire/reading/ewf_tables.h"

#include <unistd.h>

#include "acquire/reading/ewf_structure.h"
#include "acquire/stages/compressor.h"
#include "tests/acquire/imaging.h"
#include "tests/support/memory_of.h"

namespace {

using namespace imaging;
using acquire::FaultList;
using Catch::Matchers::Contains;

void append32(core::Bytes& bytes, std::uint64_t value, std::size_t size = 4) {
  for (std::size_t i = 0; i < size; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
}

void append_checksum(core::Bytes& bytes, std::size_t from) {
  append32(bytes, acquire::adler32(core::ByteView(bytes).subspan(from)));
}

/// The checksum of so many zero bytes.
std::uint32_t adler_of_zeros(std::uint64_t size) {
  return static_cast<std::uint32_t>(size % 65521) << 16U | 1U;
}

/// An E01 written section by section; long stretches of zero bytes are holes.
class Crafted {
 public:
  explicit Crafted(core::Path path) : path_(std::move(path)) {
    core::write_new_file(path_, core::Bytes{'E', 'V', 'F', 9, 13, 10, 255, 0, 1, 1, 0, 0, 0});
    offset_ = 13;
  }
  /// A section of `head`, `zeros` bytes and `tail`.
  void section(const std::string& type, const core::Bytes& head, std::uint64_t zeros = 0,
               const core::Bytes& tail = {}) {
    const std::uint64_t size = 76 + head.size() + zeros + tail.size();
    const bool last = type == "done";
    core::Bytes bytes(type.begin(), type.end());
    bytes.resize(16);
    append32(bytes, last ? offset_ : offset_ + size, 8);
    append32(bytes, last ? 0 : size, 8);
    bytes.resize(72);
    append_checksum(bytes, 0);
    bytes.insert(bytes.end(), head.begin(), head.end());
    write(offset_, bytes);
    write(offset_ + 76 + head.size() + zeros, tail);
    offset_ += size;
  }
  void volume(std::uint32_t chunks, std::uint64_t sectors) {
    core::Bytes bytes;
    append32(bytes, 1);
    append32(bytes, chunks);
    append32(bytes, 64);
    append32(bytes, 512);
    append32(bytes, sectors, 8);
    bytes.resize(1048);
    append_checksum(bytes, 0);
    section("volume", bytes);
  }
  /// A list of `count` zero entries of `entry_size` bytes behind a head of `head_size` bytes.
  void list(const std::string& type, std::uint32_t count, std::size_t head_size, std::uint64_t entry_size) {
    core::Bytes head;
    append32(head, count);
    head.resize(head_size - 4);
    append_checksum(head, 0);
    core::Bytes tail;
    append32(tail, adler_of_zeros(count * entry_size));
    section(type, head, count * entry_size, tail);
  }

 private:
  void write(std::uint64_t offset, const core::Bytes& bytes) const {
    FILE* const file = std::fopen(path_.c_str(), "r+b");
    REQUIRE(file != nullptr);
    REQUIRE(::fseeko(file, static_cast<off_t>(offset), SEEK_SET) == 0);
    const bool written = bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    REQUIRE(written);
    REQUIRE(std::fclose(file) == 0);
  }

  core::Path path_;
  std::uint64_t offset_ = 0;
};

}  // namespace

TEST_CASE("what an image counts takes no memory", "[acquire]") {
  const support::TempFolder folder;
  Crafted crafted(folder / "x.E01");
  crafted.volume(1, 64);
  crafted.section("sectors", core::Bytes(100));
  crafted.list("table", 0x10000000, 24, 4);   // 1 GiB
  crafted.list("table2", 0x10000000, 24, 4);  // the same
  crafted.list("error2", 0x08000000, 520, 8);
  crafted.section("done", {});
  const long memory = support::memory_of([&] {
    FaultList faults;
    const auto structure = acquire::walk_ewf({folder / "x.E01"}, faults);
    if (structure.tabled_chunks != 0x10000000 ||
        structure.recorded_errors.size() != acquire::ErrorRanges::kLimit) {
      ::_exit(1);
    }
  });
  CHECK(support::is_below(memory, 256));
}

TEST_CASE("read errors that an image lists are taken up to a limit, and those outside the media are told",
          "[acquire]") {
  const support::TempFolder folder;
  Crafted crafted(folder / "x.E01");
  crafted.volume(1, 64);
  core::Bytes list;
  append32(list, 3);
  list.resize(516);
  append_checksum(list, 0);
  for (const std::uint32_t number : {2U, 3U, 60U, 5U, 0xffffffffU, 0xffffffffU}) {
    append32(list, number);
  }
  append_checksum(list, 520);
  crafted.section("error2", list);
  crafted.list("error2", acquire::ErrorRanges::kLimit + 5, 520, 8);
  crafted.section("done", {});
  FaultList faults;
  const auto structure = acquire::walk_ewf({folder / "x.E01"}, faults);
  REQUIRE(structure.recorded_errors.size() == acquire::ErrorRanges::kLimit);
  CHECK(structure.recorded_errors[0] == acquire::Range{1024, 1536});
  CHECK(structure.recorded_errors[1] == acquire::Range{0, 0});
  CHECK_THAT(joined(faults.all()),
             Contains("it lists 2 ranges outside the media, the first of 5 sectors from sector 60") &&
                 Contains("6 of the read errors it lists are not given: only the first 4000000 are") &&
                 !Contains("checksum"));
}

TEST_CASE("a chunk larger than any writer makes is not read", "[acquire]") {
  const support::TempFolder folder;
  Crafted crafted(folder / "x.E01");
  core::Bytes bytes;
  append32(bytes, 1);
  append32(bytes, 1);
  append32(bytes, 65537);
  append32(bytes, 512);
  append32(bytes, 64, 8);
  bytes.resize(1048);
  append_checksum(bytes, 0);
  crafted.section("volume", bytes);
  crafted.section("done", {});
  FaultList faults;
  CHECK_FALSE(acquire::walk_ewf({folder / "x.E01"}, faults).volume);
  CHECK_THAT(joined(faults.all()), Contains("it declares impossible sizes"));
}
