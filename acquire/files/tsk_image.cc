// SPDX-License-Identifier: Apache-2.0
#include "acquire/files/tsk_image.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kMostPartitions = 1024;
constexpr unsigned kSectorSize = 512;

/// The kinds that are read here: those which the tests make and compare.
constexpr std::array kKinds = {TSK_FS_TYPE_NTFS_DETECT, TSK_FS_TYPE_FAT_DETECT, TSK_FS_TYPE_EXT_DETECT,
                               TSK_FS_TYPE_ISO9660_DETECT};

struct CloseTable {
  void operator()(TSK_VS_INFO* open) const { ::tsk_vs_close(open); }
};
using PartitionTable = std::unique_ptr<TSK_VS_INFO, CloseTable>;

/// These say only that the file system is of another kind.
bool says_another_kind(std::uint32_t error) {
  return error == TSK_ERR_FS_MAGIC || error == TSK_ERR_FS_UNKTYPE || error == TSK_ERR_FS_UNSUPTYPE ||
         error == TSK_ERR_FS_ARG || error == 0;
}

Volume look_into(TskImage& image, Range range, std::string description) {
  Volume out{range, std::move(description), "", ""};
  const OpenedFileSystem opened = open_file_system(image, range.offset);
  if (opened.system) {
    out.file_system = ::tsk_fs_type_toname(opened.system->ftype);
  }
  out.fault = opened.why;
  return out;
}

/// Nullopt when the partition does not lie in the media.
std::optional<Range> range_of(const TSK_VS_PART_INFO& part, std::uint64_t sector, std::uint64_t size) {
  if (sector == 0 || part.start >= size / sector) {
    return std::nullopt;
  }
  const std::uint64_t offset = part.start * sector;
  return Range{offset, part.len > (size - offset) / sector ? size - offset : part.len * sector};
}

}  // namespace

struct TskImage::External {
  TSK_IMG_INFO info;  // first: libtsk takes the address of the whole for that of this
  TskImage* image;
};

TskImage::TskImage(DigestedMedia& media) : media_(media), external_(std::make_unique<External>()) {
  external_->image = this;
  if (::tsk_img_open_external(
          external_.get(), static_cast<TSK_OFF_T>(media.size()), kSectorSize, &TskImage::read,
          [](TSK_IMG_INFO*) {}, [](TSK_IMG_INFO*, FILE*) {}) == nullptr) {
    core::fail("libtsk does not take the image: " + tsk_words());
  }
}

TskImage::~TskImage() { ::tsk_img_close(info()); }

TSK_IMG_INFO* TskImage::info() { return &external_->info; }

void TskImage::check() const {
  if (thrown_) {
    std::rethrow_exception(thrown_);
  }
  if (media_.fault()) {
    core::fail(*media_.fault());
  }
}

ssize_t TskImage::read(TSK_IMG_INFO* image, TSK_OFF_T offset, char* buffer, std::size_t length) noexcept {
  TskImage& self = *reinterpret_cast<External*>(image)->image;
  try {
    return self.thrown_ ? -1 : self.read(offset, buffer, length);
  } catch (...) {
    self.thrown_ = std::current_exception();
    return -1;
  }
}

ssize_t TskImage::read(TSK_OFF_T offset, char* buffer, std::size_t length) {
  if (offset < 0 || static_cast<std::uint64_t>(offset) >= size()) {
    return -1;
  }
  const auto from = static_cast<std::uint64_t>(offset);
  const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(length, size() - from));
  return media_.read(from, {reinterpret_cast<std::uint8_t*>(buffer), part}) ? static_cast<ssize_t>(part) : -1;
}

std::string tsk_words() {
  const char* words = ::tsk_error_get();
  std::string out = core::shown(words == nullptr ? "" : words);
  ::tsk_error_reset();
  return out.empty() ? "libtsk does not say why" : out;
}

OpenedFileSystem open_file_system(TskImage& image, std::uint64_t offset) {
  OpenedFileSystem out;
  for (const TSK_FS_TYPE_ENUM kind : kKinds) {
    ::tsk_error_reset();
    FileSystem opened(::tsk_fs_open_img(image.info(), static_cast<TSK_OFF_T>(offset), kind));
    const std::uint32_t error = ::tsk_error_get_errno();
    image.check();
    if (opened && opened->block_size == 0) {
      return {nullptr, "its blocks have no size"};
    }
    if (opened && out.system) {
      return {nullptr, "two kinds of file system seem to be there"};
    }
    if (opened) {
      out.system = std::move(opened);
    } else if (!says_another_kind(error) && out.why.empty()) {
      out.why = tsk_words();
    }
  }
  if (out.system) {
    out.why.clear();
  }
  return out;
}

std::vector<Volume> find_volumes(TskImage& image) {
  ::tsk_error_reset();
  const PartitionTable table(::tsk_vs_open(image.info(), 0, TSK_VS_TYPE_DETECT));
  image.check();
  std::vector<Volume> out;
  const TSK_VS_PART_INFO* part = table ? table->part_list : nullptr;
  for (std::size_t i = 0; part != nullptr && i < kMostPartitions; part = part->next, ++i) {
    const auto range = range_of(*part, table->block_size, image.size());
    if ((part->flags & TSK_VS_PART_FLAG_ALLOC) != 0 && range) {
      out.push_back(look_into(image, *range, part->desc == nullptr ? "" : part->desc));
    }
  }
  const bool empty =
      std::none_of(out.begin(), out.end(), [](const Volume& volume) { return !volume.file_system.empty(); });
  // Also where a table is: an ISO 9660 image may carry one for the sake of booting.
  Volume whole = look_into(image, {0, image.size()}, "the whole media");
  if (!table || (empty && !whole.file_system.empty())) {
    out.push_back(std::move(whole));
  }
  return out;
}

namespace {

std::uint64_t only_offset(TskImage& image) {
  std::optional<std::uint64_t> found;
  std::string all;
  std::string faults;
  for (const Volume& volume : find_volumes(image)) {
    if (volume.file_system.empty()) {
      faults += volume.fault.empty()
                    ? ""
                    : "; at byte " + std::to_string(volume.range.offset) + ": " + volume.fault;
      continue;
    }
    all += (found ? ", " : "") + std::to_string(volume.range.offset) + " (" + volume.file_system + ")";
    if (found) {
      found = image.size();  // no single one
    } else {
      found = volume.range.offset;
    }
  }
  if (!found) {
    core::fail("no file system of a kind that is read here was found" + faults);
  }
  if (found == image.size()) {
    core::fail_usage("the image has several volumes with a file system; choose one with --volume: " + all);
  }
  return *found;
}

}  // namespace

FileSystem choose_file_system(TskImage& image, const std::optional<std::uint64_t>& offset) {
  if (offset && *offset >= image.size()) {
    core::fail_usage("--volume " + std::to_string(*offset) + " lies behind the end of the media, which has " +
                     std::to_string(image.size()) + " bytes");
  }
  const std::uint64_t at = offset ? *offset : only_offset(image);
  OpenedFileSystem opened = open_file_system(image, at);
  if (!opened.system) {
    core::fail("there is no file system of a kind that is read here at byte " + std::to_string(at) +
               (opened.why.empty() ? "" : ": " + opened.why));
  }
  return std::move(opened.system);
}

}  // namespace acquire
