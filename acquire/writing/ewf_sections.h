// SPDX-License-Identifier: Apache-2.0
// The bytes of each section of an E01 image (acquire/image/ewf_layout.h); nothing here touches a file.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "acquire/image/ewf_layout.h"
#include "core/bytes.h"
#include "core/digest.h"

namespace acquire::ewf {

/// What every segment file begins with; segments count from 1.
core::Bytes file_header(std::uint16_t segment);

/// The head of a section at `offset` of its file with `data_size` bytes of data behind it.
core::Bytes descriptor(std::string_view type, std::uint64_t offset, std::uint64_t data_size);
/// Head and data.
core::Bytes section(std::string_view type, std::uint64_t offset, core::ByteView data);
/// "next" or "done": points at itself and has no size.
core::Bytes last_section(std::string_view type, std::uint64_t offset);

core::Bytes volume_data(const Volume& volume);
/// What segment `number`, the second or a later one, begins with: file header and section data.
core::Bytes segment_start(std::uint64_t number, const Volume& volume);

/// Bytes that the sections table and table2 of so many chunks take together, heads included.
std::uint64_t tables_size(std::uint64_t chunks);
/// Data of table and of table2. REQUIRES: at most kMaximumTableEntries.
core::Bytes table_data(std::span<const std::uint32_t> entries, std::uint64_t base);

core::Bytes error_data(std::span<const ErrorEntry> entries);
/// A digest that was not computed is zero bytes.
core::Bytes digest_data(const std::optional<core::Md5>& md5, const std::optional<core::Sha1>& sha1);
core::Bytes hash_data(const core::Md5& md5);

/// What follows a chunk that is stored as it is.
std::array<std::uint8_t, kChecksumSize> checksum_bytes(std::uint32_t adler32);

/// A zlib stream, as the sections header and header2 hold their text.
core::Bytes packed_text(core::ByteView text);

}  // namespace acquire::ewf
