// SPDX-License-Identifier: Apache-2.0
// Files inside images: what The Sleuth Kit's own commands and plain copies of bytes say too.
#include "acquire/files/file_in_image.h"

#include <map>

#include "tests/acquire/disk_images.h"

namespace {

using acquire::ContentRun;
using acquire::FileQuery;
using acquire::FoundFile;
using Catch::Matchers::Contains;
using disks::Disk;
using disks::Kind;

FileQuery at(const std::string& path) { return {path, std::nullopt, std::nullopt}; }
FileQuery at(std::uint64_t address) { return {"", address, std::nullopt}; }

bool is_one_kind(const FoundFile& found, ContentRun::Kind kind) {
  return std::all_of(found.file.runs.begin(), found.file.runs.end(),
                     [&](const ContentRun& run) { return run.kind == kind; });
}

/// The digest that icat and sha256sum give.
std::string icat_digest(const core::Path& disk, std::uint64_t volume, const std::string& address) {
  return imaging::line_of("icat -o " + std::to_string(volume / 512) + " " + disks::quoted(disk) + " " +
                          address + " | sha256sum | cut -c1-64");
}

void check_sample(const Disk& disk, const core::Bytes& media, Kind kind, const disks::Sample& sample) {
  core::Bytes content;
  const FoundFile found = disk.file(at(disks::path_in(kind, sample)), &content);
  CAPTURE(sample.path);
  CHECK(content == sample.bytes);
  CHECK(found.file.path == disks::path_in(kind, sample));
  CHECK(found.file.size == sample.bytes.size());
  CHECK(found.file.sha256 == core::sha256(sample.bytes));
  CHECK(found.digests.sha256 == found.file.sha256);
  CHECK(found.file.allocated);
  CHECK(found.file.run_count == found.file.runs.size());
  CHECK(icat_digest(disk.first, 0, std::to_string(found.file.address)) == found.file.sha256.hex());
  if (found.file.resident == 0) {
    CHECK(disks::gathered(media, found) == sample.bytes);
    CHECK(is_one_kind(found, ContentRun::Kind::stored));
    CHECK(found.file.stored == sample.bytes.size());
  } else {
    CHECK(kind == Kind::ntfs);
    CHECK(found.file.resident == sample.bytes.size());
    CHECK(is_one_kind(found, ContentRun::Kind::resident));
  }
}

}  // namespace

TEST_CASE("a file in an image is found by its path, with the digest and the bytes it has", "[acquire]") {
  const Kind kind = GENERATE(Kind::ext4, Kind::vfat, Kind::ntfs);
  REQUIRE(disks::can_make(kind));
  const support::TempFolder folder;
  disks::make(kind, folder / "disk.raw");
  const Disk disk(folder / "disk.raw");
  const core::Bytes media = core::read_file(disk.first);
  for (const disks::Sample& sample : disks::samples()) {
    check_sample(disk, media, kind, sample);
  }
  CHECK_THROWS_WITH(disk.file(at("/nothing")), Contains("there is no 'nothing'"));
  CHECK_THROWS_WITH(disk.file(at("/large.bin/x")), Contains("is no folder"));
  CHECK_THROWS_WITH(disk.file(at("/")), Contains("is a folder; only a file has content"));
  CHECK_THROWS_WITH(disk.file(at("/../etc/passwd")), Contains("no '.' or '..'"));
}

TEST_CASE("the names of a folder in an image are those that fls gives", "[acquire]") {
  const Kind kind = GENERATE(Kind::ext4, Kind::vfat, Kind::ntfs);
  const support::TempFolder folder;
  disks::make(kind, folder / "disk.raw");
  const Disk disk(folder / "disk.raw");
  for (const std::string path : {"/", "/papers"}) {
    if (kind == Kind::ntfs && path != "/") {
      continue;
    }
    const acquire::FolderListing listing = disk.folder(at(path));
    CHECK(listing.left_out == 0);
    const std::string fls = "fls " + disks::quoted(disk.first) + " " + std::to_string(listing.place.address);
    for (const acquire::FolderEntry& entry : listing.entries) {
      CAPTURE(entry.name);
      const std::string line = imaging::line_of(fls + " | grep -F -- '\t" + entry.name + "' | head -n 1");
      CHECK_THAT(line, Contains(" " + std::to_string(entry.address)));
      CHECK(entry.state == acquire::NameState::allocated);
    }
  }
}

