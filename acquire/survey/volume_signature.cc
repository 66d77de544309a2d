// SPDX-License-Identifier: Apache-2.0
// Layouts: kernel documentation of ext4, XFS, Btrfs, F2FS; Microsoft's of FAT, exFAT, NTFS boot sectors; ECMA-119; LUKS1 and
// LUKS2 on-disk formats; Apple File System Reference (container superblock).
#include "acquire/survey/volume_signature.h"

#include <algorithm>
#include <array>

#include "acquire/survey/volume_label.h"

namespace acquire {
namespace {

constexpr std::size_t kHead = 68U << 10U;               // reaches the superblock of Btrfs
constexpr std::size_t kSample = 64U << 10U;             // of bytes looked at for evenness
constexpr std::uint64_t kSmallestHidden = 292U << 10U;  // no VeraCrypt volume is smaller

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  const char* name;
};

using namespace std::string_view_literals;
constexpr std::array<Signature, 23> kSignatures{{{0, "LUKS\xba\xbe\0\1"sv, "LUKS1"},
                                                 {0, "LUKS\xba\xbe\0\2"sv, "LUKS2"},
                                                 {3, "-FVE-FS-"sv, "BitLocker"},
                                                 {3, "NTFS    "sv, "NTFS"},
                                                 {3, "EXFAT   "sv, "exFAT"},
                                                 {3, "ReFS\0\0\0\0"sv, "ReFS"},
                                                 {82, "FAT32   "sv, "FAT32"},
                                                 {54, "FAT16   "sv, "FAT16"},
                                                 {54, "FAT12   "sv, "FAT12"},
                                                 {0, "XFSB"sv, "XFS"},
                                                 {32, "NXSB"sv, "APFS"},
                                                 {1024, "H+\0\4"sv, "HFS+"},
                                                 {1024, "HX\0\5"sv, "HFSX"},
                                                 {1024, "\x10\x20\xf5\xf2"sv, "F2FS"},
                                                 {1024, "\xe2\xe1\xf5\xe0"sv, "EROFS"},
                                                 {65600, "_BHRfS_M"sv, "Btrfs"},
                                                 {32769, "CD001"sv, "ISO 9660"},
                                                 {4086, "SWAPSPACE2"sv, "swap"},
                                                 {0, "hsqs"sv, "SquashFS"},
                                                 {0, "\xfc\x4e\x2b\xa9"sv, "Linux RAID"},
                                                 {4096, "\xfc\x4e\x2b\xa9"sv, "Linux RAID"},
                                                 {512, "LABELONE"sv, "LVM2"},
                                                 {0, "LABELONE"sv, "LVM2"}}};

/// ext2 to ext4 share one magic number; features tell them apart.
std::string ext_kind(core::ByteView head) {
  constexpr std::size_t kSuper = 1024;
  if (!has_text(head, kSuper + 56, "\x53\xef")) {
    return "";
  }
  const std::uint32_t compatible = little32(head, kSuper + 92);
  const std::uint32_t incompatible = little32(head, kSuper + 96);
  constexpr std::uint32_t kJournal = 0x4;
  constexpr std::uint32_t kExtentsOr64 = 0x40U | 0x80U | 0x200U;
  return (incompatible & kExtentsOr64) != 0 ? "ext4" : (compatible & kJournal) != 0 ? "ext3" : "ext2";
}

std::string file_system_of(core::ByteView head) {
  if (std::string ext = ext_kind(head); !ext.empty()) {
    return ext;
  }
  const auto found = std::find_if(kSignatures.begin(), kSignatures.end(), [&](const Signature& signature) {
    return has_text(head, signature.offset, signature.bytes);
  });
  return found == kSignatures.end() ? "" : found->name;
}

/// Of a BitLocker To Go volume, which has the boot sector of a FAT: the identifier of its metadata.
bool is_bitlocker_to_go(core::ByteView head) {
  return has_text(head, 424, "\x3b\xd6\x67\x49\x29\x2e\xd8\x4a\x83\x99\xf6\xa3\x39\xe3\xd0\x01");
}

bool has_boot_loader_of(core::ByteView head, std::string_view name) {
  const auto sector = core::as_text(head.first(std::min<std::size_t>(head.size(), 512)));
  return sector.find(name) != std::string_view::npos;
}

/// An APFS container that has a keybag holds volumes whose keys are wrapped; without one they can still be encrypted by hardware.
std::string apfs_words(core::ByteView head) {
  constexpr std::size_t kKeyLocker = 1296;  // first block, then number of blocks
  const bool keys = head.size() >= kKeyLocker + 16 && little64(head, kKeyLocker + 8) != 0;
  return keys ? "APFS container with wrapped keys (FileVault)" : "APFS container (FileVault possible)";
}

std::optional<EncryptionSign> known_sign(core::ByteView head, const std::string& file_system,
                                         std::uint64_t offset) {
  if (file_system == "LUKS1" || file_system == "LUKS2" || file_system == "BitLocker") {
    return EncryptionSign{offset, file_system, false};
  }
  if (is_bitlocker_to_go(head)) {
    return EncryptionSign{offset, "BitLocker To Go", false};
  }
  if (file_system == "APFS") {
    return EncryptionSign{offset, apfs_words(head), true};
  }
  for (const char* name : {"VeraCrypt Boot Loader", "TrueCrypt Boot Loader"}) {
    if (has_boot_loader_of(head, name)) {
      return EncryptionSign{offset, name, false};
    }
  }
  constexpr std::uint32_t kEncryptedFolders = 0x10000;
  if (file_system == "ext4" && (little32(head, 1024 + 96) & kEncryptedFolders) != 0) {
    return EncryptionSign{offset, "ext4 with encrypted folders", true};
  }
  return std::nullopt;
}

bool looks_random(core::ByteView head, const std::string& file_system, std::uint64_t length) {
  return file_system.empty() && length >= kSmallestHidden && head.size() >= kSample &&
         is_even(head.first(kSample));
}

/// As much of the volume's head as it has; in smaller pieces where it cannot be read whole.
core::Bytes head_of(MediaView& media, Range start) {
  const auto length = static_cast<std::size_t>(std::min(std::uint64_t{kHead}, start.length));
  constexpr std::size_t kLeast = 4096;
  for (const std::size_t wanted : {length, std::min(length, kLeast)}) {
    if (auto bytes = media.at(start.offset, wanted)) {
      return *std::move(bytes);
    }
  }
  return {};
}

}  // namespace

