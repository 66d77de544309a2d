// SPDX-License-Identifier: Apache-2.0
#include "acquire/files/file_in_image.h"

#include <unistd.h>

#include <algorithm>

#include "acquire/child/frame_reader.h"
#include "acquire/child/reader_child.h"
#include "acquire/image/segment_file.h"
#include "acquire/reading/recorded_media.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {

using core::json::Value;

namespace {

constexpr std::uint64_t kMediaPerSecond = 4U << 20U;
constexpr std::uint64_t kLeastSeconds = 60;
constexpr std::size_t kMostText = 4096;
constexpr std::size_t kPiece = 1U << 20U;

/// One request and its answer.
class Exchange {
 public:
  /// What is done with the frames between.
  struct Takers {
    std::function<void(core::ByteView)> content, runs;
    std::function<bool(std::string_view)> entry;  // false: it is none
  };

  Exchange(const ImageToRead& image, const core::CancelToken& cancel, const FileLimits& limits)
      : image_(image),
        digests_(image.recorded.blocks),
        child_(image.first, image.format, ReaderJob::files),
        pipe_(child_.pipe(), cancel, limits.silence),
        silence_(limits.silence),
        seconds_(limits.seconds.value_or(kLeastSeconds + image.recorded.bytes / kMediaPerSecond)) {
    const std::uint64_t size = image.recorded.bytes;
    if (digests_.size() != blocks_of(size)) {
      core::fail(
          "cannot read " + image.name +
          ": the list of block digests recorded with it is missing or not the one recorded, so nothing "
          "could be compared; run 'exhibit verify' on the case");
    }
  }

  /// The report.
  Value run(FileJob job, const FileQuery& query, const Takers& takers) {
    if (query.path.size() > kMostText) {
      core::fail("cannot read " + image_.name + ": the path in it is longer than " +
                 std::to_string(kMostText) + " bytes");
    }
    const std::string text = encode(FileRequest{job, query, seconds_});
    if (!child_.request(core::as_bytes(text))) {
      fail_by_child();
    }
    Received received = receive_frame(pipe_);
    for (; received.frame; received = receive_frame(pipe_)) {
      if (received.frame->type == FrameType::report) {
        return take_report(core::as_text(received.frame->payload));
      }
      if (!take(*received.frame, takers)) {
        fail_reading("its reader sent something else than what it should");
      }
    }
    if (received.silent) {
      fail_reading("its reader gave no sign of life for " + std::to_string(silence_.count()) + " ms");
    }
    fail_by_child();
  }

 private:
  bool take(const Frame& frame, const Takers& takers) {
    switch (frame.type) {
      case FrameType::size: return take_size(frame.payload);
      case FrameType::block: return take_block(frame.payload);
      case FrameType::fault: fail_reading(core::shown(core::as_text(frame.payload)));
      case FrameType::data: return takers.content && compared_ && (takers.content(frame.payload), true);
      case FrameType::runs: return takers.runs && compared_ && (takers.runs(frame.payload), true);
      case FrameType::entry: return takers.entry && compared_ && takers.entry(core::as_text(frame.payload));
      case FrameType::slot:
      case FrameType::errors:
      case FrameType::head:
      case FrameType::report: break;
    }
    return false;
  }

  bool take_size(core::ByteView payload) {
    if (payload.size() != sizeof(std::uint64_t) || compared_) {
      return false;
    }
    const std::uint64_t held = little64(payload, 0);
    if (held != image_.recorded.bytes) {
      core::fail_faults("cannot read " + image_.name + ": the image holds " + std::to_string(held) +
                        " bytes of media; " + std::to_string(image_.recorded.bytes) +
                        " were recorded; run 'exhibit verify' on the case");
    }
    compared_ = true;
    return true;
  }

  bool take_block(core::ByteView payload) const {
    if (payload.size() != kBlockFrameSize || little64(payload, 0) >= digests_.size()) {
      return false;
    }
    const std::uint64_t number = little64(payload, 0);
    const core::Sha256 recorded = digests_.at(number);
    if (!std::equal(payload.begin() + 8, payload.end(), recorded.bytes.begin())) {
      core::fail_faults("cannot read " + image_.name + ": block " + std::to_string(number) +
                        " (media at offset " + std::to_string(number * kBlockSize) +
                        "): its digest is not the one recorded; run 'exhibit verify' on the case");
    }
    return true;
  }