namespace {

/// A DOS table with FAT16 at sector 2048 and ext4 behind it.
void make_partitioned(const core::Path& file) {
  const support::TempFolder parts;
  disks::make(Kind::vfat, parts / "one", 6);
  disks::make(Kind::ext4, parts / "two", 8);
  disks::make_room(file, 16);
  REQUIRE(
      disks::run("printf 'start=2048,size=12288,type=6\\nstart=14336,size=16384,type=83\\n' | sfdisk -q " +
                 disks::quoted(file)));
  for (const auto& [part, sector] : std::map<std::string, int>{{"one", 2048}, {"two", 14336}}) {
    REQUIRE(disks::run("dd conv=notrunc bs=512 seek=" + std::to_string(sector) +
                       " if=" + disks::quoted(parts / part) + " of=" + disks::quoted(file)));
  }
}

}  // namespace

TEST_CASE("every volume of a disk is listed, and a file is read from the one chosen", "[acquire]") {
  const support::TempFolder folder;
  make_partitioned(folder / "disk.raw");
  const Disk raw(folder / "disk.raw");
  const auto volumes = raw.volumes();
  REQUIRE(volumes.size() == 2);
  CHECK(volumes[0].range == acquire::Range{2048 * 512, 12288 * 512});
  CHECK(volumes[0].file_system.starts_with("fat"));
  CHECK(volumes[1].range == acquire::Range{14336 * 512, 16384 * 512});
  CHECK(volumes[1].file_system == "ext4");
  CHECK_THROWS_WITH(raw.file(at("/large.bin")),
                    Contains("choose one with --volume: 1048576 (fat12), 7340032 (ext4)"));
  CHECK_THROWS_WITH(raw.file({"/large.bin", std::nullopt, 512}),
                    Contains("no file system of a kind that is read here"));
  CHECK_THROWS_WITH(raw.file({"/large.bin", std::nullopt, 1U << 30U}), Contains("behind the end"));

  // The same media as E01 and in segments.
  const core::Bytes media = core::read_file(raw.first);
  for (const auto format : {imaging::ImageFormat::e01, imaging::ImageFormat::raw}) {
    const support::TempFolder images;
    support::MemorySource source(media);
    const auto settings = imaging::settings_for(images.path(), format, imaging::Compression::fast, 2U << 20U);
    auto acquisition = imaging::image(source, settings);
    const core::Path first = images / acquisition.files.front().name;
    const Disk disk(first, std::move(acquisition));
    for (const std::uint64_t volume : {1048576U, 7340032U}) {
      core::Bytes content;
      const FoundFile found = disk.file({"/large.bin", std::nullopt, volume}, &content);
      CHECK(found.file.volume == volume);
      CHECK(content == disks::samples()[3].bytes);
      CHECK(disks::gathered(media, found) == content);
      CHECK(icat_digest(raw.first, volume, std::to_string(found.file.address)) == found.file.sha256.hex());
    }
  }
}

TEST_CASE("a media without partitions or file system says so", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "disk.raw", support::random_bytes(1U << 20U));
  const Disk disk(folder / "disk.raw");
  const auto volumes = disk.volumes();
  REQUIRE(volumes.size() == 1);
  CHECK(volumes[0].range == acquire::Range{0, 1U << 20U});
  CHECK(volumes[0].file_system.empty());
  CHECK_THROWS_WITH(disk.folder(at("/")),
                    Contains("the file system in EV-1-I1 could not be read: no file system of a kind"));
}

