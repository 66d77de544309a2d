// SPDX-License-Identifier: Apache-2.0
#include "acquire/segments.h"

#include "tests/acquire/imaging.h"

TEST_CASE("segment extensions run from E01 to ZZZ and back", "[acquire]") {
  CHECK(acquire::ewf_extension(1) == "E01");
  CHECK(acquire::ewf_extension(99) == "E99");
  CHECK(acquire::ewf_extension(100) == "EAA");
  CHECK(acquire::ewf_extension(775) == "EZZ");
  CHECK(acquire::ewf_extension(776) == "FAA");
  CHECK(acquire::ewf_extension(acquire::kMaximumEwfSegments) == "ZZZ");
  CHECK(acquire::ewf_extension(acquire::kMaximumEwfSegments + 1).empty());
  CHECK(acquire::ewf_extension(0).empty());
  for (const char letter : {'E', 'e'}) {
    for (std::uint64_t n = 1; n <= acquire::kMaximumEwfSegments; ++n) {
      REQUIRE(acquire::ewf_segment_number(acquire::ewf_extension(n, letter), letter) == n);
    }
  }
  CHECK_FALSE(acquire::ewf_segment_number("E00"));
  CHECK_FALSE(acquire::ewf_segment_number("D01"));
  CHECK_FALSE(acquire::ewf_segment_number("raw"));
  CHECK_FALSE(acquire::ewf_segment_number("E1"));
}

TEST_CASE("segments are found by name, in lower case and from .000 too", "[acquire]") {
  const support::TempFolder folder;
  const core::Bytes evf{'E', 'V', 'F', 0x09, 0x0d, 0x0a, 0xff, 0x00};
  for (const char* name : {"a.e01", "a.e02", "a.e04"}) {
    core::write_new_file(folder / name, evf);
  }
  for (const char* name : {"b.000", "b.001", "b.002", "b.dd", "c.raw"}) {
    core::write_new_file(folder / name, core::as_bytes("x"));
  }
  const acquire::SegmentSet a = acquire::find_segments(folder / "a.e01", std::nullopt);
  CHECK(a.format == acquire::ImageFormat::e01);
  CHECK(a.files.size() == 2);
  REQUIRE(a.faults.size() == 1);
  CHECK_THAT(a.faults[0], Catch::Matchers::Contains("segment 3 of the set is missing: a.e03"));
  const acquire::SegmentSet b = acquire::find_segments(folder / "b.000", std::nullopt);
  CHECK(b.format == acquire::ImageFormat::raw);
  CHECK(b.files.size() == 3);
  CHECK(b.faults.empty());
  CHECK(acquire::find_segments(folder / "c.raw", std::nullopt).files.size() == 1);
}