  Value take_report(std::string_view text) const {
    auto report = core::json::parse(text, {8, kReportLimit});
    if (!report || !compared_) {
      fail_reading("its reader sent something else than what it should");
    }
    if (const auto refused = report->text_of("refused")) {
      core::fail("cannot read " + image_.name + ": " + core::shown(*refused).substr(0, kMostText));
    }
    return std::move(*report);
  }

  [[noreturn]] void fail_reading(const std::string& why) const {
    core::fail("the file system in " + image_.name + " could not be read: " + why.substr(0, kMostText) +
               "; nothing was changed");
  }

  /// A child that ended by itself tells more than one we had to kill.
  [[noreturn]] void fail_by_child() {
    ::usleep(50'000);
    child_.kill();
    fail_reading(child_.wait().value_or("its reader ended before it was done"));
  }

  const ImageToRead& image_;
  const BlockDigests digests_;
  ReaderChild child_;
  PipeReader pipe_;
  const std::chrono::milliseconds silence_;
  const std::uint64_t seconds_;
  bool compared_ = false;  // the size
};

[[noreturn]] void fail_garbage(const ImageToRead& image) {
  core::fail("the file system in " + image.name +
             " could not be read: its reader sent something else than what it should; nothing was changed");
}

/// Checks the runs that a child tells and adds them up.
class RunList {
 public:
  explicit RunList(const Acquisition& recorded) : recorded_(recorded) {}

  void take(core::ByteView payload) {
    for (; payload.size() >= kRunSize; payload = payload.subspan(kRunSize)) {
      sound_ = sound_ && payload[0] <= static_cast<std::uint8_t>(ContentRun::Kind::packed);
      if (sound_) {
        add({static_cast<ContentRun::Kind>(payload[0]), {little64(payload, 1), little64(payload, 9)}});
      }
    }
    sound_ = sound_ && payload.empty();
  }

  /// Moves what was learnt to `out`; false when it cannot be, or does not add up to the size.
  bool finish(FoundFile& out) {
    out.file.runs = std::move(runs_);
    out.file.run_count = count_;
    out.file.stored = stored_ + packed_room_;
    out.file.unreadable = std::move(unreadable_);
    out.file.fill = recorded_.fill;
    out.file.zeros = zeros_;
    out.file.resident = resident_;
    return sound_ && stored_ + zeros_ + resident_ + out.file.packed == out.file.size &&
           (packed_room_ == 0 || out.file.packed > 0);
  }

 private:
  void add(const ContentRun& run) {
    const std::uint64_t size = recorded_.bytes;
    const bool placed = run.kind == ContentRun::Kind::stored || run.kind == ContentRun::Kind::packed;
    sound_ = run.range.length > 0 && run.range.length <= kLargest &&
             (placed ? run.range.offset < size && run.range.length <= size - run.range.offset
                     : run.range.offset == 0) &&
             total() <= kLargest;
    if (!sound_) {
      return;
    }
    sum_of(run.kind) += run.range.length;
    ++count_;
    if (runs_.size() < FileInImage::kListedRuns) {
      runs_.push_back(run);
    }
    if (placed) {
      note_unreadable(run.range);
    }
  }

  std::uint64_t& sum_of(ContentRun::Kind kind) {
    switch (kind) {
      case ContentRun::Kind::stored: return stored_;
      case ContentRun::Kind::zeros: return zeros_;
      case ContentRun::Kind::resident: return resident_;
      case ContentRun::Kind::packed: break;
    }
    return packed_room_;
  }
  std::uint64_t total() const { return stored_ + zeros_ + resident_ + packed_room_; }

  void note_unreadable(const Range& run) {
    const auto& list = recorded_.unreadable;  // ascending
    auto at = std::partition_point(list.begin(), list.end(),
                                   [&](const Range& bad) { return bad.offset + bad.length <= run.offset; });
    for (; at != list.end() && at->offset < run.offset + run.length; ++at) {
      const std::uint64_t start = std::max(at->offset, run.offset);
      const std::uint64_t end = std::min(at->offset + at->length, run.offset + run.length);
      if (unreadable_.size() < FileInImage::kListedRuns) {
        unreadable_.push_back({start, end - start});
      }
    }
  }

  static constexpr std::uint64_t kLargest = std::uint64_t{1} << 60U;  // so that no sum overflows
  const Acquisition& recorded_;
  std::vector<ContentRun> runs_;
  std::vector<Range> unreadable_;
  std::uint64_t count_ = 0, stored_ = 0, zeros_ = 0, resident_ = 0, packed_room_ = 0;
  bool sound_ = true;
};

/// Counts, hashes and hands on.
class ContentIntake {
 public:
  ContentIntake(const ContentSink& sink, core::Progress& progress) : sink_(sink), progress_(progress) {}

