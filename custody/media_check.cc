// SPDX-License-Identifier: Apache-2.0
#include "custody/media_check.h"

#include <algorithm>
#include <functional>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/value_at.h"

namespace custody {
namespace {

using core::json::Value;

class MediaCheck {
 public:
  explicit MediaCheck(const MediaToCheck& media) : media_(media), finished_(media.record.finished) {}

  MediaFindings run() {
    if (media_.check.quick) {
      compare_blocks_only();
    } else {
      read([this](const core::Path& first, acquire::ImageFormat format) {
        compare_whole(media_.check.read_image(first, format));
      });
    }
    return std::move(out_);
  }

 private:
  void report(Finding finding, const std::string& field) {
    report(std::move(finding), field, media_.record.finished_entry);
  }
  void report(Finding finding, const std::string& field, std::optional<std::uint64_t> entry) {
    finding.field = field;
    finding.entry = entry;
    out_.findings.push_back(std::move(finding));
  }

  core::Path path_of(const std::string& file) const { return media_.check.folder / media_.folder / file; }

  /// What cannot be read is a fault.
  void read(const std::function<void(const core::Path&, acquire::ImageFormat)>& read_first) {
    try {
      const auto format =
          media_.record.format == "raw" ? acquire::ImageFormat::raw : acquire::ImageFormat::e01;
      const auto first = first_segment(media_.check.folder / media_.folder, media_.image);
      if (!first) {
        report(fault("missing", "the first file of the image is missing"), media_.folder);
        return;
      }
      read_first(*first, format);
    } catch (const core::Error& error) {
      if (error.code() == core::ErrorCode::interrupted) {
        throw;
      }
      report(fault("tampered", std::string("the image cannot be read: ") + error.what()), media_.folder);
    }
  }

  void compare_whole(const acquire::ImageReading& reading) {
    take(reading.bytes, reading.faults, had_faults() && are_files_recorded(reading));
    compare_digest("md5", reading.digests.md5);
    compare_digest("sha1", reading.digests.sha1);
    compare_digest("sha256", reading.digests.sha256);
    if (reading.blocks.root().hex() != text_at(finished_, "blocks.root")) {
      report(fault("mismatch", "the root of the block digests differs"), "blocks.root");
    }
    if (media_.sums != nullptr) {
      compare_files(reading);
    }
    if (media_.blocks_good) {
      compare_blocks(reading);
    }
  }

  /// An image that was damaged when it was imported still is.
  bool had_faults() const {
    return finished_.at_path("faults.count") != nullptr && number_at(finished_, "faults.count") > 0;
  }

  bool are_files_recorded(const acquire::ImageReading& reading) const {
    return media_.sums != nullptr &&
           std::all_of(reading.files.begin(), reading.files.end(), [&](const acquire::ImageFile& file) {
             const auto recorded = media_.sums->find(file.name);
             return recorded != media_.sums->end() && file.sha256 && file.sha256->hex() == recorded->second;
           });
  }

  /// `imported_so`: the image was imported with faults, and nothing shows that it was changed since.
  void take(std::uint64_t bytes, const std::vector<std::string>& faults, bool imported_so) {
    out_.bytes = bytes;
    for (const std::string& why : faults) {
      report(imported_so ? fault("mismatch", why + "; the image had faults when it was imported")
                         : fault("tampered", why),
             media_.folder);
    }
    if (bytes != number_at(finished_, "bytes")) {
      report(fault("mismatch", "the image holds " + std::to_string(bytes) + " bytes of media; " +
                                   std::to_string(number_at(finished_, "bytes")) + " were recorded"),
             "bytes");
    }
  }

  template <typename D>
  void compare_digest(const std::string& name, const std::optional<D>& digest) {
    const std::string recorded = text_at(finished_, ("digests." + name).c_str());
    if (!recorded.empty() && digest && digest->hex() != recorded) {
      report(fault("mismatch",
                   "the " + name + " of the media is " + digest->hex() + "; recorded was " + recorded),
             "digests." + name);
    }
  }

  void compare_files(const acquire::ImageReading& reading) {
    for (const acquire::ImageFile& file : reading.files) {
      const auto recorded = media_.sums->find(file.name);
      if (recorded == media_.sums->end()) {
        report(fault("uncovered", "the file " + core::shown(file.name) + " was not recorded"), media_.folder,
               media_.record.verified_entry);
      } else if (file.sha256 && file.sha256->hex() != recorded->second) {
        report(fault("mismatch",
                     "the file " + core::shown(file.name) + " is not the one recorded: its SHA-256 differs"),
               media_.folder + "/" + file.name, media_.record.verified_entry);
      }
    }
  }

  void compare_blocks(const acquire::ImageReading& reading) {
    const std::string file = text_at(finished_, "blocks.file");
    const std::uint64_t expected = number_at(finished_, "blocks.count") * core::Sha256::kSize;
    if (core::fs::file_size(path_of(file)) != expected) {
      report(fault("mismatch", "the list of block digests has not the length of the recorded count"),
             media_.folder + "/" + file);
      return;
    }
    const auto recorded = acquire::BlockDigests::in_file(path_of(file));
    std::uint64_t differing = 0;
    std::uint64_t first = 0;
    for (std::uint64_t i = 0; i < std::min(recorded.size(), reading.blocks.size()); ++i) {
      if (recorded.at(i) != reading.blocks.at(i) && differing++ == 0) {
        first = i;
      }
    }
    if (differing > 0) {
      report_differing(differing, std::to_string(first * acquire::kBlockSize));
    }
  }

  void report_differing(std::uint64_t differing, const std::string& offsets) {
    report(fault("mismatch", std::to_string(differing) + " of " +
                                 std::to_string(number_at(finished_, "blocks.count")) +
                                 " blocks of 262144 bytes differ, the first at offset " + offsets),
           "blocks");
  }

  void compare_blocks_only() {
    if (!media_.blocks_good || !media_.check.check_blocks) {
      report(limit("not compared", "the media of " + media_.image +
                                       " were not read: there is no sound list of block digests to compare "
                                       "them with (--quick)"),
             media_.folder, std::nullopt);
      return;
    }
    report(limit("not compared", "the media of " + media_.image +
                                     " were compared by block digests only; the digests of the whole and of "
                                     "the files were not computed (--quick)"),
           media_.folder, std::nullopt);
    read([this](const core::Path& first, acquire::ImageFormat format) {
      const std::string file = text_at(finished_, "blocks.file");
      compare_blocks(media_.check.check_blocks(first, format, path_of(file)), file);
    });
  }

  void compare_blocks(const acquire::BlockReading& reading, const std::string& file) {
    take(reading.bytes, reading.faults, had_faults());
    if (reading.recorded != number_at(finished_, "blocks.count") ||
        reading.recorded_root.hex() != text_at(finished_, "blocks.root")) {
      report(fault("mismatch", "the list of block digests is not the one recorded"),
             media_.folder + "/" + file);
    }
    if (reading.compared != reading.recorded) {
      report(fault("mismatch", std::to_string(reading.compared) + " blocks were compared; " +
                                   std::to_string(reading.recorded) + " were recorded"),
             "blocks");
    }
    if (reading.differing > 0) {
      std::string offsets;
      for (const std::uint64_t offset : reading.first) {
        offsets += (offsets.empty() ? "" : ", ") + std::to_string(offset);
      }
      report_differing(reading.differing, offsets);
    }
  }

  const MediaToCheck& media_;
  const Value& finished_;
  MediaFindings out_;
};

}  // namespace

MediaFindings compare_media(const MediaToCheck& media) { return MediaCheck(media).run(); }

}  // namespace custody
