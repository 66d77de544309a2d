// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/ewf_chunks.h"

#include <algorithm>

#include "acquire/image/ewf_layout.h"
#include "acquire/stages/compressor.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kReadLimit = 4U << 20U;
/// Zero bytes pack to far less than this part of a chunk.
constexpr std::size_t kZeroRatio = 64;

std::uint64_t start_of(const EwfTable& table, std::uint32_t entry) {
  return table.base + (entry & ~ewf::kCompressedFlag);
}

}  // namespace

ChunkDecoder::ChunkDecoder(const std::vector<core::Path>& segments, const EwfStructure& structure)
    : segments_(segments),
      structure_(structure),
      chunk_size_(structure.volume ? static_cast<std::size_t>(structure.volume->chunk_size()) : 0) {}

std::size_t ChunkDecoder::media_size(const ChunkRun& run) const {
  const std::uint64_t start = std::min(run.number * chunk_size_, structure_.media_size);
  return static_cast<std::size_t>(
      std::min(std::uint64_t{run.count} * chunk_size_, structure_.media_size - start));
}

/// Null when it cannot be opened (any more).
const SegmentFile* ChunkDecoder::file_of(const EwfTable& table) {
  if (!file_ || table.segment != open_segment_) {
    file_.reset();
    try {
      file_.emplace(segments_[table.segment]);
    } catch (const core::Error&) {
      return nullptr;
    }
    open_segment_ = table.segment;
  }
  return &*file_;
}

/// A chunk ends where the next one starts, the last one of a table where its data end.
bool ChunkDecoder::read_places(const ChunkRun& run) {
  const EwfTable& table = *run.table;
  const bool to_the_end = run.index + run.count == table.count;
  entries_.resize((std::size_t{run.count} + (to_the_end ? 0 : 1)) * ewf::kTableEntrySize);
  if (!file_->read(table.entries_offset + std::uint64_t{run.index} * ewf::kTableEntrySize, entries_)) {
    return false;
  }
  places_.resize(run.count);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const std::uint32_t entry = little32(entries_, i * ewf::kTableEntrySize);
    const bool last = to_the_end && i + 1 == places_.size();
    places_[i] = {start_of(table, entry),
                  last ? table.data_end : start_of(table, little32(entries_, (i + 1) * ewf::kTableEntrySize)),
                  (entry & ewf::kCompressedFlag) != 0};
  }
  return true;
}

/// A stored form much longer than the chunk is nothing a writer makes.
bool ChunkDecoder::is_possible(const EwfTable& table, const Place& place) const {
  return place.start >= table.data_start && place.end <= table.data_end && place.end > place.start &&
         place.end - place.start <= chunk_size_ + chunk_size_ / 8 + 1024;
}

/// Reads the stored form of all of them at once; false when that is not possible.
bool ChunkDecoder::read_together(const EwfTable& table) {
  const bool possible = std::all_of(places_.begin(), places_.end(),
                                    [&](const Place& place) { return is_possible(table, place); });
  if (!possible || places_.back().end - places_.front().start > kReadLimit) {
    return false;
  }
  stored_start_ = places_.front().start;
  stored_.resize(static_cast<std::size_t>(places_.back().end - stored_start_));
  return file_->read(stored_start_, stored_);
}

std::vector<ChunkFault> ChunkDecoder::decode(const ChunkRun& run, std::span<std::uint8_t> out) {
  std::vector<ChunkFault> faults;
  if (file_of(*run.table) == nullptr || !read_places(run)) {
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    const std::string name = core::shown(segments_[run.table->segment].filename().native());
    return {{run.number,
             "the places of " + std::to_string(run.count) + " chunks in " + name + " cannot be read"}};
  }
  const bool together = read_together(*run.table);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const auto part = out.first(std::min(chunk_size_, out.size()));
    out = out.subspan(part.size());
    if (!together) {
      stored_start_ = places_[i].start;
      stored_.clear();
    }
    if (auto fault = decode_one(*run.table, i, part)) {
      faults.push_back({run.number + i, std::move(*fault)});
    }
  }
  return faults;
}

std::optional<std::string> ChunkDecoder::decode_one(const EwfTable& table, std::size_t which,
                                                    std::span<std::uint8_t> out) {
  const Place& place = places_[which];
  if (!is_possible(table, place)) {
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    return "its place in " + file_->name() + " (offset " + std::to_string(place.start) + ") is impossible";
  }
  const auto size = static_cast<std::size_t>(place.end - place.start);
  if (stored_.empty()) {
    stored_.resize(size);
    if (!file_->read(place.start, stored_)) {
      std::fill(out.begin(), out.end(), std::uint8_t{0});
      return "it cannot be read from " + file_->name() + " at offset " + std::to_string(place.start);
    }
  }
  const core::ByteView stored =
      core::ByteView(stored_).subspan(static_cast<std::size_t>(place.start - stored_start_), size);
  return place.compressed ? unpack(stored, out) : copy(stored, out);
}

std::optional<std::string> ChunkDecoder::unpack(core::ByteView stored, std::span<std::uint8_t> out) {
  const bool whole = out.size() == chunk_size_;
  if (whole && std::equal(stored.begin(), stored.end(), zero_stream_.begin(), zero_stream_.end())) {
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    return std::nullopt;
  }
  if (!whole) {
    room_.resize(chunk_size_);  // for the padding
  }
  const Inflated result = inflater_.inflate(stored, whole ? out : std::span(room_));
  const std::size_t kept = result.intact ? std::min(result.size, out.size()) : 0;
  if (!whole) {
    std::copy_n(room_.begin(), kept, out.begin());
  }
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(), std::uint8_t{0});
  if (result.fault) {
    return result.fault;
  }
  if (whole && kept == chunk_size_ && stored.size() <= chunk_size_ / kZeroRatio && is_all_zero(out)) {
    zero_stream_.assign(stored.begin(), stored.end());
  }
  return check_size(result.size, out.size());
}

std::optional<std::string> ChunkDecoder::copy(core::ByteView stored, std::span<std::uint8_t> out) const {
  const core::ByteView media = stored.first(stored.size() - std::min(stored.size(), ewf::kChecksumSize));
  const bool intact = !media.empty() && adler32(media) == little32(stored, media.size());
  const std::size_t kept = intact ? std::min(media.size(), out.size()) : 0;
  std::copy_n(media.begin(), kept, out.begin());
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(), std::uint8_t{0});
  if (!intact) {
    return media.empty() ? "it is too short" : "its checksum is wrong";
  }
  return check_size(media.size(), out.size());
}

/// Some tools pad the last chunk to its full size.
std::optional<std::string> ChunkDecoder::check_size(std::size_t found, std::size_t expected) const {
  if (found == expected || found == chunk_size_) {
    return std::nullopt;
  }
  return "it holds " + std::to_string(found) + " bytes instead of " + std::to_string(expected);
}

std::optional<std::string> ChunkDecoder::check_start(const EwfTable& table) {
  const SegmentFile* const file = file_of(table);
  const auto first = file != nullptr && table.count > 0
                         ? file->bytes(table.entries_offset, ewf::kTableEntrySize)
                         : std::nullopt;
  if (first && start_of(table, little32(*first, 0)) != table.data_start) {
    return file->name() + ": bytes lie before the first chunk of the table, at offset " +
           std::to_string(table.data_start);
  }
  return std::nullopt;
}

}  // namespace acquire
