// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/volume_label.h"

#include <algorithm>
#include <array>

namespace acquire {
namespace {

/// Where a label lies at a fixed place of the head.
struct FixedLabel {
  const char* file_system;
  std::size_t offset, length;
};
constexpr std::array<FixedLabel, 10> kFixed{{{"ext2", 1024 + 120, 16},
                                             {"ext3", 1024 + 120, 16},
                                             {"ext4", 1024 + 120, 16},
                                             {"FAT12", 43, 11},
                                             {"FAT16", 43, 11},
                                             {"FAT32", 71, 11},
                                             {"XFS", 108, 12},
                                             {"Btrfs", 65536 + 0x12B, 256},
                                             {"ISO 9660", 32768 + 40, 32},
                                             {"swap", 1024 + 28, 16}}};

/// Inside the volume and the medium; nullopt otherwise.
std::optional<core::Bytes> inside(MediaView& media, Range volume, std::uint64_t offset, std::size_t length) {
  if (offset > volume.length || length > volume.length - offset) {
    return std::nullopt;
  }
  return media.at(volume.offset + offset, length);
}

/// Of $Volume, record 3 of the master file table: its resident $VOLUME_NAME (0x60).
std::string name_in_record(core::ByteView record) {
  constexpr std::uint32_t kName = 0x60, kEnd = 0xFFFFFFFF;
  constexpr std::size_t kHeader = 24;
  if (!has_text(record, 0, "FILE")) {
    return "";
  }
  std::size_t at = little16(record, 20);
  while (at + kHeader <= record.size()) {
    const std::uint32_t type = little32(record, at);
    const std::uint32_t length = little32(record, at + 4);
    if (type == kEnd || length < kHeader || length > record.size() - at) {
      return "";
    }
    if (type == kName && record[at + 8] == 0) {
      const std::uint32_t size = little32(record, at + 16);
      const std::uint32_t start = little16(record, at + 20);
      return start <= length && size <= length - start ? utf8_of_utf16(record.subspan(at + start, size)) : "";
    }
    at += length;
  }
  return "";
}

/// Puts back the last two bytes of each sector, which a record keeps in its update sequence; false when they do not agree.
bool undo_fixups(core::Bytes& record) {
  constexpr std::size_t kSector = 512;
  const std::size_t at = little16(record, 4);
  const std::size_t count = little16(record, 6);
  if (count != record.size() / kSector + 1 || at + count * 2 > record.size()) {
    return false;
  }
  for (std::size_t i = 1; i < count; ++i) {
    const std::size_t end = i * kSector - 2;
    if (record[end] != record[at] || record[end + 1] != record[at + 1]) {
      return false;
    }
    record[end] = record[at + 2 * i];
    record[end + 1] = record[at + 2 * i + 1];
  }
  return true;
}

/// Sizes below zero are powers of two, else counts of clusters.
std::uint64_t ntfs_size(std::uint8_t raw, std::uint64_t cluster) {
  const auto value = static_cast<std::int8_t>(raw);
  return value >= 0 ? static_cast<std::uint64_t>(value) * cluster : std::uint64_t{1} << (-value & 31);
}

std::string ntfs_label(MediaView& media, Range volume, core::ByteView head) {
  const std::uint64_t sector = little16(head, 11);
  const std::uint64_t per_cluster = head[13] <= 128 ? head[13] : ntfs_size(head[13], 1);
  const std::uint64_t cluster = sector * per_cluster;
  const std::uint64_t table = little64(head, 48);
  const std::uint64_t record_size = ntfs_size(head[64], cluster);
  constexpr std::uint64_t kVolumeRecord = 3;
  if (cluster == 0 || cluster > (2U << 20U) || (record_size != 1024 && record_size != 4096) ||
      table > volume.length / cluster) {
    return "";
  }
  auto record = inside(media, volume, table * cluster + kVolumeRecord * record_size,
                       static_cast<std::size_t>(record_size));
  return record && undo_fixups(*record) ? name_in_record(*record) : "";
}

/// The entry 0x83 among the first of the root folder.
std::string exfat_label(MediaView& media, Range volume, core::ByteView head) {
  const unsigned sector_shift = head[108];
  const unsigned cluster_shift = head[109];
  const std::uint64_t heap = little32(head, 88);
  const std::uint64_t root = little32(head, 96);
  if (sector_shift < 9 || sector_shift > 12 || cluster_shift > 25 - sector_shift || root < 2) {
    return "";
  }
  const std::uint64_t at = (heap << sector_shift) + ((root - 2) << (sector_shift + cluster_shift));
  const auto folder = inside(media, volume, at, 512);
  constexpr std::size_t kEntry = 32, kMostCharacters = 11;
  for (std::size_t i = 0; folder && i < folder->size(); i += kEntry) {
    const core::ByteView entry = core::ByteView(*folder).subspan(i, kEntry);
    if (entry[0] == 0x83) {
      return utf8_of_utf16(entry.subspan(2, 2 * std::min<std::size_t>(entry[1], kMostCharacters)));
    }
  }
  return "";
}

/// UTF-16 in the superblock.
std::string f2fs_label(core::ByteView head) {
  constexpr std::size_t kName = 1024 + 0x7C, kLength = 512 * 2;
  return head.size() >= kName + kLength ? utf8_of_utf16(head.subspan(kName, kLength)) : "";
}

}  // namespace

std::string volume_label(MediaView& media, Range volume, core::ByteView head,
                         const std::string& file_system) {
  if (head.size() < 512) {
    return "";
  }
  if (file_system == "NTFS") {
    return ntfs_label(media, volume, head);
  }
  if (file_system == "exFAT") {
    return exfat_label(media, volume, head);
  }
  if (file_system == "F2FS") {
    return f2fs_label(head);
  }
  const auto fixed = std::find_if(kFixed.begin(), kFixed.end(),
                                  [&](const FixedLabel& label) { return label.file_system == file_system; });
  if (fixed == kFixed.end() || fixed->offset + fixed->length > head.size()) {
    return "";
  }
  std::string label = padded_text(head.subspan(fixed->offset, fixed->length));
  return label == "NO NAME" ? "" : label;
}

}  // namespace acquire
