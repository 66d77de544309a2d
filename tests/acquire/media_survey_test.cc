// SPDX-License-Identifier: Apache-2.0
// Volumes made by the tools that make them everywhere: what their first sectors show.
#include "acquire/survey/media_survey.h"

#include "acquire/survey/volume_signature.h"
#include "tests/acquire/disk_images.h"

namespace {

using acquire::EncryptionSign;
using acquire::MediaSurvey;

MediaSurvey survey(core::Bytes media) {
  support::MemorySource source(std::move(media));
  return acquire::survey_media(source);
}

/// A file of so many megabytes after a command on it; empty when the tool is not there.
core::Bytes made(const std::string& tool, const std::string& arguments, unsigned megabytes) {
  if (!disks::have(tool)) {
    WARN("skipped: " + tool + " is not installed");
    return {};
  }
  const support::TempFolder folder;
  disks::make_room(folder / "disk", megabytes);
  REQUIRE(disks::run(tool + " " + arguments + " " + disks::quoted(folder / "disk")));
  return core::read_file(folder / "disk", std::uint64_t{megabytes} << 20U);
}

void check_volume(const std::string& tool, const std::string& arguments, unsigned megabytes,
                  const std::string& file_system, const std::string& label) {
  const core::Bytes media = made(tool, arguments, megabytes);
  if (media.empty()) {
    return;
  }
  INFO(tool);
  const MediaSurvey found = survey(media);
  CHECK(found.whole.file_system == file_system);
  CHECK(found.whole.label == label);
  CHECK(found.table.scheme.empty());
  CHECK(found.encryption.empty());
  CHECK(found.unread.empty());
}

core::Bytes with(core::Bytes media, std::size_t at, std::string_view text) {
  std::copy(text.begin(), text.end(), media.begin() + static_cast<std::ptrdiff_t>(at));
  return media;
}

constexpr std::size_t kVolume = 1U << 20U;
core::Bytes blank() { return core::Bytes(kVolume, 0); }

}  // namespace

TEST_CASE("volumes are told with file system and label", "[acquire]") {
  check_volume("mke2fs", "-q -F -t ext2 -L alpha", 4, "ext2", "alpha");
  check_volume("mke2fs", "-q -F -t ext3 -L beta", 8, "ext3", "beta");
  check_volume("mke2fs", "-q -F -t ext4 -L 'sixteen letters!'", 8, "ext4", "sixteen letters!");
  check_volume("mkfs.vfat", "-F 12 -n LABEL12", 2, "FAT12", "LABEL12");
  check_volume("mkfs.vfat", "-F 16 -n LABEL16", 16, "FAT16", "LABEL16");
  check_volume("mkfs.vfat", "-F 32 -n 'TWO WORDS'", 64, "FAT32", "TWO WORDS");
  check_volume("mkfs.vfat", "-F 16", 16, "FAT16", "");
  check_volume("mkfs.ntfs", "-q -F -L 'Données 共有'", 8, "NTFS", "Données 共有");
  check_volume("mkfs.exfat", "-L 'Karte 7'", 16, "exFAT", "Karte 7");
  check_volume("mkfs.xfs", "-q -L xfslabel", 320, "XFS", "xfslabel");
  check_volume("mkfs.btrfs", "-q -L 'btrfs label'", 128, "Btrfs", "btrfs label");
  check_volume("mkfs.f2fs", "-q -l 'f2fs ラベル'", 64, "F2FS", "f2fs ラベル");
  check_volume("mkswap", "-q -L swap-1", 4, "swap", "swap-1");
}

TEST_CASE("a LUKS volume is told as encrypted, in both versions", "[acquire]") {
  for (const std::string version : {"1", "2"}) {
    const core::Bytes media = made("cryptsetup",
                                   "--batch-mode --pbkdf-force-iterations 1000 " +
                                       std::string(version == "2" ? "--pbkdf pbkdf2 " : "") + "--type luks" +
                                       version + " --key-file /etc/hostname luksFormat",
                                   32);
    if (media.empty()) {
      return;
    }
    const MediaSurvey found = survey(media);
    CHECK(found.encryption == std::vector<EncryptionSign>{{0, "LUKS" + version, false}});
    CHECK(found.whole.file_system == "LUKS" + version);
  }
}

