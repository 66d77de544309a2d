// SPDX-License-Identifier: Apache-2.0
// Partition tables that sfdisk made, and broken ones.
#include "acquire/survey/partition_table.h"

#include "tests/acquire/disk_images.h"

namespace {

using acquire::PartitionTableFacts;
using Catch::Matchers::Contains;

/// A medium of so many megabytes with the table that this script of sfdisk describes; empty without sfdisk.
core::Bytes partitioned(const std::string& script, unsigned megabytes = 16) {
  const support::TempFolder folder;
  if (!disks::have("sfdisk")) {
    WARN("skipped: sfdisk is not installed");
    return {};
  }
  disks::make_room(folder / "disk", megabytes);
  core::write_new_file(folder / "script", core::as_bytes(script));
  REQUIRE(disks::run("sfdisk --quiet " + disks::quoted(folder / "disk") + " < " +
                     disks::quoted(folder / "script")));
  return core::read_file(folder / "disk", std::uint64_t{megabytes} << 20U);
}

PartitionTableFacts table_of(core::Bytes media) {
  support::MemorySource source(std::move(media));
  acquire::MediaView view(source);
  return acquire::read_partition_table(view);
}

void put32(core::Bytes& bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[at + i] = static_cast<std::uint8_t>(value >> 8 * i);
  }
}

constexpr const char* kGpt =
    "label: gpt\n"
    "start=2048, size=4096, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name=\"EFI\"\n"
    "start=8192, size=8192, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4, name=\"データ\"\n";

}  // namespace

