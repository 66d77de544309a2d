// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/partition_table.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace acquire {
namespace {

constexpr std::size_t kMbrEntries = 446, kMbrEntrySize = 16, kMbrSize = 512;
constexpr std::uint8_t kProtective = 0xEE;
constexpr std::size_t kLogical = 128;  // links of the chain that are followed

struct MbrEntry {
  std::uint8_t flags = 0, type = 0;
  std::uint64_t start = 0, count = 0;  // sectors
};

MbrEntry mbr_entry(core::ByteView sector, std::size_t index) {
  const core::ByteView entry = sector.subspan(kMbrEntries + index * kMbrEntrySize, kMbrEntrySize);
  return {entry[0], entry[4], little32(entry, 8), little32(entry, 12)};
}

bool is_extended(std::uint8_t type) { return type == 0x05 || type == 0x0F || type == 0x85; }

/// The boot sector of a volume ends like a table; flags that no table has tell it apart.
bool is_mbr(core::ByteView sector) {
  if (sector.size() < kMbrSize || !has_text(sector, 510, "\x55\xaa")) {
    return false;
  }
  bool any = false;
  for (std::size_t i = 0; i < 4; ++i) {
    const MbrEntry entry = mbr_entry(sector, i);
    if ((entry.flags & 0x7FU) != 0) {
      return false;
    }
    any = any || (entry.type != 0 && entry.count != 0);
  }
  return any;
}

std::string mbr_type(std::uint8_t type) {
  std::array<char, 8> text{};
  (void)std::snprintf(text.data(), text.size(), "0x%02x", static_cast<unsigned>(type));
  return text.data();
}

/// Collects partitions, and says once that there are more than are listed.
class Listing {
 public:
  Listing(MediaView& media, PartitionTableFacts& table) : media_(media), table_(table) {}

  void add(PartitionFacts partition) {
    if (table_.partitions.size() >= PartitionTableFacts::kListed) {
      full_ = true;
      return;
    }
    const Range& range = partition.range;
    if (range.offset > media_.size() || range.length > media_.size() - range.offset) {
      table_.faults.push_back("partition " + std::to_string(partition.number) +
                              " reaches beyond the end of the medium");
    }
    partition.type_name = partition_type_name(partition.type);
    table_.partitions.push_back(std::move(partition));
  }
  void fault(std::string what) { table_.faults.push_back(std::move(what)); }
  void finish() {
    if (full_) {
      fault("it has more partitions than the " + std::to_string(PartitionTableFacts::kListed) +
            " that are listed");
    }
  }

