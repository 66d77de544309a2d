// SPDX-License-Identifier: Apache-2.0
// What other tools say of our images.
#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;

bool missing(const std::string& program) {
  if (have_program(program)) {
    return false;
  }
  WARN("skipped: " << program << " is not installed");
  return true;
}

struct Made {
  support::TempFolder folder;
  core::Bytes media;
  Acquisition acquisition;
  std::string first() const { return (folder / acquisition.files.front().name).native(); }
};

void make(Made& made, Compression compression, std::uint64_t segment_size, core::Bytes media) {
  made.media = std::move(media);
  support::MemorySource source(made.media);
  made.acquisition =
      image(source, settings_for(made.folder.path(), ImageFormat::e01, compression, segment_size));
}

}  // namespace

TEST_CASE("ewfverify accepts our images and finds the same digests", "[acquire]") {
  if (missing("ewfverify")) {
    return;
  }
  const auto compression = GENERATE(Compression::none, Compression::fast, Compression::best);
  const std::uint64_t segment_size = GENERATE(0U, 1U << 20U);
  Made made;
  make(made, compression, segment_size, support::mixed_bytes((5U << 20U) + 1536));
  CHECK(run("ewfverify -q -d sha1,sha256 " + made.first()));
  CHECK(line_of("ewfverify -q -d sha1,sha256 " + made.first() +
                " 2>/dev/null | sed -n 's/.*SHA256.*calculated.*\\t//p'") ==
        made.acquisition.digests.sha256->hex());
}

TEST_CASE("ewfexport gives back the bytes of the source", "[acquire]") {
  if (missing("ewfexport")) {
    return;
  }
  Made made;
  make(made, Compression::fast, 1U << 20U, support::mixed_bytes(4U << 20U));
  REQUIRE(run("ewfexport -q -u -f raw -t " + (made.folder / "out").native() + " " + made.first()));
  CHECK(core::read_file(made.folder / "out.raw") == made.media);
}

TEST_CASE("sleuthkit reads our image and the file system in it", "[acquire]") {
  if (missing("img_stat") || missing("fls") || missing("mke2fs")) {
    return;
  }
  const support::TempFolder folder;
  const std::string disk = (folder / "disk.img").native();
  core::fs::create_directory(folder / "tree");
  core::write_new_file(folder / "tree/witness.txt", core::as_bytes("seen"));
  REQUIRE(run("mke2fs -q -t ext4 -d " + (folder / "tree").native() + " " + disk + " 8m"));
  const auto source = acquire::open_source(disk);
  const Acquisition acquisition = image(*source, settings_for(folder.path()));
  const std::string first = (folder / acquisition.files.front().name).native();
  CHECK(line_of("img_stat -i ewf " + first + " | sed -n 's/^Size of data in bytes:[^0-9]*//p'") == "8388608");
  CHECK(line_of("fls -i ewf " + first + " | grep -c witness.txt") == "1");
}

TEST_CASE("ewfinfo shows the labels and the unreadable sectors", "[acquire]") {
  if (missing("ewfinfo")) {
    return;
  }
  const support::TempFolder folder;
  support::MemorySource source(support::mixed_bytes(2U << 20U));
  source.add_bad({1024, 1024});
  image(source, settings_for(folder.path()));
  const std::string info = "ewfinfo " + (folder / "EV-1.E01").native();
  CHECK(line_of(info + " | grep -c 'CASE-7'") == "1");
  CHECK(line_of(info + " | grep -c 'at sector(s): 2 - 3'") == "1");
  CHECK(line_of(info + " | sed -n 's/.*Model:[[:blank:]]*//p'") == "Fake Disk");
  CHECK(line_of(info + " | sed -n 's/.*Error granularity:[[:blank:]]*//p'") == "1");
}

TEST_CASE("an image that ewfacquire makes reads the same here", "[acquire]") {
  if (missing("ewfacquire")) {
    return;
  }
  const std::string compression = GENERATE("none", "empty-block", "fast", "best");
  const std::string format =
      GENERATE("ewf", "smart", "encase2", "encase5", "encase6", "ftk", "ewfx", "linen6");
  CAPTURE(compression, format);
  const support::TempFolder folder;
  const core::Bytes media = support::mixed_bytes((3U << 20U) + 512);
  core::write_new_file(folder / "disk.img", media);
  REQUIRE(run("ewfacquire -u -q -f " + format + " -c deflate:" + compression + " -S 1048576 -t " +
              (folder / "out").native() + " " + (folder / "disk.img").native()));
  const std::string first = format == "smart"                     ? "out.s01"
                            : format == "ewfx" || format == "ewf" ? "out.e01"
                                                                  : "out.E01";
  const ImageReading reading = read(folder / first);
  INFO(joined(reading.faults));
  CHECK(reading.faults.empty());
  CHECK(reading.digests.sha256 == core::sha256(media));
}