TEST_CASE("a deleted file is marked, and read by its metadata address", "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::vfat, folder / "disk.raw");
  REQUIRE(disks::run("mdel -i " + disks::quoted(folder / "disk.raw") + " '::/papers/plan of attack.bin'"));
  const Disk disk(folder / "disk.raw");
  const auto entries = disk.folder(at("/papers")).entries;
  const auto gone = std::find_if(entries.begin(), entries.end(), [](const acquire::FolderEntry& entry) {
    return entry.name == "plan of attack.bin";
  });
  REQUIRE(gone != entries.end());
  CHECK(gone->state == acquire::NameState::deleted);
  core::Bytes content;
  const FoundFile found = disk.file(at(gone->address), &content);
  CHECK_FALSE(found.file.allocated);
  CHECK(found.file.recovered);
  CHECK(found.file.path.empty());
  CHECK(content == disks::samples()[1].bytes);
  CHECK(disks::gathered(core::read_file(disk.first), found) == content);
  CHECK(disk.file(at("/papers/plan of attack.bin")).file.address == gone->address);
  CHECK_FALSE(disk.file({"/papers/plan of attack.bin", gone->address, std::nullopt}).file.allocated);
  CHECK_THROWS_WITH(disk.file({"/papers/plan of attack.bin", gone->address + 1, std::nullopt}),
                    Contains("with metadata address"));
  CHECK_THROWS_WITH(disk.file(at(std::uint64_t{1} << 60U)), Contains("there is no metadata address"));
}

