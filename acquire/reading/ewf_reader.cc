// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/ewf_reader.h"

#include <libewf.h>

#include <algorithm>
#include <array>

#include "acquire/damage/reader.h"
#include "acquire/stages/buffer_pool.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::uint32_t kRangeLimit = 100'000;  // of the second reader, which only compares media
constexpr std::size_t kHeaderValueLimit = 64U << 10U;

std::string text_of(libewf_error_t* error) {
  std::array<char, 512> buffer{};
  if (error == nullptr || ::libewf_error_sprint(error, buffer.data(), buffer.size()) < 0) {
    return "libewf gave no reason";
  }
  std::string text(buffer.data());
  std::replace(text.begin(), text.end(), '\n', ' ');
  return core::shown(text);
}

class EwfReader {
 public:
  EwfReader(const EwfStructure& structure, FaultList& faults) : structure_(structure), faults_(faults) {}
  ~EwfReader() {
    if (handle_ != nullptr) {
      ::libewf_handle_close(handle_, nullptr);
      ::libewf_handle_free(&handle_, nullptr);
    }
  }
  EwfReader(const EwfReader&) = delete;
  EwfReader& operator=(const EwfReader&) = delete;

  bool open(const std::vector<core::Path>& segments) {
    std::vector<std::string> names;
    std::vector<char*> pointers;
    names.reserve(segments.size());
    pointers.reserve(segments.size());
    for (const core::Path& segment : segments) {
      names.push_back(segment.native());
    }
    for (std::string& name : names) {
      pointers.push_back(name.data());
    }
    libewf_error_t* error = nullptr;
    const bool opened = ::libewf_handle_initialize(&handle_, &error) == 1 &&
                        ::libewf_handle_open(handle_, pointers.data(), static_cast<int>(pointers.size()),
                                             LIBEWF_OPEN_READ, &error) == 1;
    if (!opened) {
      faults_.add("the image cannot be opened: " + text_of(error));
    }
    ::libewf_error_free(&error);
    return opened;
  }

