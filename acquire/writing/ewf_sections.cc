// SPDX-License-Identifier: Apache-2.0
#include "acquire/writing/ewf_sections.h"

#include <algorithm>
#include <cassert>

#include "acquire/stages/compressor.h"

namespace acquire::ewf {
namespace {

template <typename T>
void put(std::span<std::uint8_t> out, std::size_t at, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out[at + i] = static_cast<std::uint8_t>(std::uint64_t{value} >> (8U * i));
  }
}

void put_bytes(core::Bytes& out, std::size_t at, core::ByteView bytes) {
  std::copy(bytes.begin(), bytes.end(), out.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Puts the Adler-32 of the bytes before `at` there.
void seal(core::Bytes& out, std::size_t at) {
  put(out, at, std::uint32_t{adler32(core::ByteView(out).first(at))});
}

core::Bytes head(std::string_view type, std::uint64_t next, std::uint64_t size) {
  assert(type.size() < kTypeSize);
  core::Bytes out(kDescriptorSize);
  put_bytes(out, 0, core::as_bytes(type));
  put(out, 16, next);
  put(out, 24, size);
  seal(out, kDescriptorSize - kChecksumSize);
  return out;
}

}  // namespace

core::Bytes file_header(std::uint16_t segment) {
  core::Bytes out(kFileHeaderSize);
  put_bytes(out, 0, kSignature);
  out[8] = 1;
  put(out, 9, segment);
  return out;
}

core::Bytes descriptor(std::string_view type, std::uint64_t offset, std::uint64_t data_size) {
  const std::uint64_t size = kDescriptorSize + data_size;
  return head(type, offset + size, size);
}

core::Bytes section(std::string_view type, std::uint64_t offset, core::ByteView data) {
  core::Bytes out = descriptor(type, offset, data.size());
  out.insert(out.end(), data.begin(), data.end());
  return out;
}

core::Bytes last_section(std::string_view type, std::uint64_t offset) { return head(type, offset, 0); }

core::Bytes volume_data(const Volume& volume) {
  core::Bytes out(kVolumeSize);
  out[0] = static_cast<std::uint8_t>(volume.media_type);
  put(out, 4, volume.chunk_count);
  put(out, 8, volume.sectors_per_chunk);
  put(out, 12, volume.bytes_per_sector);
  put(out, 16, volume.sector_count);
  out[36] = volume.media_flags;
  out[52] = volume.compression_level;
  put(out, 56, volume.error_granularity);
  put_bytes(out, 64, volume.set_identifier);
  seal(out, kVolumeSize - kChecksumSize);
  return out;
}

core::Bytes segment_start(std::uint64_t number, const Volume& volume) {
  core::Bytes out = file_header(static_cast<std::uint16_t>(number));
  const core::Bytes data = section("data", out.size(), volume_data(volume));
  out.insert(out.end(), data.begin(), data.end());
  return out;
}

std::uint64_t tables_size(std::uint64_t chunks) {
  return 2 * (kDescriptorSize + kTableHeadSize + chunks * kTableEntrySize + kChecksumSize);
}

core::Bytes table_data(std::span<const std::uint32_t> entries, std::uint64_t base) {
  assert(entries.size() <= kMaximumTableEntries);
  const std::size_t size = entries.size() * kTableEntrySize;
  core::Bytes out(kTableHeadSize + size + kChecksumSize);
  put(out, 0, static_cast<std::uint32_t>(entries.size()));
  put(out, 8, base);
  seal(out, kTableHeadSize - kChecksumSize);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    put(out, kTableHeadSize + i * kTableEntrySize, entries[i]);
  }
  put(out, kTableHeadSize + size, std::uint32_t{adler32(core::ByteView(out).subspan(kTableHeadSize, size))});
  return out;
}

core::Bytes error_data(std::span<const ErrorEntry> entries) {
  const std::size_t size = entries.size() * kErrorEntrySize;
  core::Bytes out(kErrorHeadSize + size + kChecksumSize);
  put(out, 0, static_cast<std::uint32_t>(entries.size()));
  seal(out, kErrorHeadSize - kChecksumSize);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    put(out, kErrorHeadSize + i * kErrorEntrySize, entries[i].first);
    put(out, kErrorHeadSize + i * kErrorEntrySize + 4, entries[i].count);
  }
  put(out, kErrorHeadSize + size, std::uint32_t{adler32(core::ByteView(out).subspan(kErrorHeadSize, size))});
  return out;
}

core::Bytes digest_data(const std::optional<core::Md5>& md5, const std::optional<core::Sha1>& sha1) {
  core::Bytes out(kDigestSize);
  const core::Md5 first = md5.value_or(core::Md5{});
  const core::Sha1 second = sha1.value_or(core::Sha1{});
  put_bytes(out, 0, first.view());
  put_bytes(out, core::Md5::kSize, second.view());
  seal(out, kDigestSize - kChecksumSize);
  return out;
}

core::Bytes hash_data(const core::Md5& md5) {
  core::Bytes out(kHashSize);
  put_bytes(out, 0, md5.view());
  seal(out, kHashSize - kChecksumSize);
  return out;
}

std::array<std::uint8_t, kChecksumSize> checksum_bytes(std::uint32_t adler32) {
  std::array<std::uint8_t, kChecksumSize> out{};
  put(out, 0, adler32);
  return out;
}

core::Bytes packed_text(core::ByteView text) {
  const auto compressor = make_compressor(Compression::best);
  core::Bytes out(text.size() + text.size() / 8 + 1024);  // more than any text can take
  out.resize(compressor->compress(text, out).value_or(0));
  assert(!out.empty());
  return out;
}

}  // namespace acquire::ewf
