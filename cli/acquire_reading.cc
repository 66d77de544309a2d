// SPDX-License-Identifier: Apache-2.0
#include "cli/acquire_reading.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "acquire/acquire.h"
#include "acquire/damage/patient_source.h"
#include "acquire/damage/rescued_source.h"
#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"

namespace cli {

using core::json::Object;
using core::json::Value;

namespace {

/// Shows the last state again while the device does not answer, so that the line goes on telling the time.
class AwakeProgress final : public core::Progress {
 public:
  explicit AwakeProgress(core::Progress& shown) : shown_(shown) {}
  void update(std::uint64_t done, std::uint64_t total) override {
    const std::lock_guard lock(mutex_);
    done_ = done;
    total_ = total;
    shown_.update(done, total);
  }
  void again() {
    const std::lock_guard lock(mutex_);
    shown_.update(done_, total_);
  }

 private:
  core::Progress& shown_;
  std::mutex mutex_;
  std::uint64_t done_ = 0, total_ = 0;
};

void tell(const std::string& text) {
  (void)std::fprintf(stderr, "%snote: %s\n", ::isatty(STDERR_FILENO) == 0 ? "" : "\r\033[K",
                     core::shown(text).c_str());
}

}  // namespace

AcquireReading::AcquireReading(const Acquire& args)
    : args_(args), limit_(std::chrono::seconds(args.read_timeout)) {
  settings_.retries = args.retries;
  settings_.fill = args.fill == "pattern" ? acquire::Fill::pattern : acquire::Fill::zero;
  boost::system::error_code ignored;
  const bool given = !args.map.empty();
  const bool there = given && core::fs::symlink_status(args.map, ignored).type() != core::fs::file_not_found;
  map_out_ = args.map_out;
  if (there) {
    read_map_file();
  } else if (given) {
    if (!map_out_.empty()) {
      core::fail_usage("--map " + core::shown(args.map) +
                       " is not there, so it would be written, as --map-out is");
    }
    map_out_ = args.map;
  }
  check_map_out();
}

void AcquireReading::read_map_file() {
  const std::string text = core::read_plain_text(args_.map, acquire::RescueMap::kMostBytes);
  map_ = acquire::parse_map(text, args_.map);
  map_sha256_ = core::sha256(core::as_bytes(text)).hex();
}

void AcquireReading::check_map_out() const {
  if (map_out_.empty()) {
    return;
  }
  const core::Path file = core::fs::absolute(map_out_);
  boost::system::error_code ignored;
  if (core::fs::symlink_status(file, ignored).type() != core::fs::file_not_found) {
    core::fail("cannot write the map " + core::shown(map_out_) + ": it exists already");
  }
  if (!core::fs::is_directory(file.parent_path(), ignored)) {
    core::fail("cannot write the map " + core::shown(map_out_) + ": its folder does not exist");
  }
  const core::Path inside = core::fs::canonical(core::Path(args_.folder), ignored);
  if (!inside.empty() &&
      (core::fs::canonical(file.parent_path(), ignored).native() + "/").starts_with(inside.native() + "/")) {
    core::fail("cannot write the map " + core::shown(map_out_) +
               ": it lies inside the case folder; choose another place");
  }
}

std::unique_ptr<acquire::Source> AcquireReading::open() {
  auto source = acquire::open_source(args_.source);
  if (!map_out_.empty() && source->facts().kind == "block device") {
    acquire::refuse_destination_on_source(source->facts(), core::fs::absolute(map_out_).parent_path());
  }
  if (map_) {
    source = acquire::rescued_source(std::move(source), *map_);
    settings_.left_out = acquire::not_read(*map_, source->facts().size);
  }
  return source;
}

void AcquireReading::go_on(const acquire::Journal& journal) {
  settings_.fill = journal.fill;
  if (map_sha256_ != journal.map_sha256) {
    core::fail(journal.map_sha256.empty() ? "cannot go on: it was begun without a map; leave --map out"
                                          : "cannot go on: it was begun with the map of SHA-256 " +
                                                journal.map_sha256 + "; give that one with --map");
  }
}

void AcquireReading::describe(custody::AcquisitionStart& start) const {
  start.retries = settings_.retries;
  start.fill = settings_.fill;
  start.read_timeout = args_.read_timeout;
  start.map_sha256 = map_sha256_;
}

acquire::Acquisition AcquireReading::image(std::unique_ptr<acquire::Source> source,
                                           const acquire::ImageSettings& settings, const core::Path& log_file,
                                           const core::Clock& clock, core::Progress& progress,
                                           const acquire::Journal* from) {
  AwakeProgress awake(progress);
  acquire::AcquisitionLog log(log_file, clock, tell, [&awake] { awake.again(); });
  if (from != nullptr) {
    log.line("gone on: behind " + std::to_string(from->cut.offset) +
             " bytes of media; read again before it: " + std::to_string(tail_.compared) +
             " bytes are the same, " + std::to_string(tail_.changed) + " are not");
  }
  log.begin(source->facts(), settings, settings_, limit_);
  if (!map_sha256_.empty()) {
    log.line("map: SHA-256 " + map_sha256_);
  }
  acquire::ReadSettings reading = settings_;
  reading.map_sha256 = map_sha256_;
  reading.watcher = &log;
  acquire::PatientSource patient(std::move(source), limit_, cancel_token(), &log);
  acquire::Acquisition out =
      acquire::acquire_image(patient, settings, clock, awake, cancel_token(), reading, from);
  log.end(out);
  log_ = log.file();
  slow_reads_ = log.slow_reads();
  return out;
}

void AcquireReading::write_map(const acquire::Acquisition& acquisition) const {
  if (map_out_.empty()) {
    return;
  }
  const std::string text = acquire::map_text(acquire::map_of(acquisition.unreadable, acquisition.bytes));
  try {
    core::write_new_file(map_out_, core::as_bytes(text));
  } catch (const core::Error& error) {
    throw core::Error(error.code(), std::string(error.what()) +
                                        "; the image is whole and recorded, and only its map is missing");
  }
}

void AcquireReading::add_to(Object& out) const {
  out["fill"] = settings_.fill == acquire::Fill::pattern ? "pattern" : "zero";
  out["log"] = Object{
      {"file", log_->name}, {"sha256", log_->sha256->hex()}, {"size", Value(std::uint64_t{log_->size})}};
  out["slow_reads"] = Value(slow_reads_);
  if (!map_out_.empty()) {
    out["map"] = map_out_;
  }
}

}  // namespace cli