TEST_CASE("holes of a file are said to be holes, and are its zero bytes", "[acquire]") {
  const support::TempFolder folder;
  const support::TempFolder source;
  REQUIRE(disks::run("cd " + disks::quoted(source.path()) +
                     " && printf start > holes && truncate -s 300000 holes && printf middle >> holes && "
                     "truncate -s 900000 holes"));
  disks::make_room(folder / "disk.raw", 8);
  REQUIRE(disks::run("mkfs.ext4 -q -F -b 1024 -d " + disks::quoted(source.path()) + " " +
                     disks::quoted(folder / "disk.raw")));
  const Disk disk(folder / "disk.raw");
  core::Bytes content;
  const FoundFile found = disk.file(at("/holes"), &content);
  CHECK(content == core::read_file(source / "holes"));
  CHECK(found.file.zeros > 800'000);
  CHECK(found.file.zeros + found.file.stored == 900'000);
  CHECK(disks::gathered(core::read_file(disk.first), found) == content);
}

TEST_CASE("an alternate data stream is read by its name", "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::ntfs, folder / "disk.raw");
  core::write_new_file(folder / "hidden", support::random_bytes(9000, 8));
  REQUIRE(disks::run("ntfscp -f -N hidden.bin " + disks::quoted(folder / "disk.raw") + " " +
                     disks::quoted(folder / "hidden") + " /note.txt"));
  const Disk disk(folder / "disk.raw");
  core::Bytes content;
  const FoundFile found = disk.file(at("/note.txt:hidden.bin"), &content);
  CHECK(content == core::read_file(folder / "hidden"));
  CHECK(found.file.stream == "hidden.bin");
  CHECK(found.file.path == "/note.txt");
  CHECK(icat_digest(disk.first, 0, std::to_string(found.file.address) + "-" + found.attribute) ==
        found.file.sha256.hex());
  CHECK(disk.file(at("/NOTE.txt")).file.sha256 == core::sha256(disks::samples()[0].bytes));
  CHECK_THROWS_WITH(disk.file(at("/note.txt:other")), Contains("has no stream 'other'"));
}

TEST_CASE("what could not be read when the image was made is said of the file it is part of", "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::ext4, folder / "disk.raw");
  Disk disk(folder / "disk.raw");
  const FoundFile before = disk.file(at("/large.bin"));
  CHECK(before.file.unreadable.empty());
  const std::uint64_t start = before.file.runs.front().range.offset;
  disk.acquisition.unreadable = {{start - 512, 1024}, {start + 4096, 512}};
  CHECK(disk.file(at("/large.bin")).file.unreadable ==
        std::vector<acquire::Range>{{start, 512}, {start + 4096, 512}});
  CHECK(disk.file(at("/papers/note.txt")).file.unreadable.empty());
}

TEST_CASE("times in a file system are told as it keeps them", "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::ext4, folder / "disk.raw");
  REQUIRE(disks::run("debugfs -w -R 'set_inode_field /empty mtime 20260102030405' " +
                     disks::quoted(folder / "disk.raw")));
  const auto times = Disk(folder / "disk.raw").file(at("/empty")).times;
  REQUIRE(times.modified);
  CHECK(acquire::file_time_text(*times.modified, times.utc).starts_with("2026-01-02T03:04:05."));
  CHECK(times.utc);
  disks::make(Kind::vfat, folder / "fat.raw");
  CHECK_FALSE(Disk(folder / "fat.raw").file(at("/empty")).times.utc);
}

TEST_CASE("a file is extracted whole into a new file, or nothing is left", "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::ext4, folder / "disk.raw");
  const Disk disk(folder / "disk.raw");
  const acquire::ImageToRead image = disk.image();
  const acquire::ImageFiles files(image, disk.cancel);
  core::NoProgress progress;
  const FoundFile found = files.file(at("/large.bin"), progress);
  files.extract(at("/large.bin"), found, folder / "out", progress);
  CHECK(core::read_file(folder / "out") == disks::samples()[3].bytes);
  CHECK_THROWS_WITH(files.extract(at("/large.bin"), found, folder / "out", progress),
                    Contains("File exists"));
  CHECK_THROWS_WITH(files.extract(at("/papers/note.txt"), found, folder / "new", progress),
                    Contains("is another one"));
  CHECK_THROWS(files.extract(at("/absent"), found, folder / "new", progress));
  CHECK_FALSE(core::fs::exists(folder / "new"));
}

TEST_CASE("a range of the media has the digest of its bytes", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "disk.raw", support::random_bytes(700'000));
  const Disk disk(folder / "disk.raw");
  const core::Bytes media = core::read_file(disk.first);
  CHECK(acquire::digest_of_range(disk.image(), {262'000, 300'000}, disk.cancel) ==
        core::sha256(core::ByteView(media).subspan(262'000, 300'000)));
}

TEST_CASE("a block that is not the one recorded gives neither names nor content", "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::ext4, folder / "disk.raw");
  Disk disk(folder / "disk.raw");
  disk.acquisition.blocks = disks::changed_first(disk.acquisition.blocks);
  CHECK_THROWS_WITH(disk.folder(at("/")), Contains("block 0") && Contains("not the one recorded"));
  CHECK_THROWS_WITH(disk.volumes(), Contains("not the one recorded"));
  Disk longer(folder / "disk.raw");
  longer.acquisition.bytes -= 512;
  CHECK_THROWS_WITH(longer.folder(at("/")), Contains("were recorded"));
}

TEST_CASE("a damaged chunk of an E01 is told in words when a file touches it, and leaves the others",
          "[acquire]") {
  const support::TempFolder folder;
  disks::make(Kind::ext4, folder / "disk.raw");
  support::MemorySource source(core::read_file(folder / "disk.raw"));
  auto acquisition = imaging::image(source, imaging::settings_for(folder.path()));
  const core::Path first = folder / acquisition.files.front().name;
  core::Bytes bytes = core::read_file(first);
  const core::Bytes& wanted = disks::samples()[3].bytes;
  const auto where = std::search(bytes.begin(), bytes.end(), wanted.end() - 300'000, wanted.end() - 299'000);
  REQUIRE(where != bytes.end());
  *where ^= 1U;
  core::replace_file(first, bytes, 0644);
  const Disk disk(first, std::move(acquisition));
  CHECK_THROWS_WITH(disk.file(at("/large.bin")), Contains("could not be read: block ") &&
                                                     Contains("chunk ") && Contains("nothing was changed"));
  CHECK(disk.file(at("/papers/note.txt")).file.size == 20);
}
