// SPDX-License-Identifier: Apache-2.0
// Real block devices, where this test may make them.
#include <sys/stat.h>
#include <unistd.h>

#include "acquire/device/mounts.h"
#include "acquire/device/running_system.h"
#include "acquire/device/write_block.h"
#include "acquire/survey/survey.h"
#include "core/error.h"
#include "tests/acquire/imaging.h"

namespace {

using namespace imaging;
using Catch::Matchers::Contains;

/// A loop device on a file; empty path when none is to be had.
class LoopDevice {
 public:
  explicit LoopDevice(const core::Path& file, const std::string& options = "") {
    if (::geteuid() == 0 && have_program("losetup")) {
      path_ = line_of("losetup --find --show " + options + " " + file.native() + " 2>/dev/null");
    }
    if (path_.empty()) {
      WARN("skipped: no loop device without root and losetup");
    }
  }
  ~LoopDevice() {
    if (!path_.empty()) {
      run("blockdev --setrw " + path_);  // the flag outlives the attachment
      run("losetup -d " + path_);
    }
  }
  LoopDevice(const LoopDevice&) = delete;
  LoopDevice& operator=(const LoopDevice&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string refusal(const acquire::SourceFacts& facts, const core::Path& folder) {
  try {
    acquire::refuse_destination_on_source(facts, folder);
  } catch (const core::Error& error) {
    return error.what();
  }
  return {};
}

std::string open_failure(const core::Path& path) {
  try {
    acquire::open_source(path);
  } catch (const core::Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("sources that cannot be imaged are refused with one clear line", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "empty", {});
  REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
  CHECK_THAT(open_failure(folder / "absent"), Contains("cannot open the source") && Contains("No such file"));
  CHECK_THAT(open_failure(folder.path()), Contains("it is a folder"));
  CHECK_THAT(open_failure(folder / "empty"), Contains("it is empty (0 bytes)"));
  CHECK_THAT(open_failure("/dev/null"), Contains("it is a character device"));
  CHECK_THAT(open_failure(folder / "fifo"), Contains("it is a fifo"));
}

TEST_CASE("the facts of a file source are its path, size and mode", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "disk.img", support::random_bytes(1536), 0444);
  const auto source = acquire::open_source(folder / "disk.img");
  CHECK(source->facts().kind == "file");
  CHECK(source->facts().path == (folder / "disk.img").native());
  CHECK(source->facts().size == 1536);
  CHECK(source->facts().logical_sector_size == 512);
  CHECK(source->facts().read_only);
}

TEST_CASE("imaging a file leaves its content and times as they were", "[acquire]") {
  const support::TempFolder folder;
  core::fs::create_directory(folder / "out");
  core::write_new_file(folder / "disk.img", support::random_bytes(1U << 20U));
  struct stat before {};
  struct stat after {};
  REQUIRE(::stat((folder / "disk.img").c_str(), &before) == 0);
  const auto source = acquire::open_source(folder / "disk.img");
  image(*source, settings_for(folder / "out"));
  REQUIRE(::stat((folder / "disk.img").c_str(), &after) == 0);
  CHECK(before.st_atim.tv_sec == after.st_atim.tv_sec);
  CHECK(before.st_atim.tv_nsec == after.st_atim.tv_nsec);
  CHECK(before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
}

TEST_CASE("a file inside the destination folder is refused, one beside it is not", "[acquire]") {
  const support::TempFolder folder;
  core::fs::create_directories(folder / "case/sub");
  core::fs::create_directories(folder / "cases");
  core::write_new_file(folder / "case/sub/disk.img", support::random_bytes(512));
  core::write_new_file(folder / "disk.img", support::random_bytes(512));
  CHECK_THAT(refusal(acquire::open_source(folder / "case/sub/disk.img")->facts(), folder / "case"),
             Contains("the folder contains the source"));
  CHECK_THAT(refusal(acquire::open_source(folder / "case/../case/sub/disk.img")->facts(), folder / "case"),
             Contains("the folder contains the source"));
  CHECK(refusal(acquire::open_source(folder / "disk.img")->facts(), folder / "case").empty());
  CHECK(refusal(acquire::open_source(folder / "case/sub/disk.img")->facts(), folder / "cases").empty());
}

TEST_CASE("the carrier of a folder has a file system and a size", "[acquire]") {
  const support::TempFolder folder;
  const acquire::CarrierFacts facts = acquire::carrier_of(folder.path());
  CHECK_FALSE(facts.file_system.empty());
  CHECK_FALSE(facts.file_system_id.empty());
  CHECK(facts.capacity > 0);
  CHECK_THROWS_AS(acquire::carrier_of(folder / "absent"), core::Error);
}

TEST_CASE("mountinfo is understood, escapes and optional fields included", "[acquire]") {
  const auto mounts = acquire::parse_mountinfo(
      "36 35 98:0 /mnt1 /mnt\\040two rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue\n"
      "nonsense\n"
      "22 1 0:21 / /proc rw - proc proc rw\n");
  REQUIRE(mounts.size() == 2);
  CHECK(mounts[0].mount_point == "/mnt two");
  CHECK(mounts[0].file_system == "ext3");
  CHECK(mounts[0].options == "rw,noatime");
  CHECK(mounts[0].source == "/dev/root");
  CHECK(mounts[1].file_system == "proc");
}

TEST_CASE("a loop device is imaged whole and its facts are told", "[acquire]") {
  const support::TempFolder folder;
  core::fs::create_directory(folder / "out");
  const core::Bytes media = support::mixed_bytes(2401U * 512U);
  core::write_new_file(folder / "disk.img", media);
  const LoopDevice loop(folder / "disk.img", "--read-only");
  if (loop.path().empty()) {
    return;
  }
  const auto source = acquire::open_source(loop.path());
  const acquire::SourceFacts& facts = source->facts();
  CHECK(facts.kind == "block device");
  CHECK(facts.size == media.size());
  CHECK(facts.read_only);
  CHECK(facts.transport == "loop");
  CHECK(facts.backing_file == (folder / "disk.img").native());
  CHECK(facts.logical_sector_size == 512);
  const Acquisition acquisition = image(*source, settings_for(folder / "out"));
  CHECK(acquisition.digests.sha256 == core::sha256(media));
  CHECK(acquire::compare(acquisition, read(folder / "out", acquisition)).matches());
}

TEST_CASE("a loop device of 4096-byte sectors tells its sector size", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "disk.img", support::random_bytes(256U * 4096U));
  const LoopDevice loop(folder / "disk.img", "--sector-size 4096");
  if (loop.path().empty()) {
    return;
  }
  const auto source = acquire::open_source(loop.path());
  CHECK(source->facts().logical_sector_size == 4096);
  core::Bytes sector(4096);
  CHECK(source->read_at(core::ByteOffset(8192), sector) == 4096);
  CHECK(std::equal(sector.begin(), sector.end(), core::read_file(folder / "disk.img").begin() + 8192));
}

TEST_CASE("writing onto a mounted source is refused, and its mount is told", "[acquire]") {
  const support::TempFolder folder;
  const std::string disk = (folder / "disk.img").native();
  if (!have_program("mke2fs") || !run("mke2fs -q -t ext2 " + disk + " 4m")) {
    WARN("skipped: mke2fs is not installed");
    return;
  }
  const LoopDevice loop(disk);
  const std::string mount_point = (folder / "mnt").native();
  core::fs::create_directory(mount_point);
  if (loop.path().empty() || !run("mount " + loop.path() + " " + mount_point)) {
    WARN("skipped: cannot mount");
    return;
  }
  {
    const auto device = acquire::open_source(loop.path());
    const auto file = acquire::open_source(disk);
    CHECK(joined(device->facts().mounts).find(loop.path() + " on " + mount_point) != std::string::npos);
    CHECK_THAT(refusal(device->facts(), mount_point), Contains("the folder lies on the source"));
    CHECK_THAT(refusal(file->facts(), mount_point),
               Contains("the folder lies on a loop device on the source"));
    core::fs::create_directory(folder / "elsewhere");
    CHECK(refusal(device->facts(), folder / "elsewhere").empty());
    const acquire::CarrierFacts carrier = acquire::carrier_of(mount_point);
    CHECK(carrier.file_system == "ext2");
    CHECK(carrier.device == loop.path());
    CHECK(carrier.transport == "loop");
  }
  CHECK(run("umount " + mount_point));
}

TEST_CASE("a failing disk is imaged around its bad sectors", "[acquire]") {
  if (::geteuid() != 0 || !have_program("dmsetup") || !have_program("losetup")) {
    WARN("skipped: no device mapper without root and dmsetup");
    return;
  }
  const support::TempFolder folder;
  core::fs::create_directory(folder / "out");
  const core::Bytes media = support::random_bytes(4U << 20U);
  core::write_new_file(folder / "disk.img", media);
  const LoopDevice loop(folder / "disk.img");
  const std::string name = "exhibit-test-" + std::to_string(::getpid());
  const std::string table =
      "0 1000 linear " + loop.path() + " 0\n1000 3 error\n1003 7189 linear " + loop.path() + " 1003\n";
  core::write_new_file(folder / "table", core::as_bytes(table));
  if (!run("dmsetup create --readonly " + name + " " + (folder / "table").native())) {
    WARN("skipped: no device mapper in this kernel");
    return;
  }
  {
    const auto source = acquire::open_source("/dev/mapper/" + name);
    const Acquisition acquisition = image(*source, settings_for(folder / "out"));
    CHECK(acquisition.unreadable == std::vector<acquire::Range>{{512'000, 1536}});
    CHECK(read(folder / "out", acquisition).recorded_errors == acquisition.unreadable);
  }
  CHECK(run("dmsetup remove " + name));
}

TEST_CASE("a file that the storage below cannot read everywhere is imaged around the gap", "[acquire]") {
  if (::geteuid() != 0 || !have_program("nbdkit") || !have_program("nbdfuse")) {
    WARN("skipped: no failing storage without root, nbdkit and nbdfuse");
    return;
  }
  const support::TempFolder folder;
  core::fs::create_directory(folder / "out");
  core::write_new_file(folder / "disk.img", support::random_bytes(4U << 20U));
  core::write_new_file(folder / "failing", {});
  core::write_new_file(folder / "map",
                       core::as_bytes("0x0 + 1\n0x0 0x100000 +\n0x100000 0x400 -\n0x100400 0x2ffc00 +\n"));
  const std::string failing = (folder / "failing").native();
  const std::string serve = "nbdfuse -P " + (folder / "pid").native() + " " + failing +
                            " --command nbdkit -s --filter=ddrescue file " + (folder / "disk.img").native() +
                            " ddrescue-mapfile=" + (folder / "map").native() + " >/dev/null 2>&1 &";
  REQUIRE(std::system(serve.c_str()) == 0);
  for (int i = 0; i < 50 && !core::fs::exists(folder / "pid"); ++i) {
    ::usleep(100'000);
  }
  if (!core::fs::exists(folder / "pid")) {
    WARN("skipped: nbdfuse does not start here");
    return;
  }
  {
    const auto source = acquire::open_source(failing);
    const Acquisition acquisition = image(*source, settings_for(folder / "out"));
    CHECK(acquisition.unreadable == std::vector<acquire::Range>{{0x100000, 0x400}});
    const ImageReading reading = read(folder / "out", acquisition);
    CHECK(reading.recorded_errors == acquisition.unreadable);
    CHECK(acquire::compare(acquisition, reading).matches());
  }
  run("umount " + failing);
}

TEST_CASE("write blocking sets the flag of the disk and its partitions, and tells what was found before",
          "[acquire]") {
  const support::TempFolder folder;
  const std::string disk = (folder / "disk.img").native();
  if (!have_program("sfdisk") || !run("truncate -s 16M " + disk) ||
      !run("printf 'label: dos\\nstart=2048, size=4096\\n' | sfdisk -q " + disk)) {
    WARN("skipped: sfdisk is not installed");
    return;
  }
  const LoopDevice loop(disk, "--partscan");
  if (loop.path().empty()) {
    return;
  }
  const auto source = acquire::open_source(loop.path());
  const std::vector<acquire::WriteBlock::State> found = acquire::write_block_state(source->facts());
  REQUIRE(!found.empty());
  CHECK(found[0] == acquire::WriteBlock::State{loop.path(), false});
  const acquire::WriteBlock block = acquire::set_write_block(source->facts());
  CHECK(block.asked);
  CHECK(block.before == found);
  REQUIRE(block.after.size() == found.size());
  for (const acquire::WriteBlock::State& state : block.after) {
    CHECK(state.read_only);
  }
  // The kernel's own word for it, and that it stays.
  CHECK(line_of("blockdev --getro " + loop.path()) == "1");
  CHECK_FALSE(run("dd if=/dev/zero of=" + loop.path() + " bs=512 count=1 conv=notrunc"));
}

TEST_CASE("writing to a file, or to what is mounted writable, is not blocked, and why is said", "[acquire]") {
  const support::TempFolder folder;
  const std::string disk = (folder / "disk.img").native();
  const std::string mount_point = (folder / "mnt").native();
  core::fs::create_directory(mount_point);
  core::write_new_file(folder / "file", support::random_bytes(512));
  const auto file = acquire::open_source(folder / "file");
  CHECK_THROWS_WITH(acquire::set_write_block(file->facts()), Contains("it is no block device"));
  CHECK(acquire::write_block_state(file->facts()).empty());
  if (!have_program("mke2fs") || !run("mke2fs -q -t ext2 " + disk + " 4m")) {
    WARN("skipped: mke2fs is not installed");
    return;
  }
  const LoopDevice loop(disk);
  if (loop.path().empty() || !run("mount " + loop.path() + " " + mount_point)) {
    WARN("skipped: cannot mount");
    return;
  }
  {
    const auto device = acquire::open_source(loop.path());
    CHECK_THROWS_WITH(acquire::set_write_block(device->facts()),
                      Contains("it is mounted writable on " + mount_point));
    CHECK(acquire::is_mounted_writable(device->facts()));
    CHECK(acquire::holds_running_system(device->facts(), mount_point));
    CHECK_FALSE(acquire::holds_running_system(device->facts()));
    CHECK_THROWS_WITH(acquire::refuse_running_system(device->facts(), false, mount_point),
                      Contains("this computer runs from it"));
    CHECK_NOTHROW(acquire::refuse_running_system(device->facts(), true, mount_point));
    CHECK_NOTHROW(acquire::refuse_running_system(device->facts(), false));
    // The file that the loop device keeps its data in holds it too.
    CHECK(acquire::holds_running_system(acquire::open_source(disk)->facts(), mount_point));
    CHECK_FALSE(acquire::holds_running_system(file->facts(), mount_point));
    CHECK(run("mount -o remount,ro " + mount_point));
    CHECK_FALSE(acquire::is_mounted_writable(device->facts()));
    CHECK(line_of("blockdev --getro " + loop.path()) == "0");
  }
  CHECK(run("umount " + mount_point));
}
