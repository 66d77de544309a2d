// SPDX-License-Identifier: Apache-2.0
// The E01 images we write: their layout byte for byte, their limits, and what other tools say of them.
#include <sys/resource.h>

#include <cstdlib>
#include <sstream>

#include "acquire/image/segment_file.h"
#include "acquire/reading/ewf_structure.h"
#include "acquire/reading/inflate.h"
#include "acquire/writing/ewf_plan.h"
#include "acquire/writing/ewf_sections.h"
#include "core/error.h"
#include "tests/acquire/writing.h"
#include "tests/support/memory_of.h"

namespace {

using namespace imaging;
using namespace writing;
using Catch::Matchers::Contains;

struct FoundSection {
  std::string type;
  std::uint64_t offset = 0;
  core::Bytes data;
};

std::vector<FoundSection> sections_of(const core::Path& path) {
  const acquire::SegmentFile file(path);
  std::vector<FoundSection> out;
  for (std::uint64_t at = acquire::ewf::kFileHeaderSize;;) {
    const auto head = file.bytes(at, acquire::ewf::kDescriptorSize);
    REQUIRE(head);
    const std::uint64_t size = acquire::little64(*head, 24);
    FoundSection section{reinterpret_cast<const char*>(head->data()), at, {}};
    if (size > 0) {
      section.data = file.bytes(at + acquire::ewf::kDescriptorSize,
                                static_cast<std::size_t>(size - acquire::ewf::kDescriptorSize))
                         .value();
    }
    out.push_back(std::move(section));
    if (out.back().type == "next" || out.back().type == "done") {
      return out;
    }
    at = acquire::little64(*head, 16);
  }
}

std::string types_of(const core::Path& path) {
  std::string out;
  for (const FoundSection& section : sections_of(path)) {
    out += (out.empty() ? "" : " ") + section.type;
  }
  return out;
}

const FoundSection& section_of(const std::vector<FoundSection>& sections, const std::string& type) {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const FoundSection& section) { return section.type == type; });
  REQUIRE(found != sections.end());
  return *found;
}

std::vector<core::Path> paths_of(const core::Path& folder, const std::vector<acquire::ImageFile>& files) {
  std::vector<core::Path> out;
  for (const acquire::ImageFile& file : files) {
    out.push_back(folder / file.name);
  }
  return out;
}

std::string unpacked(core::ByteView stream) {
  core::Bytes room(1U << 16U);
  const acquire::Inflated result = acquire::inflate_strictly(stream, room);
  CHECK_FALSE(result.fault);
  return std::string(core::as_text(core::ByteView(room).first(result.size)));
}

/// Faults that the walk of the sections finds.
std::string faults_of(const std::vector<core::Path>& files) {
  acquire::FaultList faults;
  acquire::walk_ewf(files, faults);
  return joined(faults.all());
}

}  // namespace

