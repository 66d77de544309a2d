// SPDX-License-Identifier: Apache-2.0
// Disks listed from a folder that stands in for the kernel's, with files in the place of device nodes.
#include "acquire/survey/disk_list.h"

#include "acquire/device/block_device.h"
#include "tests/acquire/disk_images.h"

namespace {

using acquire::ListedDisk;
using Catch::Matchers::Contains;

/// A folder like /sys, /dev and /dev/disk/by-id of a computer.
class FakeKernel {
 public:
  FakeKernel() {
    for (const char* name : {"sys/block", "sys/dev/block", "dev", "by-id"}) {
      core::fs::create_directories(folder_.path() / name);
    }
    write("mountinfo", "");
  }
  acquire::KernelView view() const {
    return {folder_.path() / "sys", folder_.path() / "by-id", folder_.path() / "dev",
            folder_.path() / "mountinfo"};
  }
  void write(const core::Path& name, const std::string& text) {
    core::fs::create_directories((folder_.path() / name).parent_path());
    core::replace_file(folder_.path() / name, core::as_bytes(text));
  }
  /// A disk at a place of the device tree, for example "devices/pci0/ata3/host2/block/sda".
  void add(const std::string& place, const std::string& number, std::uint64_t sectors) {
    const core::Path name = core::Path(place).filename();
    write("sys/" + place + "/dev", number + "\n");
    write("sys/" + place + "/size", std::to_string(sectors) + "\n");
    core::fs::create_symlink(folder_.path() / "sys" / place, folder_.path() / "sys/dev/block" / number);
    if (!core::fs::exists(folder_.path() / "sys" / place / "../dev")) {
      core::fs::create_symlink(folder_.path() / "sys" / place, folder_.path() / "sys/block" / name);
    }
  }
  void attribute(const std::string& place, const std::string& name, const std::string& value) {
    write("sys/" + place + "/" + name, value + "\n");
  }
  void link(const std::string& name, const std::string& to) {
    core::fs::create_symlink("../../" + to, folder_.path() / "by-id" / name);
  }
  core::Path node(const std::string& name) const { return folder_.path() / "dev" / name; }

 private:
  support::TempFolder folder_;
};

constexpr const char* kSda = "devices/pci0/ata3/host2/target2/block/sda";

void add_sda(FakeKernel& kernel) {
  kernel.add(kSda, "250:0", 32768);
  kernel.attribute(kSda, "device/model", "Samsung SSD 870");
  kernel.attribute(kSda, "device/vendor", "ATA     ");
  kernel.attribute(kSda, "device/rev", "1B6Q");
  kernel.attribute(kSda, "device/wwid", "naa.5002538f33a1b2c3");
  kernel.attribute(kSda, "device/serial", "S6PNNX0R123456");
  kernel.attribute(kSda, "queue/logical_block_size", "512");
  kernel.attribute(kSda, "queue/physical_block_size", "4096");
  kernel.attribute(kSda, "ro", "1");
  kernel.link("ata-Samsung_SSD_870_S6PNNX0R123456", "sda");
  kernel.link("wwn-0x5002538f33a1b2c3", "sda");
  kernel.link("ata-Samsung_SSD_870_S6PNNX0R123456-part1", "sda1");
}

}  // namespace

TEST_CASE("a disk is listed with what the kernel tells of it", "[acquire]") {
  FakeKernel kernel;
  add_sda(kernel);
  core::write_new_file(kernel.node("sda"), core::Bytes(16U << 20U, 0));
  const auto disks = acquire::list_disks(kernel.view());
  REQUIRE(disks.size() == 1);
  const acquire::SourceFacts& facts = disks[0].facts;
  CHECK(facts.path == "/dev/sda");
  CHECK(facts.size == 16U << 20U);
  CHECK(facts.model == "Samsung SSD 870");
  CHECK(facts.serial == "S6PNNX0R123456");
  CHECK(facts.firmware == "1B6Q");
  CHECK(facts.wwn == "naa.5002538f33a1b2c3");
  CHECK(facts.transport == "ata");
  CHECK(facts.logical_sector_size == 512);
  CHECK(facts.physical_sector_size == 4096);
  CHECK(facts.read_only);
  CHECK(facts.links ==
        std::vector<std::string>{"ata-Samsung_SSD_870_S6PNNX0R123456", "wwn-0x5002538f33a1b2c3"});
  CHECK(disks[0].readable);
  CHECK(disks[0].partitions.empty());
}

