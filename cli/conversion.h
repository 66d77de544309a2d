// SPDX-License-Identifier: Apache-2.0
// An image written anew in another form, compared with what its source says of itself and with what was recorded of it, and
// read back. Nothing has a final name before all of that agrees.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "acquire/damage/read_settings.h"
#include "acquire/reading/image_source.h"
#include "acquire/writing/image_writer.h"
#include "cli/commands.h"
#include "core/clock.h"
#include "core/json.h"

namespace cli {

/// What the case recorded of the image that is converted.
struct RecordedMedia {
  acquire::Acquisition acquisition;        // bytes, digests, block digests
  std::vector<acquire::Range> unreadable;  // that the list beside it names
  std::optional<std::uint32_t> sector_size;
  acquire::ImageLabels labels;  // where the image has none
};

/// Used once.
class Conversion {
 public:
  /// Checks the options, and that the name and the room for the new image are free, and opens the image. Throws Error when
  /// something is not so; then nothing was written.
  Conversion(const Convert& args, const core::Path& first, std::optional<acquire::ImageFormat> format,
             std::optional<RecordedMedia> recorded);

  /// Folder and name without extension of the new image, as the options give them.
  static core::Path target_of(const Convert& args, const core::Path& first);

  const std::string& format_name() const { return format_name_; }
  /// Throws Error, and leaves nothing, when the image cannot be read without a fault, when any digest differs, when there is
  /// no room, and on cancellation.
  void make();
  /// REQUIRES: make() returned.
  core::json::Object object() const;
  std::vector<std::string> lines() const;

 private:
  void check_place() const;
  void take_unreadable(const core::Path& first);
  void choose_digests();
  void write();
  void compare_source();
  void read_back(const core::Path& folder);
  std::vector<std::string> lost_errors(const std::vector<acquire::Range>& listed) const;
  void leave_side_files(const core::Path& folder) const;
  std::string name() const;

  const std::string out_words_;
  const std::string format_name_;
  const core::Path target_;
  const std::optional<RecordedMedia> recorded_;
  core::SystemClock clock_;
  acquire::ImageSettings settings_;
  acquire::ReadSettings reading_;
  std::unique_ptr<acquire::ImageSource> source_;
  acquire::MediaDigests stored_, read_back_;
  acquire::ImageReading::Header header_;
  acquire::Acquisition made_;
  core::Sha256 blocks_root_;
};

}  // namespace cli
