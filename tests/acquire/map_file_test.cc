// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/map_file.h"

#include "acquire/damage/rescued_source.h"
#include "core/error.h"
#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;
using acquire::Range;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

/// As GNU ddrescue 1.27 wrote it.
const std::string kRescued =
    "# Mapfile. Created by GNU ddrescue version 1.27\n"
    "# Command line: ddrescue -d disk image map\n"
    "# Start time:   2026-11-22 18:52:00\n"
    "# Finished\n"
    "# current_pos  current_status  current_pass\n"
    "0x00100200     +               1\n"
    "#      pos        size  status\n"
    "0x00000000  0x00100000  +\n"
    "0x00100000  0x00000400  -\n"
    "0x00100400  0x002FFC00  +\n";

std::string refusal(const std::string& text) {
  try {
    acquire::parse_map(text, "m");
  } catch (const core::Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a mapfile of ddrescue is understood", "[acquire]") {
  const acquire::RescueMap map = acquire::parse_map(kRescued, "map");
  REQUIRE(map.blocks.size() == 3);
  CHECK(map.blocks[1] == acquire::RescueMap::Block{{0x100000, 0x400}, '-'});
  CHECK(map.end() == 4U << 20U);
  CHECK(acquire::not_read(map, 4U << 20U) == std::vector<Range>{{0x100000, 0x400}});
}

TEST_CASE("all that a rescue did not read counts as not read, and so does what its map leaves out",
          "[acquire]") {
  const auto map = acquire::parse_map(
      "1024 ?\n1024 512 ?\n1536 512 *\n2048 512 /\n2560 512 -\n3072 1024 + # good\n4096 0x200 -\r\n", "map");
  CHECK(acquire::not_read(map, 8192) == std::vector<Range>{{0, 3072}, {4096, 4096}});
  CHECK(acquire::not_read(map, 4000) == std::vector<Range>{{0, 3072}});
  CHECK(acquire::not_read(map, 2000) == std::vector<Range>{{0, 2000}});
  CHECK(acquire::not_read(map, 500) == std::vector<Range>{{0, 500}});
}

TEST_CASE("what is no mapfile is refused with the line and the reason", "[acquire]") {
  const std::string head = "0x0 + 1\n";
  CHECK_THAT(refusal(""), Contains("cannot use the map m") && Contains("ends before the first block"));
  CHECK_THAT(refusal("# only comments\n\n"), Contains("ends before the first block"));
  CHECK_THAT(refusal(head), Contains("ends before the first block"));
  CHECK_THAT(refusal("0x0 x\n0 512 +\n"), Contains("line 1: a position and a status"));
  CHECK_THAT(refusal("0x0 + 1 2\n0 512 +\n"), Contains("line 1"));
  CHECK_THAT(refusal(head + "0 512 F\n"), Contains("line 2: an offset, a length and one of"));
  CHECK_THAT(refusal(head + "0 512 ++\n"), Contains("line 2"));
  CHECK_THAT(refusal(head + "0 512\n"), Contains("line 2"));
  CHECK_THAT(refusal(head + "0 512 + 7\n"), Contains("line 2"));
  CHECK_THAT(refusal(head + "-1 512 +\n"), Contains("line 2"));
  CHECK_THAT(refusal(head + "010 512 +\n"), Contains("line 2"));
  CHECK_THAT(refusal(head + "0x 512 +\n"), Contains("line 2"));
  CHECK_THAT(refusal(head + "0 0x8000000000000000 +\n"), Contains("line 2"));
  CHECK_THAT(refusal(head + "512 0x7FFFFFFFFFFFFFFF +\n"), Contains("leads beyond any medium"));
  CHECK_THAT(refusal(head + "0 0 +\n"), Contains("length of a block is 0"));
  CHECK_THAT(refusal(head + "0 512 +\n1024 512 -\n"), Contains("line 3: there is a gap"));
  CHECK_THAT(refusal(head + "0 512 +\n256 512 -\n"), Contains("line 3: the block begins before the end"));
}

TEST_CASE("a map has a bounded number of blocks, and neighbours of one status are one", "[acquire]") {
  std::string many = "0 +\n";
  std::string same = "0 +\n";
  for (std::size_t i = 0; i <= acquire::RescueMap::kMostBlocks; ++i) {
    many += std::to_string(i) + " 1 " + (i % 2 == 0 ? "+" : "-") + "\n";
    same += std::to_string(i) + " 1 +\n";
  }
  CHECK_THAT(refusal(many), EndsWith("line 1000002: more than 1,000,000 blocks"));
  CHECK(acquire::parse_map(same, "m").blocks.size() == 1);
}

TEST_CASE("a map that is too large is not read", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "map", {});
  core::fs::resize_file(folder / "map", acquire::RescueMap::kMostBytes + 1);
  CHECK_THROWS_AS(acquire::read_map(folder / "map"), core::Error);
}