TEST_CASE("partitions of the kernel and of the table are joined, with where they are mounted", "[acquire]") {
  if (!disks::have("sfdisk")) {
    WARN("skipped: sfdisk is not installed");
    return;
  }
  FakeKernel kernel;
  add_sda(kernel);
  disks::make_room(kernel.node("sda"), 16);
  REQUIRE(
      disks::run("printf 'label: gpt\\nstart=2048, size=4096, name=one\\nstart=8192, size=4096, name=two\\n' "
                 "| sfdisk -q " +
                 disks::quoted(kernel.node("sda"))));
  const std::string part = std::string(kSda) + "/sda1";
  kernel.add(part, "250:1", 4096);
  kernel.attribute(part, "partition", "1");
  kernel.attribute(part, "start", "2048");
  kernel.write("mountinfo", "36 35 250:1 / /media/usb\\040stick rw - vfat /dev/sda1 rw\n");
  const auto listed = acquire::list_disks(kernel.view());
  REQUIRE(listed.size() == 1);
  const ListedDisk& disk = listed[0];
  CHECK(disk.table.scheme == "gpt");
  REQUIRE(disk.partitions.size() == 2);
  CHECK(disk.partitions[0].device == "/dev/sda1");
  CHECK(disk.partitions[0].facts.name == "one");
  CHECK(disk.partitions[0].mounted == std::vector<std::string>{"/media/usb stick"});
  CHECK(disk.partitions[1].device.empty());
  CHECK(disk.partitions[1].facts.name == "two");
  CHECK(disk.facts.mounts == std::vector<std::string>{"/dev/sda1 on /media/usb stick (rw)"});
}

TEST_CASE("memory is no disk, nor is a drive without a medium; an unreadable disk is listed", "[acquire]") {
  FakeKernel kernel;
  kernel.add("devices/virtual/block/zram0", "251:0", 8192);
  kernel.add("devices/virtual/block/ram0", "252:0", 8192);
  kernel.add("devices/pci0/ata1/block/sr0", "253:0", 0);
  kernel.add("devices/pci0/usb1/1-1/host4/block/sdb", "254:0", 8192);
  const auto listed = acquire::list_disks(kernel.view());
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].facts.path == "/dev/sdb");
  CHECK(listed[0].facts.transport == "usb");
  CHECK_FALSE(listed[0].readable);
  CHECK_THAT(listed[0].why_not, Contains("No such file"));
  CHECK(listed[0].facts.size == 8192U * 512U);
}

TEST_CASE("a computer without disks has an empty list", "[acquire]") {
  const FakeKernel kernel;
  CHECK(acquire::list_disks(kernel.view()).empty());
}

TEST_CASE("what sysfs says wrongly is left out", "[acquire]") {
  FakeKernel kernel;
  kernel.add("devices/virtual/block/sda", "250:0", 8192);
  kernel.attribute("devices/virtual/block/sda", "size", "18446744073709551615");
  CHECK(acquire::list_disks(kernel.view()).empty());
  kernel.attribute("devices/virtual/block/sda", "size", "8192");
  kernel.attribute("devices/virtual/block/sda", "queue/logical_block_size", "7");
  kernel.attribute("devices/virtual/block/sda", "dev", "250");
  CHECK(acquire::list_disks(kernel.view()).empty());
  kernel.attribute("devices/virtual/block/sda", "dev", "250:0");
  const auto listed = acquire::list_disks(kernel.view());
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].facts.logical_sector_size == 512);
}
