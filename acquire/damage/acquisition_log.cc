// SPDX-License-Identifier: Apache-2.0
#include "acquire/damage/acquisition_log.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "core/text.h"
#include "core/version.h"

namespace acquire {

using std::chrono::milliseconds;

namespace {

/// Of a log that was interrupted again and again.
constexpr std::uint64_t kMostBytes = 512U << 20U;

std::string place(Range part) { return fmt::format("offset {}, length {}", part.offset, part.length); }

std::string seconds(milliseconds time) {
  return fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1000);
}

std::string reason(int error_number) {
  return error_number == 0
             ? "the source ends before it"
             : fmt::format("errno {} ({})", error_number, std::generic_category().message(error_number));
}

std::string or_none(const std::string& text) { return text.empty() ? "not known" : text; }

std::string digests_of(const ImageSettings& settings) {
  return std::string(settings.md5 ? " md5" : "") + (settings.sha1 ? " sha1" : "") +
         (settings.sha256 ? " sha256" : "");
}

}  // namespace

AcquisitionLog::AcquisitionLog(const core::Path& file, const core::Clock& clock,
                               std::function<void(const std::string&)> tell, std::function<void()> wait)
    : out_(core::fs::exists(file) ? reopened(file) : core::DurableFile::create(file)),
      clock_(clock),
      tell_(std::move(tell)),
      wait_(std::move(wait)) {
  out_.keep();
  file_.name = file.filename().native();
}

/// The log of an acquisition that was interrupted is gone on with; a last line that is not whole stays as it is.
core::DurableFile AcquisitionLog::reopened(const core::Path& file) {
  const core::Bytes before = core::read_file(file, kMostBytes);
  hasher_.update(before);
  file_.size = before.size();
  core::DurableFile out = core::DurableFile::reopen(file, before.size());
  if (!before.empty() && before.back() != '\n') {
    out.write(core::as_bytes("\n"));
    hasher_.update(core::as_bytes("\n"));
    ++file_.size;
  }
  return out;
}

void AcquisitionLog::line(const std::string& text) {
  const std::string whole = clock_.now().text() + " " + core::shown(text) + "\n";
  out_.write(core::as_bytes(whole));
  hasher_.update(core::as_bytes(whole));
  file_.size += whole.size();
}

void AcquisitionLog::begin(const SourceFacts& source, const ImageSettings& settings,
                           const ReadSettings& reading, milliseconds limit) {
  line(fmt::format("start: {} {}, item {}, image {}", core::kProgramName, core::kProgramVersion,
                   settings.labels.evidence_number, settings.base));
  line(fmt::format("source: {}, {}, {} bytes, logical sector {} bytes, physical sector {} bytes", source.path,
                   source.kind, source.size, source.logical_sector_size, source.physical_sector_size));
  line(fmt::format("device: model {}, vendor {}, serial number {}, connected by {}, read-only: {}",
                   or_none(source.model), or_none(source.vendor), or_none(source.serial),
                   or_none(source.transport), source.read_only ? "yes" : "no"));
  for (const std::string& mount : source.mounts) {
    line("mounted: " + mount);
  }
  line(fmt::format("settings: format {}, compression {}, segment size {}, digests{}",
                   settings.format == ImageFormat::raw ? "raw" : "e01",
                   settings.compression == Compression::none   ? "none"
                   : settings.compression == Compression::fast ? "fast"
                                                               : "best",
                   settings.segment_size == 0 ? "as usual" : std::to_string(settings.segment_size),
                   digests_of(settings)));
  line(
      fmt::format("reading: further attempts at an unreadable sector {}, filled with {}, reads from {} on "
                  "are noted as slow",
                  reading.retries, words_of(reading.fill), seconds(limit)));
  list(reading.left_out, "left out as the map says");
}

void AcquisitionLog::event(std::uint64_t& count, const std::string& text) {
  if (++count <= kListed) {
    line(text);
  } else if (count == kListed + 1) {
    line(text.substr(0, text.find(':')) + ": further ones are only counted");
  }
}

void AcquisitionLog::unreadable(Range part, int error_number, int attempts) {
  event(unreadable_,
        fmt::format("read error: {}, {}, attempts {}", place(part), reason(error_number), attempts));
}

void AcquisitionLog::read_at_last(Range part, int attempts) {
  event(read_at_last_, fmt::format("read after errors: {}, attempts {}", place(part), attempts));
}

void AcquisitionLog::waiting(Range part, milliseconds since) {
  if (waiting_ != part) {
    waiting_ = part;
    event(waits_, fmt::format("no answer yet: {}, since {}", place(part), seconds(since)));
    tell_slow(part, "has had no answer for " + seconds(since));
  }
  if (wait_) {
    wait_();
  }
}

void AcquisitionLog::slow(Range part, milliseconds took) {
  waiting_.reset();
  event(slow_, fmt::format("slow read: {}, took {}", place(part), seconds(took)));
  tell_slow(part, "took " + seconds(took));
}

void AcquisitionLog::tell_slow(Range part, const std::string& words) {
  if (!told_ && tell_) {
    tell_(
        fmt::format("the device answers slowly: the read of {} bytes at offset {} {}; it is waited for, and "
                    "the log {} has "
                    "each slow read",
                    part.length, part.offset, words, file_.name));
  }
  told_ = true;
}

void AcquisitionLog::list(const std::vector<Range>& ranges, const std::string& what) {
  std::uint64_t count = 0;
  for (const Range& range : ranges) {
    event(count, what + ": " + place(range));
  }
}

void AcquisitionLog::end(const Acquisition& acquisition) {
  std::uint64_t bytes = 0;
  for (const Range& range : acquisition.unreadable) {
    bytes += range.length;
  }
  list(acquisition.unreadable, "unreadable");
  line(fmt::format(
      "read: {} bytes, of which {} in {} ranges could not be read; read errors {}, read after errors {}, "
      "slow reads {}",
      acquisition.bytes, bytes, acquisition.unreadable.size(), unreadable_, read_at_last_, slow_));
  for (const ImageFile& file : acquisition.files) {
    line(fmt::format("file: {}, {} bytes", file.name, file.size));
  }
  const auto put = [this](const char* name, const auto& digest) {
    if (digest) {
      line(fmt::format("{} of the media: {}", name, digest->hex()));
    }
  };
  put("md5", acquisition.digests.md5);
  put("sha1", acquisition.digests.sha1);
  put("sha256", acquisition.digests.sha256);
  line("end: begun " + acquisition.started.text() + ", finished " + acquisition.finished.text());
  out_.finish();
  file_.sha256 = hasher_.finish();
}

}  // namespace acquire
