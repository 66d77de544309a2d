// SPDX-License-Identifier: Apache-2.0
#include "acquire/ewf_image.h"

#include <fcntl.h>
#include <libewf.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "acquire/block_device.h"
#include "acquire/buffer_pool.h"
#include "acquire/segments.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/random.h"
#include "core/text.h"
#include "core/version.h"

namespace acquire {
namespace {

constexpr std::uint64_t kDefaultSegmentSize = 1500ULL << 20U;
constexpr std::uint64_t kMinimumSegmentSize = 1ULL << 20U;
constexpr std::uint64_t kMaximumSegmentSize = (1ULL << 63U) - 1;
constexpr std::uint64_t kMaximumChunks = 100'000'000;  // libewf's table of chunks ends at 134 million
constexpr std::uint64_t kUsualChunkSize = 32U << 10U;
constexpr std::uint32_t kMinimumSectorsPerChunk = 16;
// EnCase shows longer texts wrongly.
constexpr std::size_t kHeaderTextLength = 480;  // Debian's ewfinfo shows up to 511 bytes
constexpr std::size_t kSoftwareLength = 11;
constexpr std::size_t kSystemLength = 23;

/// Owns the error libewf gives back.
class EwfError {
 public:
  EwfError() = default;
  ~EwfError() { ::libewf_error_free(&error_); }
  EwfError(const EwfError&) = delete;
  EwfError& operator=(const EwfError&) = delete;
  libewf_error_t** out() { return &error_; }
  std::string text() const {
    std::array<char, 512> buffer{};
    if (error_ == nullptr || ::libewf_error_sprint(error_, buffer.data(), buffer.size()) < 0) {
      return "libewf gave no reason";
    }
    std::string text(buffer.data());
    std::replace(text.begin(), text.end(), '\n', ' ');
    return core::shown(text);
  }

 private:
  libewf_error_t* error_ = nullptr;
};

bool is_full(const core::Path& folder, int error_number, const std::string& text) {
  struct statvfs status {};
  return error_number == ENOSPC || error_number == EDQUOT ||
         text.find("No space left") != std::string::npos ||
         text.find("quota exceeded") != std::string::npos ||
         (::statvfs(folder.c_str(), &status) == 0 && status.f_bavail * status.f_frsize < kBufferSize);
}

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

std::uint32_t choose_sectors_per_chunk(const SourceFacts& source) {
  const std::uint64_t sector = source.logical_sector_size;
  std::uint64_t sectors = std::max<std::uint64_t>(kMinimumSectorsPerChunk, kUsualChunkSize / sector);
  while (ceil_div(source.size, sectors * sector) > kMaximumChunks && sectors * sector * 2 <= kBufferSize) {
    sectors *= 2;
  }
  if (ceil_div(source.size, sectors * sector) > kMaximumChunks) {
    core::fail("an E01 image cannot hold " + std::to_string(source.size) +
               " bytes: that is more than 100 million chunks of 1 MiB; --format raw images it");
  }
  return static_cast<std::uint32_t>(sectors);
}

void check_size(const SourceFacts& source) {
  if (source.logical_sector_size == 0 || source.size % source.logical_sector_size != 0) {
    core::fail("an E01 image cannot hold " + std::to_string(source.size) +
               " bytes whole, because it counts in sectors of " + std::to_string(source.logical_sector_size) +
               " bytes; --format raw images it whole");
  }
}

std::uint64_t check_segment_size(const ImageSettings& settings, const SourceFacts& source) {
  const std::uint64_t size = settings.segment_size == 0 ? kDefaultSegmentSize : settings.segment_size;
  if (size < kMinimumSegmentSize || size > kMaximumSegmentSize) {
    core::fail("cannot write E01 segments of " + std::to_string(size) + " bytes: the least is " +
               std::to_string(kMinimumSegmentSize) + " (1 MiB), the most " +
               std::to_string(kMaximumSegmentSize));
  }
  // Stored chunks carry four bytes of checksum and twice four of table: the worst case in files.
  const std::uint64_t worst = source.size + source.size / 1024 + kMinimumSegmentSize;
  if (ceil_div(worst, size) > kMaximumEwfSegments) {
    core::fail("cannot split " + std::to_string(source.size) + " bytes into segments of " +
               std::to_string(size) + " bytes: an E01 image has at most " +
               std::to_string(kMaximumEwfSegments) + " segments");
  }
  return size;
}

/// Full segment paths of the set that exist, in order.
std::vector<std::string> existing_segments(const core::Path& folder, const std::string& base) {
  std::vector<std::string> names;
  for (std::uint64_t n = 1; n <= kMaximumEwfSegments; ++n) {
    const std::string name = base + "." + ewf_extension(n);
    boost::system::error_code ignored;
    if (!core::fs::exists(core::fs::symlink_status(folder / name, ignored))) {
      break;
    }
    names.push_back(name);
  }
  return names;
}

void refuse_existing(const core::Path& folder, const std::string& base) {
  for (const core::fs::directory_entry& entry : core::fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().native();
    if (name.size() == base.size() + 4 && name.compare(0, base.size(), base) == 0 &&
        name[base.size()] == '.' && ewf_segment_number(name.substr(base.size() + 1))) {
      core::fail_errno("cannot create", entry.path(), EEXIST);
    }
  }
}

class EwfWriter final : public ImageWriter {
 public:
  EwfWriter(const ImageSettings& settings, const SourceFacts& source)
      : folder_(settings.folder), base_(settings.base), sector_size_(source.logical_sector_size) {
    check_size(source);
    const std::uint64_t segment_size = check_segment_size(settings, source);
    const std::uint32_t sectors_per_chunk = choose_sectors_per_chunk(source);
    chunk_size_ = static_cast<std::size_t>(sectors_per_chunk) * sector_size_;
    refuse_existing(folder_, base_);
    reserve_first_segment();
    try {
      open();
      set_layout(source, segment_size, sectors_per_chunk, settings.compression);
      set_labels(settings.labels, source);
    } catch (...) {
      abandon();
      throw;
    }
  }