TEST_CASE("the parts of an E01 file have the bytes that libewf writes", "[acquire]") {
  namespace ewf = acquire::ewf;
  CHECK(core::to_hex(ewf::file_header(3)) == "455646090d0aff000103000000");
  const core::Bytes head = ewf::descriptor("header2", 13, 217);
  CHECK(core::to_hex(head).substr(0, 64) ==
        "68656164657232000000000000000000"
        "32010000000000002501000000000000");
  CHECK(core::to_hex(head).substr(144) == "f502d9c6");
  const auto md5 = core::Md5::parse("7c065c3a1ed46993088b499e94eb8f30");
  CHECK(core::to_hex(ewf::hash_data(*md5)) ==
        "7c065c3a1ed46993088b499e94eb8f30"
        "00000000000000000000000000000000"
        "bf06159f");
  const auto sha1 = core::Sha1::parse("7172d16a7a088d45c266795ca1bb1af0db046709");
  CHECK(core::to_hex(ewf::digest_data(core::Md5::parse("cfb46bb7e322836f4c637853ec94e548"), sha1)) ==
        "cfb46bb7e322836f4c637853ec94e5487172d16a7a088d45c266795ca1bb1af0db046709" + std::string(80, '0') +
            "e811232c");
  const std::array<std::uint32_t, 3> entries{0x8000004c, 0x80008050, 0x80010054};
  CHECK(core::to_hex(ewf::table_data(entries, 0x475)).substr(0, 72) ==
        "0300000000000000"
        "7504000000000000"
        "00000000"
        "7d00f805"
        "4c000080"
        "50800080"
        "54000180");
  const std::array<ewf::ErrorEntry, 2> errors{ewf::ErrorEntry{2, 2}, ewf::ErrorEntry{2048, 1}};
  const std::string list = core::to_hex(ewf::error_data(errors));
  CHECK(list.substr(0, 8) == "02000000");
  CHECK(list.substr(2 * 516) ==
        "03000c06"
        "0200000002000000"
        "0008000001000000"
        "0e008400");
  CHECK(ewf::last_section("done", 67'119).size() == ewf::kDescriptorSize);
}

TEST_CASE("the sections of an E01 image come in the order of EnCase 6", "[acquire]") {
  const support::TempFolder folder;
  support::MemorySource source(support::random_bytes(3U << 20U));
  source.add_bad({1024, 512});
  image(source, settings_for(folder.path()));
  CHECK(types_of(folder / "EV-1.E01") ==
        "header2 header2 header volume sectors table table2 data error2 digest hash done");
  const support::TempFolder split;
  image(source, settings_for(split.path(), ImageFormat::e01, Compression::fast, 1U << 20U));
  CHECK(types_of(split / "EV-1.E01") == "header2 header2 header volume sectors table table2 next");
  CHECK(types_of(split / "EV-1.E02") == "data sectors table table2 next");
  CHECK(types_of(split / "EV-1.E04") == "data sectors table table2 error2 digest hash done");
}

TEST_CASE("our E01 has the sections, entries and digests that ewfacquire's has", "[acquire]") {
  if (!have_program("ewfacquire")) {
    WARN("skipped: ewfacquire is not installed");
    return;
  }
  const support::TempFolder folder;
  const core::Bytes media = support::random_bytes((2U << 20U) + 512);
  core::write_new_file(folder / "disk.img", media);
  REQUIRE(run("ewfacquire -u -q -f encase6 -c deflate:none -d sha1 -g 1 -m fixed -M physical -b 128 -t " +
              (folder / "peer").native() + " " + (folder / "disk.img").native()));
  support::MemorySource source(media);
  image(source, settings_for(folder.path(), ImageFormat::e01, Compression::none));
  const auto ours = sections_of(folder / "EV-1.E01");
  const auto theirs = sections_of(folder / "peer.E01");
  REQUIRE(types_of(folder / "EV-1.E01") == types_of(folder / "peer.E01"));
  for (const char* type : {"sectors", "digest", "hash"}) {
    CAPTURE(type);
    CHECK(section_of(ours, type).data == section_of(theirs, type).data);
  }
  const auto entries_of = [](const std::vector<FoundSection>& sections, const char* type) {
    const core::Bytes& data = section_of(sections, type).data;
    CHECK(acquire::little64(data, 8) == section_of(sections, "sectors").offset);
    return core::to_hex(core::ByteView(data).first(4)) + core::to_hex(core::ByteView(data).subspan(24));
  };
  CHECK(entries_of(ours, "table") == entries_of(theirs, "table"));
  CHECK(entries_of(ours, "table2") == entries_of(theirs, "table2"));
  for (const char* type : {"volume", "data"}) {
    CAPTURE(type);
    const core::Bytes& volume = section_of(ours, type).data;
    const core::Bytes& peer = section_of(theirs, type).data;
    CHECK(std::equal(volume.begin(), volume.begin() + 64, peer.begin()));
    CHECK(std::equal(volume.begin() + 80, volume.end() - 4, peer.begin() + 80));
  }
}

TEST_CASE("the headers of an E01 image hold the labels in UTF-16 and in ASCII, with the time", "[acquire]") {
  const support::TempFolder folder;
  ImageSettings settings = settings_for(folder.path());
  settings.labels = {"CASE-7", "検査官\t一", "証拠のディスク \xf0\xa0\xae\xb7", "EV-1\n2",
                     std::string(600, 'n')};
  settings.acquired = core::UtcTime{1'795'911'491'000'000};
  const auto writer = acquire::make_image_writer(settings, facts_for(0));
  writer->finish({}, {});
  const auto sections = sections_of(folder / "EV-1.E01");
  CHECK(sections[0].data == sections[1].data);
  const std::string wide = unpacked(sections[0].data);
  CHECK(wide.substr(0, 4) == std::string("\xff\xfe"
                                         "3\0",
                                         4));
  CHECK_THAT(wide, Contains(std::string("\x1c\x69\xfb\x67\x98\x5b\x20\0\0\x4e\t\0", 12)));  // 検査官 一
  CHECK_THAT(wide, Contains(std::string("\x42\xd8\xb7\xdf\t\0", 6)));  // a surrogate pair
  std::string narrow;
  for (std::size_t i = 2; i < wide.size(); i += 2) {
    narrow += wide[i + 1] == 0 ? wide[i] : '#';
  }
  CHECK_THAT(narrow, Contains("\tCASE-7\tEV-1 2\t### #\t" + std::string(480, 'n') +
                              " (shortened)\tFake Disk\tFAKE-1\t"));
  CHECK_THAT(narrow, Contains("\t1795911491\t1795911491\t0\t\n"));
  const std::string old = unpacked(section_of(sections, "header").data);
  CHECK_THAT(old, Contains("c\tn\ta\te\tt\tav\tov\tm\tu\tp\r\nCASE-7\tEV-1 2\t??????? ?\t??? ?\tnnn"));
  CHECK_THAT(old, Catch::Matchers::EndsWith("\t0\r\n\r\n") && Contains("\t2026 11 2"));
}

TEST_CASE("ewfinfo shows every label, the device, the dates and the digests", "[acquire]") {
  if (!have_program("ewfinfo")) {
    WARN("skipped: ewfinfo is not installed");
    return;
  }
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(2U << 20U));
  ImageSettings settings = settings_for(folder.path());
  settings.labels = {"CASE-7", "検査官 一", "証拠のディスク", "EV-1", "メモ"};
  const Acquisition acquisition = image(source, settings);
  const std::string info = "TZ=UTC ewfinfo -d iso8601 " + (folder / "EV-1.E01").native();
  const auto shown = [&](const std::string& name) {
    return line_of(info + " | sed -n 's/^[[:blank:]]*" + name + ":[[:blank:]]*//p'");
  };
  CHECK(shown("Case number") == "CASE-7");
  CHECK(shown("Examiner name") == "検査官 一");
  CHECK(shown("Description") == "証拠のディスク");
  CHECK(shown("Evidence number") == "EV-1");
  CHECK(shown("Notes") == "メモ");
  CHECK(shown("Model") == "Fake Disk");
  CHECK(shown("Serial number") == "FAKE-1");
  CHECK(shown("Acquisition date") == "2023-11-14T22:13:20");
  CHECK(shown("System date") == "2023-11-14T22:13:20");
  CHECK(shown("File format") == "EnCase 6");
  CHECK(shown("Sectors per chunk") == "128");
  CHECK(shown("Compression level") == "good (fast) compression");
  CHECK(shown("Is physical") == "yes");
  CHECK(shown("MD5") == acquisition.digests.md5->hex());
  CHECK(shown("SHA1") == acquisition.digests.sha1->hex());
}

TEST_CASE("no segment is larger than asked, whatever is written and however often it is checkpointed",
          "[acquire]") {
  const auto seed = GENERATE(range(1U, 9U));
  std::mt19937 random(seed);
  const support::TempFolder folder;
  const std::uint64_t segment_size = (1U << 20U) + random() % 300'000;
  const std::size_t sectors = 8000 + random() % 6000;
  const core::Bytes media =
      seed % 2 == 0 ? support::mixed_bytes(sectors * 512, seed) : support::random_bytes(sectors * 512, seed);
  CAPTURE(seed, segment_size, sectors);
  const auto writer = acquire::make_image_writer(
      settings_for(folder.path(), ImageFormat::e01, Compression::fast, segment_size),
      facts_for(media.size()));
  const std::size_t chunk = writer->chunk_size();
  for (std::size_t at = 0; at < media.size(); at += chunk) {
    feed(*writer, media, at, std::min(at + chunk, media.size()));
    if (random() % 4 == 0) {
      writer->checkpoint();
    }
  }
  std::vector<acquire::Range> unreadable;
  for (std::uint64_t i = 0; i < random() % 4000; ++i) {
    unreadable.push_back({i * 1024, 512});
  }
  const auto files = writer->finish(digests_of(media), unreadable);
  for (const acquire::ImageFile& file : files) {
    CHECK(file.size <= segment_size);
    CHECK(file.size == core::fs::file_size(folder / file.name));
  }
  const ImageReading reading = read(folder / "EV-1.E01");
  INFO(joined(reading.faults));
  CHECK(reading.faults.empty());
  CHECK(reading.digests.sha256 == core::sha256(media));
  CHECK(reading.recorded_errors == unreadable);
}

TEST_CASE(
    "a set of more than three hundred segments is read by others, named past E99 and EZZ is not reached",
    "[acquire]") {
  const support::TempFolder folder;
  const core::Bytes chunk = support::random_bytes(32U << 10U);
  constexpr std::uint64_t kChunks = 9500;
  ImageSettings settings = settings_for(folder.path(), ImageFormat::e01, Compression::none, 1U << 20U);
  settings.chunk_size = static_cast<std::uint32_t>(chunk.size());
  const auto writer = acquire::make_image_writer(settings, facts_for(kChunks * chunk.size()));
  core::Hasher<core::Md5> md5;
  const std::uint32_t checksum = acquire::adler32(chunk);
  for (std::uint64_t i = 0; i < kChunks; ++i) {
    writer->write({chunk, {}, checksum});
    md5.update(chunk);
  }
  const auto files = writer->finish({md5.finish(), std::nullopt, std::nullopt}, {});
  REQUIRE(files.size() > 300);
  CHECK(files[98].name == "EV-1.E99");
  CHECK(files[99].name == "EV-1.EAA");
  CHECK(faults_of(paths_of(folder.path(), files)).empty());
  if (have_program("ewfverify")) {
    CHECK(run("ewfverify -q " + (folder / "EV-1.E01").native()));
  }
}

TEST_CASE("an E01 image holds more than 4 TiB, and its last chunk is found by ours and by libewf",
          "[acquire]") {
  const support::TempFolder folder;
  ImageSettings settings = settings_for(folder.path());
  settings.chunk_size = 1U << 20U;
  const acquire::SourceFacts facts = facts_for((std::uint64_t{5} << 40U) + 512);
  const auto writer = acquire::make_image_writer(settings, facts);
  // One byte in place of a stream keeps the set small: nothing but its place is looked at.
  const core::Bytes zeros(settings.chunk_size);
  const core::Bytes stand_in(1);
  const std::uint64_t whole = facts.size / settings.chunk_size;
  struct rusage before {};
  ::getrusage(RUSAGE_SELF, &before);
  for (std::uint64_t i = 0; i < whole; ++i) {
    writer->write({zeros, stand_in, 1});
  }
  const core::Bytes last = support::random_bytes(512);
  writer->write({last, {}, acquire::adler32(last)});
  const auto paths = paths_of(folder.path(), writer->finish({}, {}));
  struct rusage after {};
  ::getrusage(RUSAGE_SELF, &after);
  CHECK(support::is_below((after.ru_maxrss - before.ru_maxrss) / 1024,
                          8));  // five million chunks take none of it
  acquire::FaultList faults;
  const acquire::EwfStructure structure = acquire::walk_ewf(paths, faults);
  CHECK(joined(faults.all()).empty());
  CHECK(structure.media_size == facts.size);
  CHECK(structure.tabled_chunks == whole + 1);
  CHECK(structure.tables.size() == whole / acquire::ewf::kMaximumTableEntries + 1);
  const acquire::EwfTable& table = structure.tables.back();
  const acquire::SegmentFile file(paths[table.segment]);
  const core::Bytes entry = file.bytes(table.entries_offset + 4 * (table.count - 1), 4).value();
  const core::Bytes stored = file.bytes(table.base + acquire::little32(entry, 0), 512 + 4).value();
  CHECK(core::Bytes(stored.begin(), stored.end() - 4) == last);
  CHECK(acquire::little32(stored, 512) == acquire::adler32(last));
  if (have_program("ewfexport")) {
    REQUIRE(run("ewfexport -q -u -f raw -B 512 -o " + std::to_string(facts.size - 512) + " -t " +
                (folder / "out").native() + " " + paths.front().native()));
    CHECK(core::read_file(folder / "out.raw") == last);
  }
}

TEST_CASE("a sectors section ends before its offsets need more than 31 bits or its table is full",
          "[acquire]") {
  namespace ewf = acquire::ewf;
  const std::uint64_t length = GENERATE(5U, 32'772U, (1U << 20U) + 4U);
  ewf::Fill fill{5000, true, 5000, 0};
  fill.segment_bytes += ewf::kDescriptorSize;
  std::uint64_t last_offset = 0;
  while (!ewf::is_section_full(fill, length)) {
    last_offset = fill.segment_bytes - fill.sectors_at;
    fill.segment_bytes += length;
    ++fill.chunks;
  }
  CHECK(last_offset < ewf::kCompressedFlag);
  CHECK(fill.chunks == std::min<std::uint64_t>(65'534, (0x7fff'ffffU - 76) / length));
  CHECK(ewf::fits_in_segment(fill, length, 3ULL << 30U));
  CHECK_FALSE(ewf::fits_in_segment(fill, length, fill.segment_bytes));
}

TEST_CASE("sources that E01 cannot hold are refused before a file is made, with what would do", "[acquire]") {
  const support::TempFolder folder;
  const auto refusal = [&](std::uint64_t size, std::uint64_t segment_size, std::uint32_t chunk_size = 0) {
    ImageSettings settings = settings_for(folder.path(), ImageFormat::e01, Compression::fast, segment_size);
    settings.chunk_size = chunk_size;
    try {
      acquire::make_image_writer(settings, facts_for(size));
    } catch (const core::Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const std::uint64_t most = ~std::uint64_t{0} / 512 * 512;  // 16 EiB less a sector
  CHECK_THAT(refusal(most, 0), Contains("an E01 image cannot hold 18446744073709551104 bytes") &&
                                   Contains("4294967295 chunks") && Contains("--format raw"));
  CHECK_THAT(refusal(std::uint64_t{30} << 40U, 0), Contains("at most 14971 segments") &&
                                                       Contains("segments of 2") &&
                                                       Contains("MiB or more are enough"));
  CHECK_THAT(refusal(1U << 20U, 0, 1000), Contains("cannot have chunks of 1000 bytes"));
  CHECK_THAT(refusal(1U << 20U, 0, 2U << 20U), Contains("cannot have chunks of 2097152 bytes"));
  CHECK_THAT(refusal(1U << 20U, 1U << 19U), Contains("the least is 1048576"));
  CHECK(files_in(folder.path()) == 0);
  CHECK(refusal(std::uint64_t{30} << 40U, 3ULL << 30U).empty());
}

TEST_CASE("a segment size that is said to be enough is enough, and one MiB less is not", "[acquire]") {
  const support::TempFolder folder;
  const std::uint64_t size = std::uint64_t{GENERATE(2U, 17U, 40U, 100U)} << 40U;
  ImageSettings settings = settings_for(folder.path(), ImageFormat::e01, Compression::fast, 1U << 20U);
  std::string text;
  try {
    acquire::check_can_hold(settings, facts_for(size));
  } catch (const core::Error& error) {
    text = error.what();
  }
  const std::size_t at = text.find("segments of ", text.find("; "));
  REQUIRE(at != std::string::npos);
  const std::uint64_t enough = std::stoull(text.substr(at + 12));
  settings.segment_size = enough << 20U;
  CHECK_NOTHROW(acquire::check_can_hold(settings, facts_for(size)));
  settings.segment_size = (enough - 1) << 20U;
  CHECK_THROWS_AS(acquire::check_can_hold(settings, facts_for(size)), core::Error);
}

TEST_CASE("a list of unreadable sectors for which a segment has no room stands in the next, or in several",
          "[acquire]") {
  const support::TempFolder folder;
  const std::uint64_t ranges = GENERATE(120'000U, 400'000U);
  CAPTURE(ranges);
  ImageSettings settings = settings_for(folder.path(), ImageFormat::e01, Compression::fast, 1U << 20U);
  settings.chunk_size = 1U << 18U;
  constexpr std::uint64_t kChunks = 1600;
  const core::Bytes zeros(settings.chunk_size);
  const auto writer = acquire::make_image_writer(settings, facts_for(kChunks * zeros.size()));
  core::Bytes room(zeros.size());
  const std::size_t length = acquire::make_compressor(Compression::best)->compress(zeros, room).value();
  for (std::uint64_t i = 0; i < kChunks; ++i) {
    writer->write({zeros, core::ByteView(room).first(length), 1});
  }
  std::vector<acquire::Range> unreadable;
  for (std::uint64_t i = 0; i < ranges; ++i) {
    unreadable.push_back({i * 1024, 512});
  }
  const auto files = writer->finish({}, unreadable);
  std::uint64_t listed = 0;
  for (const acquire::ImageFile& file : files) {
    CHECK(file.size <= settings.segment_size);
    for (const FoundSection& section : sections_of(folder / file.name)) {
      listed += section.type == "error2" ? acquire::little32(section.data, 0) : 0;
    }
  }
  CHECK(listed == ranges);
  acquire::FaultList faults;
  const auto structure = acquire::walk_ewf(paths_of(folder.path(), files), faults);
  CHECK(joined(faults.all()).empty());
  CHECK(structure.recorded_errors == unreadable);
  if (ranges == 120'000 && have_program("ewfinfo")) {
    CHECK(files.size() == 2);
    CHECK(line_of("ewfinfo " + (folder / "EV-1.E01").native() +
                  " | sed -n 's/.*total number:[[:blank:]]*//p'") == "120000");
  }
}

TEST_CASE("two million unreadable ranges are read back without a fault and in bounded memory", "[acquire]") {
  const support::TempFolder folder;
  constexpr std::uint64_t kSectors = 1U << 14U;
  const core::Bytes media(kSectors * 512);
  const auto writer = acquire::make_image_writer(settings_for(folder.path()), facts_for(media.size()));
  feed(*writer, media, 0, media.size());
  std::vector<acquire::Range> unreadable;
  for (std::uint64_t i = 0; i < 2'000'000; ++i) {
    unreadable.push_back({i * 7 % kSectors * 512, 512});
  }
  writer->finish(digests_of(media), unreadable);
  const long memory = support::memory_of([&] {
    if (read(folder / "EV-1.E01").recorded_errors.size() != 2'000'000) {
      ::_exit(1);
    }
  });
  CHECK(support::is_below(memory, 256));
  const ImageReading reading = read(folder / "EV-1.E01");
  CHECK(joined(reading.faults).empty());
  CHECK(reading.recorded_errors == unreadable);
}

TEST_CASE(
    "unreadable sectors from 2 TiB on, which error2 cannot name, are left out of it and not given other "
    "numbers",
    "[acquire]") {
  const support::TempFolder folder;
  ImageSettings settings = settings_for(folder.path());
  settings.chunk_size = 1U << 20U;
  const std::uint64_t border = std::uint64_t{1} << 41U;  // sector 2^32
  const std::uint64_t size = border + (1U << 20U);
  const auto writer = acquire::make_image_writer(settings, facts_for(size));
  const core::Bytes zeros(settings.chunk_size);
  const core::Bytes stand_in(1);
  for (std::uint64_t i = 0; i < size / zeros.size(); ++i) {
    writer->write({zeros, stand_in, 1});
  }
  writer->finish({}, {{512, 512}, {border - 2048, 4096}, {border + 8192, 512}});
  const auto sections = sections_of(folder / "EV-1.E01");
  const core::Bytes& list = section_of(sections, "error2").data;
  CHECK(acquire::little32(list, 0) == 2);
  CHECK(acquire::little32(list, 520) == 1);
  CHECK(acquire::little32(list, 528) == 0xffff'fffc);
  CHECK(acquire::little32(list, 532) == 4);
}

TEST_CASE("an image that is shorter than was declared is not finished", "[acquire]") {
  const support::TempFolder folder;
  const core::Bytes media = support::random_bytes(1U << 20U);
  {
    const auto writer = acquire::make_image_writer(settings_for(folder.path()), facts_for(media.size()));
    feed(*writer, media, 0, media.size() / 2);
    CHECK_THROWS_WITH(writer->finish({}, {}), Contains("was to hold 1048576 bytes, and 524288 were written"));
  }
  CHECK(files_in(folder.path()) == 0);
}