 private:
  MediaView& media_;
  PartitionTableFacts& table_;
  bool full_ = false;
};

/// Sectors as bytes; what does not fit 64 bits ends at the largest number, beyond any medium.
std::uint64_t in_bytes(std::uint64_t sectors, std::uint64_t sector_size) {
  return sectors > ~std::uint64_t{0} / sector_size ? ~std::uint64_t{0} : sectors * sector_size;
}

void add_mbr(Listing& out, std::uint64_t number, const MbrEntry& entry, std::uint64_t base,
             std::uint64_t sector) {
  PartitionFacts partition;
  partition.number = number;
  partition.type = mbr_type(entry.type);
  partition.range = {in_bytes(base + entry.start, sector), in_bytes(entry.count, sector)};
  out.add(std::move(partition));
}

/// Each link holds one partition and the place of the next link, which must lie further on: no chain goes round.
void follow_chain(MediaView& media, Listing& out, std::uint64_t base) {
  const std::uint64_t sector = media.sector_size();
  std::uint64_t link = base;
  for (std::size_t n = 0; n < kLogical; ++n) {
    const auto bytes = media.at(in_bytes(link, sector), kMbrSize);
    if (!bytes || !has_text(*bytes, 510, "\x55\xaa")) {
      out.fault("the chain of logical partitions breaks at sector " + std::to_string(link));
      return;
    }
    const MbrEntry entry = mbr_entry(*bytes, 0);
    if (entry.type != 0 && entry.count != 0) {
      add_mbr(out, 5 + n, entry, link, sector);
    }
    const MbrEntry next = mbr_entry(*bytes, 1);
    if (next.type == 0 || next.count == 0) {
      return;
    }
    if (base + next.start <= link) {
      out.fault("the chain of logical partitions turns back at sector " + std::to_string(link));
      return;
    }
    link = base + next.start;
  }
  out.fault("the chain of logical partitions is longer than the " + std::to_string(kLogical) +
            " links that are followed");
}

void read_mbr(MediaView& media, core::ByteView sector, Listing& out) {
  for (std::size_t i = 0; i < 4; ++i) {
    const MbrEntry entry = mbr_entry(sector, i);
    if (entry.type == 0 || entry.count == 0) {
      continue;
    }
    add_mbr(out, i + 1, entry, 0, media.sector_size());
    if (is_extended(entry.type)) {
      follow_chain(media, out, entry.start);
    }
  }
}

struct GptHeader {
  std::uint64_t entries = 0;  // sector
  std::uint32_t count = 0, entry_size = 0, entries_crc = 0;
};

std::uint32_t crc32_of(core::ByteView bytes) { return ::libdeflate_crc32(0, bytes.data(), bytes.size()); }

constexpr std::string_view kGptSignature = "EFI PART";

/// Nullopt when no header with a right checksum stands in that sector.
std::optional<GptHeader> gpt_header(MediaView& media, std::uint64_t lba) {
  const std::size_t sector = media.sector_size();
  auto bytes = media.at(in_bytes(lba, sector), sector);
  if (!bytes || bytes->size() < 512 || !has_text(*bytes, 0, kGptSignature)) {
    return std::nullopt;
  }
  const std::uint32_t size = little32(*bytes, 12);
  if (size < 92 || size > bytes->size()) {
    return std::nullopt;
  }
  const std::uint32_t stored = little32(*bytes, 16);
  std::fill_n(bytes->begin() + 16, 4, std::uint8_t{0});
  if (crc32_of(core::ByteView(*bytes).first(size)) != stored) {
    return std::nullopt;
  }
  return GptHeader{little64(*bytes, 72), little32(*bytes, 80), little32(*bytes, 84), little32(*bytes, 88)};
}

/// The first three groups of a GUID are stored little-endian.
std::string guid_text(core::ByteView bytes) {
  constexpr std::array<int, 16> kOrder{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  std::string out;
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    std::array<char, 3> hex{};
    (void)std::snprintf(hex.data(), hex.size(), "%02X",
                        static_cast<unsigned>(bytes[static_cast<std::size_t>(kOrder[i])]));
    out += (i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "") + std::string(hex.data());
  }
  return out;
}

void add_gpt_entry(MediaView& media, core::ByteView entry, std::uint64_t number, Listing& out) {
  if (std::all_of(entry.begin(), entry.begin() + 16, [](std::uint8_t byte) { return byte == 0; })) {
    return;
  }
  const std::uint64_t sector = media.sector_size();
  const std::uint64_t first = little64(entry, 32);
  const std::uint64_t last = little64(entry, 40);
  PartitionFacts partition;
  partition.number = number;
  partition.type = guid_text(entry);
  partition.name = utf8_of_utf16(entry.subspan(56, 72));
  partition.range.offset = in_bytes(first, sector);
  if (last < first) {
    out.fault("partition " + std::to_string(number) + " ends before it begins");
  } else {
    partition.range.length = in_bytes(last - first + (last - first == ~std::uint64_t{0} ? 0 : 1), sector);
  }
  out.add(std::move(partition));
}

void read_gpt_entries(MediaView& media, const GptHeader& header, Listing& out) {
  constexpr std::uint32_t kMostEntries = 1024, kMostSize = 512;
  if (header.entry_size < 128 || header.entry_size > kMostSize || header.count > kMostEntries) {
    out.fault("the GPT declares " + std::to_string(header.count) + " entries of " +
              std::to_string(header.entry_size) + " bytes, which is not read");
    return;
  }
  const auto bytes =
      media.at(in_bytes(header.entries, media.sector_size()), std::size_t{header.count} * header.entry_size);
  if (!bytes) {
    out.fault("the entries of the GPT cannot be read");
    return;
  }
  if (crc32_of(*bytes) != header.entries_crc) {
    out.fault("the entries of the GPT do not have its checksum");
  }
  for (std::uint32_t i = 0; i < header.count; ++i) {
    add_gpt_entry(media,
                  core::ByteView(*bytes).subspan(std::size_t{i} * header.entry_size, header.entry_size),
                  i + 1, out);
  }
}

/// The header in sector 1 or, where that is damaged, its copy in the last; false when there is neither.
bool read_gpt(MediaView& media, bool expected, Listing& out) {
  const std::uint64_t sectors = media.size() / media.sector_size();
  auto header = sectors < 3 ? std::nullopt : gpt_header(media, 1);
  if (!header && expected && sectors >= 3) {
    header = gpt_header(media, sectors - 1);
    out.fault(header ? "the first GPT header is damaged; what is told comes from its copy at the end"
                     : "the MBR announces a GPT, of which no header is whole");
  }
  if (header) {
    read_gpt_entries(media, *header, out);
  }
  return header.has_value();
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kTypes{
    {{"0x01", "FAT12"},
     {"0x04", "FAT16"},
     {"0x05", "extended"},
     {"0x06", "FAT16"},
     {"0x07", "NTFS or exFAT"},
     {"0x0b", "FAT32"},
     {"0x0c", "FAT32 (LBA)"},
     {"0x0e", "FAT16 (LBA)"},
     {"0x0f", "extended (LBA)"},
     {"0x27", "Windows recovery"},
     {"0x82", "Linux swap"},
     {"0x83", "Linux"},
     {"0x85", "Linux extended"},
     {"0x8e", "Linux LVM"},
     {"0xa5", "FreeBSD"},
     {"0xaf", "Apple HFS+"},
     {"0xee", "GPT protective"},
     {"0xef", "EFI system"},
     {"0xfd", "Linux RAID"},
     {"C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "EFI system"},
     {"21686148-6449-6E6F-744E-656564454649", "BIOS boot"},
     {"E3C9E316-0B5C-4DB8-817D-F92DF00215AE", "Microsoft reserved"},
     {"EBD0A0A2-B9E5-4433-87C0-68B6B72699C7", "Microsoft basic data"},
     {"DE94BBA4-06D1-4D40-A16A-BFD50179D6AC", "Windows recovery"},
     {"0FC63DAF-8483-4772-8E79-3D69D8477DE4", "Linux file system"},
     {"0657FD6D-A4AB-43C4-84E5-0933C84B4F4F", "Linux swap"},
     {"E6D6D379-F507-44C2-A23C-238F2A3DF928", "Linux LVM"},
     {"CA7D7CCB-63ED-4C53-861C-1742536059CC", "Linux LUKS"},
     {"7C3457EF-0000-11AA-AA11-00306543ECAC", "Apple APFS"},
     {"53746F72-6167-11AA-AA11-00306543ECAC", "Apple Core Storage"}}};

}  // namespace

std::string partition_type_name(const std::string& type) {
  const auto* found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& known) { return known.first == type; });
  return found == kTypes.end() ? "" : std::string(found->second);
}

PartitionTableFacts read_partition_table(MediaView& media) {
  PartitionTableFacts table;
  Listing out(media, table);
  const auto sector = media.at(0, kMbrSize);
  const bool mbr = sector && is_mbr(*sector);
  const bool protective =
      mbr && (mbr_entry(*sector, 0).type == kProtective || mbr_entry(*sector, 1).type == kProtective ||
              mbr_entry(*sector, 2).type == kProtective || mbr_entry(*sector, 3).type == kProtective);
  if (read_gpt(media, protective, out)) {
    table.scheme = "gpt";
    if (!protective) {
      out.fault("no protective MBR stands before the GPT");
    }
  } else if (mbr) {
    table.scheme = "mbr";
    read_mbr(media, *sector, out);
  }
  out.finish();
  return table;
}

}  // namespace acquire