bool is_even(core::ByteView bytes) {
  std::array<std::uint64_t, 256> counts{};
  for (const std::uint8_t byte : bytes) {
    ++counts[byte];
  }
  const double expected = static_cast<double>(bytes.size()) / 256;
  double chi_square = 0;
  for (const std::uint64_t count : counts) {
    const double off = static_cast<double>(count) - expected;
    chi_square += off * off / expected;
  }
  // 255 degrees of freedom: mean 255, standard deviation 22.6; chance goes beyond this once in some ten thousand times.
  constexpr double kMost = 345;
  return chi_square < kMost;
}

VolumeSigns volume_signs(MediaView& media, Range start) {
  VolumeSigns out;
  start.offset = std::min(start.offset, media.size());
  start.length = std::min(start.length, media.size() - start.offset);
  const core::Bytes head = head_of(media, start);
  if (head.size() < 512) {
    return out;
  }
  out.read = true;
  out.volume.file_system = file_system_of(head);
  out.volume.label = volume_label(media, start, head, out.volume.file_system);
  out.encryption = known_sign(head, out.volume.file_system, start.offset);
  if (!out.encryption && looks_random(head, out.volume.file_system, start.length)) {
    out.encryption = EncryptionSign{
        start.offset, "bytes as even as a cipher's and no known signature (VeraCrypt possible)", true};
  }
  return out;
}

}  // namespace acquire