  void take(core::ByteView bytes) {
    size_ += bytes.size();
    md5_.update(bytes);
    sha1_.update(bytes);
    sha256_.update(bytes);
    if (sink_) {
      sink_(bytes);
    }
    progress_.update(size_, 0);
  }
  std::uint64_t size() const { return size_; }
  MediaDigests finish() { return {md5_.finish(), sha1_.finish(), sha256_.finish()}; }

 private:
  const ContentSink& sink_;
  core::Progress& progress_;
  std::uint64_t size_ = 0;
  core::Hasher<core::Md5> md5_;
  core::Hasher<core::Sha1> sha1_;
  core::Hasher<core::Sha256> sha256_;
};

FoundFile found_from(FileReport report) {
  FoundFile out;
  out.file.path = std::move(report.path);
  out.file.stream = std::move(report.stream);
  out.file.file_system = std::move(report.place.file_system);
  out.file.volume = report.place.volume;
  out.file.address = report.place.address;
  out.file.size = report.size;
  out.file.allocated = report.allocated;
  out.file.recovered = report.recovered;
  out.attribute = std::move(report.attribute);
  out.encrypted = report.encrypted;
  out.file.packed = report.packed;
  out.times = report.times;
  return out;
}

}  // namespace

std::vector<Volume> ImageFiles::volumes() const {
  const Value report = Exchange(image_, cancel_, limits_).run(FileJob::volumes, {}, {});
  auto out = decode_volumes(report);
  const std::uint64_t size = image_.recorded.bytes;
  if (!out || std::any_of(out->begin(), out->end(), [&](const Volume& volume) {
        return volume.range.offset > size || volume.range.length > size - volume.range.offset;
      })) {
    fail_garbage(image_);
  }
  return std::move(*out);
}

FolderListing ImageFiles::folder(const FileQuery& query) const {
  FolderListing out;
  const auto take = [&](std::string_view text) {
    auto entry = decode_entry(text);
    if (!entry || out.entries.size() >= kMostEntries) {
      return false;
    }
    out.entries.push_back(std::move(*entry));
    return true;
  };
  const Value report = Exchange(image_, cancel_, limits_).run(FileJob::folder, query, {{}, {}, take});
  const auto place = decode_place(report);
  const auto left_out = decode_left_out(report);
  if (!place || !left_out) {
    fail_garbage(image_);
  }
  out.place = *place;
  out.left_out = *left_out;
  return out;
}

FoundFile ImageFiles::file(const FileQuery& query, core::Progress& progress, const ContentSink& sink) const {
  ContentIntake intake(sink, progress);
  RunList runs(image_.recorded);
  const Value report = Exchange(image_, cancel_, limits_)
                           .run(FileJob::content, query,
                                {[&](core::ByteView bytes) { intake.take(bytes); },
                                 [&](core::ByteView payload) { runs.take(payload); },
                                 {}});
  auto told = decode_file(report);
  if (!told || told->size != intake.size()) {
    fail_garbage(image_);
  }
  FoundFile out = found_from(std::move(*told));
  out.digests = intake.finish();
  out.file.sha256 = *out.digests.sha256;
  if (!runs.finish(out)) {
    fail_garbage(image_);
  }
  return out;
}

FoundFile ImageFiles::extract(const FileQuery& query, const FoundFile& expected, const core::Path& out,
                              core::Progress& progress) const {
  core::DurableFile target = core::DurableFile::create(out);
  FoundFile found = file(query, progress, [&](core::ByteView bytes) { target.write(bytes); });
  if (found.digests != expected.digests || found.file.runs != expected.file.runs) {
    core::fail_faults(
        "the content read from " + image_.name +
        " a second time is another one; the file was removed, run 'exhibit verify' on the case");
  }
  target.finish();
  return found;
}

core::Sha256 digest_of_range(const ImageToRead& image, const Range& range, const core::CancelToken& cancel) {
  RecordedMedia media(image.first, image.format, image.recorded, cancel);
  core::Hasher<core::Sha256> hasher;
  core::Bytes buffer(kPiece);
  for (std::uint64_t done = 0; done < range.length;) {
    const auto piece = std::span(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), range.length - done)));
    if (const auto fault = media.read(range.offset + done, piece)) {
      core::fail_faults("cannot read " + image.name + ": " + *fault + "; run 'exhibit verify' on the case");
    }
    hasher.update(piece);
    done += piece.size();
  }
  return hasher.finish();
}

}  // namespace acquire
