// SPDX-License-Identifier: Apache-2.0
// How 'acquire' reads: its options for damaged media, the map of a rescue, and the log of the acquisition.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "acquire/damage/acquisition_log.h"
#include "acquire/damage/map_file.h"
#include "acquire/device/source.h"
#include "acquire/resume/resume_check.h"
#include "cli/commands.h"
#include "core/progress.h"
#include "custody/acquisition_record.h"

namespace cli {

class AcquireReading {
 public:
  /// Throws Error (usage) when an option makes no sense.
  explicit AcquireReading(const Acquire& args);

  /// Opens the source, with its map where --map names one that is there. Throws Error when they do not fit each other, or
  /// when the map to be written could not be.
  std::unique_ptr<acquire::Source> open();
  /// Takes over what an interrupted acquisition was begun with. Throws Error when the map is another.
  void go_on(const acquire::Journal& journal);
  /// What was read again before imaging goes on, for the log.
  void read_again(const acquire::TailComparison& tail) { tail_ = tail; }
  /// What the entry says of the manner of reading.
  void describe(custody::AcquisitionStart& start) const;
  /// Images the source, from where `from` tells if it is not null, and keeps the log of it as `log_file`.
  acquire::Acquisition image(std::unique_ptr<acquire::Source> source, const acquire::ImageSettings& settings,
                             const core::Path& log_file, const core::Clock& clock, core::Progress& progress,
                             const acquire::Journal* from);
  /// Once the image is recorded. Throws Error when the map cannot be written.
  void write_map(const acquire::Acquisition& acquisition) const;

  const acquire::ImageFile& log() const { return *log_; }
  void add_to(core::json::Object& out) const;

 private:
  void read_map_file();
  void check_map_out() const;

  const Acquire& args_;
  acquire::ReadSettings settings_;
  std::chrono::milliseconds limit_;
  std::string map_out_;     // empty: none is to be written
  std::string map_sha256_;  // of the map that was read; empty: none
  std::optional<acquire::RescueMap> map_;
  acquire::TailComparison tail_;
  std::optional<acquire::ImageFile> log_;
  std::uint64_t slow_reads_ = 0;
};

}  // namespace cli