TEST_CASE("a GPT is told with types, names and places", "[acquire]") {
  const core::Bytes media = partitioned(kGpt);
  if (media.empty()) {
    return;
  }
  const PartitionTableFacts table = table_of(media);
  CHECK(table.scheme == "gpt");
  CHECK(table.faults.empty());
  REQUIRE(table.partitions.size() == 2);
  CHECK(table.partitions[0].number == 1);
  CHECK(table.partitions[0].range == acquire::Range{2048U * 512U, 4096U * 512U});
  CHECK(table.partitions[0].type == "C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
  CHECK(table.partitions[0].type_name == "EFI system");
  CHECK(table.partitions[0].name == "EFI");
  CHECK(table.partitions[1].name == "データ");
  CHECK(table.partitions[1].type_name == "Linux file system");
}

TEST_CASE("of a GPT with a damaged first header the copy is told, and that it is damaged", "[acquire]") {
  core::Bytes media = partitioned(kGpt);
  if (media.empty()) {
    return;
  }
  media[512 + 40] ^= 1U;
  const PartitionTableFacts table = table_of(media);
  CHECK(table.partitions.size() == 2);
  CHECK_THAT(imaging::joined(table.faults), Contains("the first GPT header is damaged"));
  // The copy too: nothing but the announcement is left.
  media[media.size() - 512 + 40] ^= 1U;
  const PartitionTableFacts none = table_of(media);
  CHECK_THAT(imaging::joined(none.faults), Contains("of which no header is whole"));
  CHECK(none.scheme == "mbr");
  REQUIRE(none.partitions.size() == 1);
  CHECK(none.partitions[0].type_name == "GPT protective");
}

TEST_CASE("entries of a GPT without their checksum are told as such", "[acquire]") {
  core::Bytes media = partitioned(kGpt);
  if (media.empty()) {
    return;
  }
  media[1024 + 56] ^= 1U;
  CHECK_THAT(imaging::joined(table_of(media).faults), Contains("do not have its checksum"));
}

TEST_CASE("an MBR is told with its logical partitions", "[acquire]") {
  const core::Bytes media = partitioned(
      "label: dos\n"
      "start=2048, size=2048, type=83\n"
      "start=4096, size=16384, type=5\n"
      "start=6144, size=2048, type=7\n"
      "start=10240, size=2048, type=82\n");
  if (media.empty()) {
    return;
  }
  const PartitionTableFacts table = table_of(media);
  CHECK(table.scheme == "mbr");
  CHECK(table.faults.empty());
  // sfdisk puts lines three and four where they fit: numbers 5 and 6.
  REQUIRE(table.partitions.size() == 4);
  CHECK(table.partitions[0].type == "0x83");
  CHECK(table.partitions[0].type_name == "Linux");
  CHECK(table.partitions[1].type_name == "extended");
  CHECK(table.partitions[2].number == 5);
  CHECK(table.partitions[2].range == acquire::Range{6144U * 512U, 2048U * 512U});
  CHECK(table.partitions[3].number == 6);
  CHECK(table.partitions[3].range == acquire::Range{10240U * 512U, 2048U * 512U});
}

TEST_CASE("a chain of logical partitions that turns back ends", "[acquire]") {
  core::Bytes media = partitioned(
      "label: dos\n"
      "start=2048, size=16384, type=5\n"
      "start=4096, size=2048, type=7\n"
      "start=10240, size=2048, type=82\n");
  if (media.empty()) {
    return;
  }
  put32(media, 2048U * 512U + 446 + 16 + 8, 0);
  const PartitionTableFacts table = table_of(media);
  CHECK(table.partitions.size() == 2);
  CHECK_THAT(imaging::joined(table.faults), Contains("turns back at sector 2048"));
}

TEST_CASE("a partition beyond the end of the medium is listed, and said to be", "[acquire]") {
  core::Bytes media = partitioned("label: dos\nstart=2048, size=2048, type=83\n");
  if (media.empty()) {
    return;
  }
  put32(media, 446 + 12, 0xFFFFFFFF);
  const PartitionTableFacts table = table_of(media);
  REQUIRE(table.partitions.size() == 1);
  CHECK_THAT(imaging::joined(table.faults), Contains("partition 1 reaches beyond the end"));
}

TEST_CASE("a table with more partitions than are listed says so", "[acquire]") {
  core::Bytes media(64U << 20U, 0);
  // A header of 300 entries, made here, as no tool makes such a table.
  const auto write = [&media](std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), media.begin() + static_cast<std::ptrdiff_t>(at));
  };
  write(510, "\x55\xaa");
  media[446 + 4] = 0xEE;
  put32(media, 446 + 12, 1);
  write(512, "EFI PART");
  put32(media, 512 + 12, 92);
  put32(media, 512 + 72, 2);
  put32(media, 512 + 80, 300);
  put32(media, 512 + 84, 128);
  for (std::size_t i = 0; i < 300; ++i) {
    media[1024 + 128 * i] = 1;
    put32(media, 1024 + 128 * i + 32, 4096);
    put32(media, 1024 + 128 * i + 40, 4097);
  }
  const support::TempFolder folder;
  core::write_new_file(folder / "head", core::ByteView(media).subspan(512, 92));
  const std::string sum =
      imaging::line_of("python3 -c 'import sys,zlib; print(zlib.crc32(open(sys.argv[1],\"rb\").read()))' " +
                       (folder / "head").native());
  REQUIRE_FALSE(sum.empty());
  put32(media, 512 + 16, static_cast<std::uint32_t>(std::stoul(sum)));
  const PartitionTableFacts table = table_of(media);
  CHECK(table.partitions.size() == PartitionTableFacts::kListed);
  CHECK_THAT(imaging::joined(table.faults), Contains("more partitions than the 256 that are listed"));
}

TEST_CASE("a medium without a table has none, and an unreadable one is not asked again and again",
          "[acquire]") {
  CHECK(table_of(core::Bytes(1U << 20U, 0)).scheme.empty());
  CHECK(table_of(core::Bytes(100, 0xAA)).scheme.empty());
  support::MemorySource source(core::Bytes(1U << 20U, 0));
  int reads = 0;
  source.on_read([&reads](std::uint64_t) { ++reads; });
  source.fail_from(0, EIO);
  acquire::MediaView view(source);
  CHECK(acquire::read_partition_table(view).scheme.empty());
  for (int i = 0; i < 10; ++i) {
    CHECK_FALSE(view.at(0, 512));
  }
  CHECK(reads == static_cast<int>(acquire::MediaView::kFailures));
  CHECK(view.unread().size() == acquire::MediaView::kFailures);
}
