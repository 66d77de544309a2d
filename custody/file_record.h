// SPDX-License-Identifier: Apache-2.0
// What an access entry says of a file inside an image. Names and paths of evidence may be personal: they stand in the reason,
// which is committed and can be erased; `range`, in clear, names a file by where it is and its digest.
#pragma once

#include <string>

#include "acquire/acquisition.h"
#include "custody/ledger.h"

namespace custody {

/// "metadata address 14 of the volume at byte 1048576 (ext4)"
std::string place_text(const std::string& file_system, std::uint64_t volume, std::uint64_t address);

/// "1500000 bytes of content: bytes 2097152-3597151 (1 range, 1500000 bytes), sha256 <hex>", and what is to be known of it: holes,
/// compressed, deleted, unreadable when the image was made.
std::string content_text(const acquire::FileInImage& file);

/// Where its content lies in the media, as far as it is listed.
std::vector<acquire::Range> stored_ranges(const acquire::FileInImage& file);

/// The entry of a file that leaves the image; its ranges are listed in an attachment where they are many. REQUIRES: inside the
/// draft function of an append.
Draft draft_file_exported(const Ledger& ledger, const std::string& image, const acquire::FileInImage& file,
                          const std::string& reason, const UnlockedKey& by);

/// The person's reason and the path that it is about, as one committed text.
std::string reason_with_path(const std::string& reason, const std::string& what, const std::string& path);

/// Ranges that could not be read when the image was made, ascending; none for an image without such. Throws Error when their
/// list is not the one recorded.
std::vector<acquire::Range> recorded_unreadable(const Ledger& ledger, const std::string& image);
/// What stands in those ranges.
acquire::Fill recorded_fill(const Ledger& ledger, const std::string& image);

}  // namespace custody
