// SPDX-License-Identifier: Apache-2.0
// What file system, label and encryption the first sectors of a volume show. Fixed places only; nothing is mounted.
#pragma once

#include "acquire/survey/media_view.h"

namespace acquire {

struct VolumeSigns {
  VolumeFacts volume;
  std::optional<EncryptionSign> encryption;
  bool read = false;  // false: its first sectors could not be read
};

/// The volume that begins at `start.offset` and has `start.length` bytes. Labels are told of ext2 to ext4, FAT, exFAT, NTFS, XFS,
/// Btrfs, F2FS, ISO 9660 and swap. Without a known signature, bytes as even as a cipher's count as a likelihood.
VolumeSigns volume_signs(MediaView& media, Range start);

/// True when the bytes are spread as evenly as chance, or a cipher, spreads them: chi-square of their counts. Compressed data
/// is less even. REQUIRES: 64 KiB or more.
bool is_even(core::ByteView bytes);

}  // namespace acquire
