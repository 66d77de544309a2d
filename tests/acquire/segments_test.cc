// SPDX-License-Identifier: Apache-2.0
#include "acquire/image/segments.h"

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

TEST_CASE("images in formats that are not read here are refused by signature and by name", "[acquire]") {
  using namespace std::string_literals;
  const support::TempFolder folder;
  const std::vector<std::pair<std::string, std::string>> files = {
      {"a.Ex01", "EVF2\r\n\x81\0\1\0\0\0"s},
      {"b.img", "EVF2\r\n\x81\0\1\0\0\0"s},
      {"c.L01", "LVF\x09\r\n\xff\0\1\1\0"s},
      {"d.bin", "LVF\x09\r\n\xff\0\1\1\0"s},
      {"e.Lx01", "LEF2\r\n\x81\0\1\0"s},
      {"f.aff", "AFF10\r\n\0xx"s},
      {"g.ad1", "ADSEGMENTEDFILE\0"s},
      {"h.ex01", "noise"s},
      {"i.L01", ""s},
      {"j.aff4", "PK"s},
  };
  for (const auto& [name, bytes] : files) {
    CAPTURE(name);
    core::write_new_file(folder / name, core::as_bytes(bytes));
    CHECK_THROWS_WITH(imaging::read(folder / name),
                      Catch::Matchers::Contains(name) && Catch::Matchers::Contains("not read here"));
  }
}

TEST_CASE("an E01 or s01 file without its signature is a damaged one, not a raw image", "[acquire]") {
  const support::TempFolder folder;
  for (const char* name : {"a.E01", "b.e01", "c.s01", "d.S01", "e.E07"}) {
    CAPTURE(name);
    core::write_new_file(folder / name, core::as_bytes("no signature"));
    CHECK_THAT(imaging::joined(imaging::read(folder / name).faults),
               Catch::Matchers::Contains("does not start with the signature"));
  }
}

TEST_CASE("a later segment of a set is refused when the first is there, else a fault", "[acquire]") {
  const support::TempFolder folder;
  const std::string evf("EVF\x09\x0d\x0a\xff\0\1\2\0\0\0", 13);
  for (const char* name : {"a.E01", "a.E02", "a.EAB", "c.E02"}) {
    core::write_new_file(folder / name, core::as_bytes(evf));
  }
  for (const char* name : {"b.001", "b.002", "b.010", "d.000", "d.001", "e.003", "f.2023", "f.2024", "g.05",
                           "h.12", "i.aa", "i.ab", "i.ac", "k.aaa", "k.aab", "l.img", "m.AA", "m.AB"}) {
    core::write_new_file(folder / name, core::as_bytes("x"));
  }
  for (const auto& [name, first] : std::vector<std::pair<std::string, std::string>>{{"a.E02", "a.E01"},
                                                                                    {"a.EAB", "a.E01"},
                                                                                    {"b.002", "b.001"},
                                                                                    {"b.010", "b.001"},
                                                                                    {"d.001", "d.000"},
                                                                                    {"i.ac", "i.aa"}}) {
    CAPTURE(name);
    CHECK_THROWS_WITH(imaging::read(folder / name),
                      Catch::Matchers::EndsWith("name the first segment, " + first));
  }
  for (const auto& [name, first] : std::vector<std::pair<std::string, std::string>>{
           {"c.E02", "c.E01"}, {"e.003", "e.001"}, {"g.05", "g.01"}}) {
    CAPTURE(name);
    CHECK_THAT(imaging::joined(imaging::read(folder / name).faults),
               Catch::Matchers::Contains("segment 1 of the set is missing: " + first));
  }
  CHECK(imaging::read(folder / "i.aa").files.size() == 3);
  CHECK(imaging::read(folder / "k.aaa").files.size() == 2);
  CHECK(imaging::read(folder / "m.AA").files.size() == 2);
  for (const char* name : {"f.2023", "f.2024", "h.12", "l.img"}) {
    CAPTURE(name);
    const acquire::ImageReading reading = imaging::read(folder / name);
    CHECK(reading.faults.empty());
    CHECK(reading.files.size() == 1);
  }
}

TEST_CASE("an E01 image under another name is read as what it is", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(50'000 / 512 * 512));
  imaging::image(source, imaging::settings_for(folder.path()));
  for (const char* name : {"x.img", "x.dd", "x", "x.zip", "x.001"}) {
    CAPTURE(name);
    core::fs::copy_file(folder / "EV-1.E01", folder / name);
    const acquire::ImageReading reading = imaging::read(folder / name);
    INFO(imaging::joined(reading.faults));
    CHECK(reading.faults.empty());
    core::fs::remove(folder / name);
  }
}
