// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/media_survey.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "acquire/survey/media_view.h"
#include "acquire/survey/partition_table.h"
#include "acquire/survey/volume_signature.h"

namespace acquire {
namespace {

/// Core Storage has no signature where volumes have theirs; the table's type tells of it.
constexpr const char* kCoreStorage = "53746F72-6167-11AA-AA11-00306543ECAC";

void look_into(MediaView& media, PartitionFacts& partition, MediaSurvey& out) {
  VolumeSigns signs = volume_signs(media, partition.range);
  partition.volume = std::move(signs.volume);
  if (partition.type == kCoreStorage) {
    out.encryption.push_back({partition.range.offset, "Apple Core Storage (FileVault possible)", true});
  } else if (signs.encryption) {
    out.encryption.push_back(*std::move(signs.encryption));
  }
}

/// What holds other partitions, or room that no volume begins in.
bool holds_a_volume(const PartitionFacts& partition) {
  return partition.type != "0x05" && partition.type != "0x0f" && partition.type != "0x85" &&
         partition.type != "0xee" && partition.type != "E3C9E316-0B5C-4DB8-817D-F92DF00215AE" &&
         partition.type != "21686148-6449-6E6F-744E-656564454649";
}

/// File systems that claim the first sector: what looks like a table in it is their boot code.
bool begins_with_volume(const std::string& file_system) {
  constexpr std::array<std::string_view, 11> kOwners{"APFS",  "BitLocker", "FAT12", "FAT16", "FAT32", "LUKS1",
                                                     "LUKS2", "NTFS",      "ReFS",  "XFS",   "exFAT"};
  return std::find(kOwners.begin(), kOwners.end(), file_system) != kOwners.end();
}

}  // namespace

MediaSurvey survey_media(Source& source) {
  MediaView media(source);
  MediaSurvey out;
  VolumeSigns whole = volume_signs(media, {0, media.size()});
  if (!begins_with_volume(whole.volume.file_system)) {
    out.table = read_partition_table(media);
  }
  const bool table = !out.table.scheme.empty();
  if (!table) {
    out.whole = std::move(whole.volume);
  }
  // With a table, a likelihood is told of its partitions alone.
  if (whole.encryption && !(table && whole.encryption->likely_only)) {
    out.encryption.push_back(*std::move(whole.encryption));
  }
  for (PartitionFacts& partition : out.table.partitions) {
    if (holds_a_volume(partition)) {
      look_into(media, partition, out);
    }
  }
  out.unread = media.unread();
  return out;
}

}  // namespace acquire