TEST_CASE("the map of an acquisition survives being written and read", "[acquire]") {
  const std::uint64_t size = GENERATE(1'000'000ULL, 5'000'000'000'000ULL);
  const auto unreadable = GENERATE(std::vector<Range>{}, std::vector<Range>{{0, 512}, {1024, 4096}},
                                   std::vector<Range>{{999'488, 512}}, std::vector<Range>{{0, 1'000'000}});
  const acquire::RescueMap map = acquire::map_of(unreadable, size);
  const acquire::RescueMap again = acquire::parse_map(acquire::map_text(map), "m");
  CHECK(again.blocks == map.blocks);
  CHECK(again.end() == size);
  CHECK(acquire::not_read(again, size) == unreadable);
}

TEST_CASE("ddrescue goes on from a map that was written here", "[acquire]") {
  if (!have_program("ddrescue") || !have_program("ddrescuelog")) {
    WARN("skipped: ddrescue is not installed");
    return;
  }
  const support::TempFolder folder;
  const core::Bytes media = support::random_bytes(1U << 20U);
  core::write_new_file(folder / "disk", media);
  core::Bytes damaged = media;
  std::fill_n(damaged.begin() + 65'536, 1536, std::uint8_t{0});
  core::write_new_file(folder / "image", damaged);
  core::write_new_file(folder / "map",
                       core::as_bytes(acquire::map_text(acquire::map_of({{65'536, 1536}}, 1U << 20U))));
  const std::string at = folder.path().native() + "/";
  CHECK(line_of("ddrescuelog --list-blocks=- " + at + "map") == "128");
  CHECK(run("ddrescue -r1 " + at + "disk " + at + "image " + at + "map"));
  CHECK(core::read_file(folder / "image") == media);
}

TEST_CASE("a rescued file is as long as its map, and has what the map calls read", "[acquire]") {
  const support::TempFolder folder;
  const core::Bytes media = support::random_bytes(1U << 20U);
  core::write_new_file(folder / "rescued", media);
  const acquire::RescueMap longer = acquire::map_of({{1U << 20U, 4096}}, (1U << 20U) + 4096);
  const auto source = acquire::rescued_source(acquire::open_source(folder / "rescued"), longer);
  CHECK(source->facts().size == (1U << 20U) + 4096);
  core::fs::create_directory(folder / "out");
  const Acquisition acquisition = image(*source, settings_for(folder / "out", ImageFormat::raw));
  CHECK(acquisition.unreadable == std::vector<Range>{{1U << 20U, 4096}});
  core::Bytes wanted = media;
  wanted.resize(wanted.size() + 4096);
  CHECK(core::read_file(folder / "out/EV-1.raw") == wanted);

  const acquire::RescueMap other = acquire::map_of({}, (1U << 20U) + 4096);
  CHECK_THROWS_WITH(
      acquire::rescued_source(acquire::open_source(folder / "rescued"), other),
      Contains("does not belong to") && Contains("1052672 were read, and the file has 1048576"));
  auto device = std::make_unique<support::MemorySource>(media);
  CHECK_THROWS_WITH(acquire::rescued_source(std::move(device), longer), Contains("it is a block device"));
}