  void read(std::uint64_t size, const MediaSink& sink) {
    const std::size_t chunk = static_cast<std::size_t>(structure_.volume->chunk_size());
    core::Bytes buffer(std::max<std::size_t>(1, kBufferSize / chunk) * chunk);
    for (std::uint64_t offset = 0; offset < size;) {
      const std::size_t part =
          static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size - offset));
      const auto stretch = std::span(buffer).first(part);
      if (!read_at(offset, stretch)) {
        read_by_chunk(offset, stretch, chunk);
      }
      sink(stretch);
      offset += part;
    }
    for (const Range& range : undecodable_) {
      faults_.add(std::to_string(range.length) + " bytes of media at offset " + std::to_string(range.offset) +
                  " cannot be decoded");
    }
  }

  void add_checksum_faults() {
    std::uint32_t count = 0;
    if (::libewf_handle_get_number_of_checksum_errors(handle_, &count, nullptr) != 1) {
      faults_.add("libewf does not tell how many checksums are wrong");
      return;
    }
    for (std::uint32_t i = 0; i < std::min(count, kRangeLimit); ++i) {
      std::uint64_t start = 0;
      std::uint64_t sectors = 0;
      if (::libewf_handle_get_checksum_error(handle_, i, &start, &sectors, nullptr) != 1) {
        faults_.add("libewf does not tell where a checksum is wrong");
        return;
      }
      if (const auto range = bytes_of(start, sectors)) {
        faults_.add("the checksum of " + std::to_string(range->length) + " bytes of media at offset " +
                    std::to_string(range->offset) + " is wrong");
      }
    }
  }

  std::vector<Range> recorded_errors() {
    std::vector<Range> out;
    std::uint32_t count = 0;
    if (::libewf_handle_get_number_of_acquiry_errors(handle_, &count, nullptr) != 1) {
      return out;
    }
    if (count > kRangeLimit) {
      faults_.add("the image lists " + std::to_string(count) + " read errors; only the first " +
                  std::to_string(kRangeLimit) + " are given");
    }
    for (std::uint32_t i = 0; i < std::min(count, kRangeLimit); ++i) {
      std::uint64_t start = 0;
      std::uint64_t sectors = 0;
      if (::libewf_handle_get_acquiry_error(handle_, i, &start, &sectors, nullptr) != 1) {
        faults_.add("a read error that the image lists cannot be told");
      } else if (const auto range = bytes_of(start, sectors)) {
        out.push_back(*range);
      }
    }
    return out;
  }

  ImageReading::Header header() {
    ::libewf_handle_set_header_values_date_format(handle_, LIBEWF_DATE_FORMAT_ISO8601, nullptr);
    ImageReading::Header out;
    out.case_number = header_value("case_number");
    out.description = header_value("description");
    out.examiner = header_value("examiner_name");
    out.evidence_number = header_value("evidence_number");
    out.notes = header_value("notes");
    out.software = header_value("acquiry_software_version");
    out.acquired_at = header_value("acquiry_date");
    out.model = header_value("model");
    out.serial = header_value("serial_number");
    return out;
  }

 private:
  bool read_at(std::uint64_t offset, std::span<std::uint8_t> buffer) {
    std::fill(buffer.begin(), buffer.end(), std::uint8_t{0});
    if (::libewf_handle_seek_offset(handle_, static_cast<off64_t>(offset), SEEK_SET, nullptr) !=
        static_cast<off64_t>(offset)) {
      return false;
    }
    std::size_t done = 0;
    while (done < buffer.size()) {
      const ssize_t n =
          ::libewf_handle_read_buffer(handle_, buffer.data() + done, buffer.size() - done, nullptr);
      if (n <= 0 || static_cast<std::size_t>(n) > buffer.size() - done) {
        return false;
      }
      done += static_cast<std::size_t>(n);
    }
    return true;
  }

  void read_by_chunk(std::uint64_t offset, std::span<std::uint8_t> stretch, std::size_t chunk) {
    while (!stretch.empty()) {
      const auto part = stretch.first(std::min(chunk, stretch.size()));
      if (!read_at(offset, part)) {
        std::fill(part.begin(), part.end(), std::uint8_t{0});
        append_range(undecodable_, {offset, part.size()});
      }
      offset += part.size();
      stretch = stretch.subspan(part.size());
    }
  }

  std::optional<Range> bytes_of(std::uint64_t start, std::uint64_t sectors) {
    Range range;
    const std::uint64_t sector = structure_.volume->bytes_per_sector;
    if (__builtin_mul_overflow(start, sector, &range.offset) ||
        __builtin_mul_overflow(sectors, sector, &range.length) || range.offset > structure_.media_size ||
        range.length > structure_.media_size - range.offset) {
      faults_.add("a range of " + std::to_string(sectors) + " sectors from sector " + std::to_string(start) +
                  " lies outside the media");
      return std::nullopt;
    }
    return range;
  }

  std::string header_value(const std::string& name) {
    const auto* key = reinterpret_cast<const std::uint8_t*>(name.data());
    std::size_t size = 0;
    if (::libewf_handle_get_utf8_header_value_size(handle_, key, name.size(), &size, nullptr) != 1 ||
        size == 0) {
      return {};
    }
    std::string value(std::min(size, kHeaderValueLimit), '\0');
    if (size > kHeaderValueLimit ||
        ::libewf_handle_get_utf8_header_value(handle_, key, name.size(),
                                              reinterpret_cast<std::uint8_t*>(value.data()), value.size(),
                                              nullptr) != 1) {
      faults_.add("the header value " + name + " cannot be read");
      return {};
    }
    value.resize(value.find('\0') == std::string::npos ? value.size() : value.find('\0'));
    return value;
  }

  const EwfStructure& structure_;
  FaultList& faults_;
  libewf_handle_t* handle_ = nullptr;
  std::vector<Range> undecodable_;
};

}  // namespace

EwfContent read_through_libewf(const std::vector<core::Path>& segments, const EwfStructure& structure,
                               std::uint64_t size, const MediaSink& sink, FaultList& faults) {
  EwfReader reader(structure, faults);
  if (!structure.volume || !reader.open(segments)) {
    return {};
  }
  reader.read(size, sink);
  reader.add_checksum_faults();
  return {reader.header(), reader.recorded_errors()};
}

std::string libewf_version() { return std::string("libewf ") + ::libewf_get_version(); }

}  // namespace acquire