  ~EwfWriter() override {
    if (!finished_) {
      abandon();
    }
  }

  std::size_t chunk_size() const override { return chunk_size_; }

  void write(const Chunk& chunk) override {
    const bool packed = !chunk.compressed.empty();
    const core::ByteView bytes = packed ? chunk.compressed : chunk.media;
    std::array<std::uint8_t, 4> checksum_room{};
    EwfError error;
    errno = 0;
    const ssize_t written = ::libewf_handle_write_chunk(
        handle_, bytes.data(), bytes.size(), chunk.media.size(), packed ? 1 : 0, checksum_room.data(),
        packed ? 0 : chunk.adler32, packed ? 0 : 1, error.out());
    if (written <= 0) {
      throw_failure("cannot write", errno, error.text());
    }
  }

  std::vector<ImageFile> finish(const MediaDigests& digests, const std::vector<Range>& unreadable) override {
    set_results(digests, unreadable);
    EwfError error;
    errno = 0;
    if (::libewf_handle_write_finalize(handle_, error.out()) < 0) {
      throw_failure("cannot finish", errno, error.text());
    }
    if (::libewf_handle_close(handle_, error.out()) != 0) {
      throw_failure("cannot close", errno, error.text());
    }
    ::libewf_handle_free(&handle_, nullptr);
    std::vector<ImageFile> files;
    for (const std::string& name : existing_segments(folder_, base_)) {
      core::sync_file(folder_ / name);
      files.push_back({name, core::fs::file_size(folder_ / name), std::nullopt});
    }
    core::sync_directory(folder_);
    finished_ = true;
    return files;
  }