TEST_CASE("signatures of encryption are told, certain ones apart from likelihoods", "[acquire]") {
  const auto only = [](core::Bytes media) {
    const MediaSurvey found = survey(std::move(media));
    REQUIRE(found.encryption.size() == 1);
    return found.encryption[0];
  };
  CHECK(only(with(blank(), 3, "-FVE-FS-")) == EncryptionSign{0, "BitLocker", false});
  using namespace std::string_view_literals;
  CHECK(only(with(blank(), 424, "\x3b\xd6\x67\x49\x29\x2e\xd8\x4a\x83\x99\xf6\xa3\x39\xe3\xd0\x01"sv)).kind ==
        "BitLocker To Go");
  const EncryptionSign apfs = only(with(blank(), 32, "NXSB"));
  CHECK(apfs.kind == "APFS container (FileVault possible)");
  CHECK(apfs.likely_only);
  CHECK(only(with(with(blank(), 32, "NXSB"), 1304, "\1")).kind ==
        "APFS container with wrapped keys (FileVault)");
  CHECK(only(with(with(blank(), 6, " VeraCrypt Boot Loader"), 510, "\x55\xaa")) ==
        EncryptionSign{0, "VeraCrypt Boot Loader", false});
}

TEST_CASE("bytes as even as a cipher's are a likelihood, text and compressed data are none", "[acquire]") {
  const MediaSurvey even = survey(support::random_bytes(kVolume));
  REQUIRE(even.encryption.size() == 1);
  CHECK(even.encryption[0].likely_only);
  CHECK(even.whole.file_system.empty());
  // Too small to be a volume of that kind.
  CHECK(survey(support::random_bytes(65536)).encryption.empty());
  CHECK(survey(blank()).encryption.empty());
  CHECK(survey(support::mixed_bytes(kVolume)).encryption.empty());
  const support::TempFolder folder;
  REQUIRE(disks::run("seq 1 900000 | gzip -9 > " + disks::quoted(folder / "packed")));
  CHECK(survey(core::read_file(folder / "packed")).encryption.empty());
}

TEST_CASE("each partition is looked into, and an even one is told by its place", "[acquire]") {
  if (!disks::have("sfdisk") || !disks::have("mke2fs")) {
    WARN("skipped: sfdisk and mke2fs are not installed");
    return;
  }
  const support::TempFolder folder;
  disks::make_room(folder / "disk", 16);
  const std::string disk = disks::quoted(folder / "disk");
  REQUIRE(disks::run("printf 'label: gpt\\nstart=2048, size=8192\\nstart=12288, size=8192\\n' | sfdisk -q " +
                     disk));
  REQUIRE(disks::run("mke2fs -q -F -t ext4 -L data -E offset=1048576 " + disk + " 4M"));
  core::Bytes media = core::read_file(folder / "disk");
  const core::Bytes cipher = support::random_bytes(8192U * 512U);
  std::copy(cipher.begin(), cipher.end(), media.begin() + 12288 * 512);
  const MediaSurvey found = survey(media);
  REQUIRE(found.table.partitions.size() == 2);
  CHECK(found.table.partitions[0].volume == acquire::VolumeFacts{"ext4", "data"});
  CHECK(found.table.partitions[1].volume == acquire::VolumeFacts{});
  REQUIRE(found.encryption.size() == 1);
  CHECK(found.encryption[0].offset == 12288U * 512U);
  CHECK(found.encryption[0].likely_only);
}

TEST_CASE("the boot code of a volume is not taken for a partition table", "[acquire]") {
  core::Bytes media = made("mkfs.vfat", "-F 32", 64);
  if (media.empty()) {
    return;
  }
  media[446 + 4] = 0x83;
  media[446 + 12] = 1;
  for (const std::size_t flags : {446U, 462U, 478U, 494U}) {
    media[flags] = 0;
  }
  const MediaSurvey found = survey(media);
  CHECK(found.table.scheme.empty());
  CHECK(found.whole.file_system == "FAT32");
}

TEST_CASE("what could not be read of a medium is listed, and nothing is said of it", "[acquire]") {
  support::MemorySource source(blank());
  source.add_bad({0, 512});
  const MediaSurvey found = acquire::survey_media(source);
  CHECK_FALSE(found.unread.empty());
  CHECK(found.whole.file_system.empty());
  CHECK(found.encryption.empty());
}

TEST_CASE("a label that points outside its record is left out", "[acquire]") {
  core::Bytes media = made("mkfs.ntfs", "-q -F -L secret", 8);
  if (media.empty()) {
    return;
  }
  REQUIRE(survey(media).whole.label == "secret");
  const std::size_t record = std::size_t{media[48] | media[49] * 256U} * 4096 + 3 * 1024;
  REQUIRE(std::string(media.begin() + static_cast<std::ptrdiff_t>(record),
                      media.begin() + static_cast<std::ptrdiff_t>(record) + 4) == "FILE");
  for (std::size_t at = record; at < record + 510; ++at) {
    core::Bytes broken = media;
    broken[at] = 0xFF;
    CHECK(survey(broken).whole.file_system == "NTFS");
  }
}