 private:
  /// libewf would overwrite: the name is taken exclusively first.
  void reserve_first_segment() {
    const core::Path first = folder_ / (base_ + "." + ewf_extension(1));
    const core::Fd fd(::open(first.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!fd.valid()) {
      core::fail_errno("cannot create", first, errno);
    }
  }

  void open() {
    EwfError error;
    check(::libewf_handle_initialize(&handle_, error.out()), error);
    std::string name = (folder_ / base_).native();
    std::array<char*, 1> names{name.data()};
    check(::libewf_handle_open(handle_, names.data(), 1, LIBEWF_OPEN_WRITE, error.out()), error);
    check(::libewf_handle_set_format(handle_, LIBEWF_FORMAT_ENCASE6, error.out()), error);
  }

  void set_layout(const SourceFacts& source, std::uint64_t segment_size, std::uint32_t sectors_per_chunk,
                  Compression compression) {
    EwfError error;
    const std::uint8_t media_type = source.removable ? LIBEWF_MEDIA_TYPE_REMOVABLE : LIBEWF_MEDIA_TYPE_FIXED;
    const bool physical = source.kind == "block device" && !is_partition(source.path);
    const std::int8_t level = compression == Compression::none   ? LIBEWF_COMPRESSION_NONE
                              : compression == Compression::fast ? LIBEWF_COMPRESSION_FAST
                                                                 : LIBEWF_COMPRESSION_BEST;
    check(::libewf_handle_set_bytes_per_sector(handle_, source.logical_sector_size, error.out()), error);
    check(::libewf_handle_set_sectors_per_chunk(handle_, sectors_per_chunk, error.out()), error);
    check(::libewf_handle_set_media_size(handle_, source.size, error.out()), error);
    check(::libewf_handle_set_maximum_segment_size(handle_, segment_size, error.out()), error);
    check(::libewf_handle_set_media_type(handle_, media_type, error.out()), error);
    check(::libewf_handle_set_media_flags(handle_, physical ? LIBEWF_MEDIA_FLAG_PHYSICAL : 0, error.out()),
          error);
    check(::libewf_handle_set_error_granularity(handle_, 1, error.out()), error);
    check(::libewf_handle_set_compression_values(handle_, level, 0, error.out()), error);
    // libewf's own identifiers repeat within a second, and then cannot tell two sets apart.
    std::array<std::uint8_t, 16> identifier{};
    core::SystemRandom().fill(identifier);
    check(::libewf_handle_set_segment_file_set_identifier(handle_, identifier.data(), identifier.size(),
                                                          error.out()),
          error);
  }

  void set_labels(const ImageLabels& labels, const SourceFacts& source) {
    set_header("case_number", labels.case_number);
    set_header("examiner_name", labels.examiner);
    set_header("description", labels.description);
    set_header("evidence_number", labels.evidence_number);
    set_header("notes", labels.notes);
    set_header("model", source.model);
    set_header("serial_number", source.serial);
    const std::string version(core::kProgramVersion);
    const std::string software =
        std::string(core::kProgramName) + " " + version.substr(0, version.rfind('.'));
    set_header("acquiry_software_version", software.substr(0, kSoftwareLength));
    struct utsname system {};
    if (::uname(&system) == 0) {
      const std::string text = std::string(system.sysname) + " " + system.release;
      set_header("acquiry_operating_system", text.substr(0, kSystemLength));
    }
  }

  void set_header(const std::string& name, const std::string& value) {
    if (value.empty()) {
      return;
    }
    const std::string text = header_text(value);
    EwfError error;
    check(::libewf_handle_set_utf8_header_value(
              handle_, reinterpret_cast<const std::uint8_t*>(name.data()), name.size(),
              reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), error.out()),
          error);
  }

  /// Tabs and line feeds separate the values of the header section; readers give long ones up.
  static std::string header_text(const std::string& value) {
    std::string text = core::is_utf8(value) ? value : core::shown(value);
    if (text.size() > kHeaderTextLength) {
      std::size_t end = kHeaderTextLength;
      while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
        --end;
      }
      text.resize(end);
      text += " (shortened)";
    }
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return text;
  }

  void set_results(const MediaDigests& digests, const std::vector<Range>& unreadable) {
    EwfError error;
    for (const Range& range : unreadable) {
      const std::uint64_t first = range.offset / sector_size_;
      const std::uint64_t end = ceil_div(range.offset + range.length, sector_size_);
      check(::libewf_handle_append_acquiry_error(handle_, first, end - first, error.out()), error);
    }
    if (digests.md5) {
      core::Md5 md5 = *digests.md5;
      check(::libewf_handle_set_md5_hash(handle_, md5.bytes.data(), md5.bytes.size(), error.out()), error);
    }
    if (digests.sha1) {
      core::Sha1 sha1 = *digests.sha1;
      check(::libewf_handle_set_sha1_hash(handle_, sha1.bytes.data(), sha1.bytes.size(), error.out()), error);
    }
  }

  void check(int result, const EwfError& error) const {
    if (result != 1) {
      throw_failure("cannot prepare", errno, error.text());
    }
  }

  [[noreturn]] void throw_failure(const std::string& what, int error_number, const std::string& text) const {
    const core::Path path = folder_ / (base_ + ".E01");
    if (is_full(folder_, error_number, text)) {
      core::fail_errno(what, path, ENOSPC);
    }
    core::fail(what + " " + core::shown(path.native()) + ": " + text);
  }

  void abandon() noexcept {
    if (handle_ != nullptr) {
      ::libewf_handle_close(handle_, nullptr);
      ::libewf_handle_free(&handle_, nullptr);
    }
    for (std::uint64_t n = 1; n <= kMaximumEwfSegments; ++n) {
      if (::unlink((folder_ / (base_ + "." + ewf_extension(n))).c_str()) != 0) {
        break;
      }
    }
  }

  core::Path folder_;
  std::string base_;
  std::uint64_t sector_size_;
  std::size_t chunk_size_ = 0;
  libewf_handle_t* handle_ = nullptr;
  bool finished_ = false;
};

}  // namespace

void check_ewf_can_hold(const ImageSettings& settings, const SourceFacts& source) {
  check_size(source);
  check_segment_size(settings, source);
  choose_sectors_per_chunk(source);
}

std::unique_ptr<ImageWriter> make_ewf_writer(const ImageSettings& settings, const SourceFacts& source) {
  return std::make_unique<EwfWriter>(settings, source);
}

std::string libewf_version() { return std::string("libewf ") + ::libewf_get_version(); }

}  // namespace acquire
