// SPDX-License-Identifier: Apache-2.0
#include "acquire/files/file_job.h"

#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "acquire/child/lock_down.h"
#include "acquire/files/tsk_files.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kBuffered = 256U << 10U;

/// Gathers small pieces into frames; runs that follow each other become one.
class ContentFrames {
 public:
  explicit ContentFrames(const FrameSink& sink) : sink_(sink) {}

  void content(core::ByteView bytes) {
    data_.insert(data_.end(), bytes.begin(), bytes.end());
    if (data_.size() >= kBuffered) {
      send(FrameType::data, data_);
    }
  }
  void run(const ContentRun& next) {
    if (last_ && last_->kind == next.kind &&
        (last_->range.offset + last_->range.length == next.range.offset || in_no_place(next.kind))) {
      last_->range.length += next.range.length;
      return;
    }
    put_last();
    last_ = next;
  }
  void finish() {
    put_last();
    send(FrameType::runs, runs_);
    send(FrameType::data, data_);
  }

 private:
  static bool in_no_place(ContentRun::Kind kind) {
    return kind == ContentRun::Kind::zeros || kind == ContentRun::Kind::resident;
  }
  void put_last() {
    if (!last_) {
      return;
    }
    std::array<std::uint8_t, kRunSize> bytes{static_cast<std::uint8_t>(last_->kind)};
    put_little64(std::span(bytes).subspan(1), last_->range.offset);
    put_little64(std::span(bytes).subspan(9), last_->range.length);
    runs_.insert(runs_.end(), bytes.begin(), bytes.end());
    last_.reset();
    if (runs_.size() >= kRunsLimit) {
      send(FrameType::runs, runs_);
    }
  }
  void send(FrameType type, core::Bytes& from) const {
    for (core::ByteView rest = from; !rest.empty();) {
      const core::ByteView part =
          rest.first(std::min(rest.size(), type == FrameType::data ? kDataFrameLimit : kRunsLimit));
      sink_(type, part);
      rest = rest.subspan(part.size());
    }
    from.clear();
  }

  const FrameSink& sink_;
  core::Bytes data_, runs_;
  std::optional<ContentRun> last_;
};

void send_text(const FrameSink& sink, FrameType type, const std::string& text) {
  sink(type, core::as_bytes(text));
}

std::string run_job(TskImage& image, const FileRequest& request, const FrameSink& sink) {
  if (request.job == FileJob::volumes) {
    return encode(find_volumes(image));
  }
  const FileSystem system = choose_file_system(image, request.query.volume);
  if (request.job == FileJob::folder) {
    const ListedFolder folder = list_folder(image, *system, request.query, [&](const FolderEntry& entry) {
      send_text(sink, FrameType::entry, encode(entry));
    });
    return encode_folder(folder.place, folder.left_out);
  }
  ContentFrames frames(sink);
  const FileReport report = read_content(image, *system, request.query,
                                         {[&](core::ByteView bytes) { frames.content(bytes); },
                                          [&](const ContentRun& run) { frames.run(run); }});
  frames.finish();
  return encode(report);
}

/// Up to the end of what the parent sends.
std::optional<FileRequest> receive_request(int in) {
  std::string text(kFileRequestLimit, '\0');
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = ::read(in, text.data() + done, text.size() - done);
    if (n == 0) {
      text.resize(done);
      return decode_request(text);
    }
    if (n < 0 && errno != EINTR) {
      return std::nullopt;
    }
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  return std::nullopt;
}

}  // namespace

void run_file_job(MediaFiles& media, const FileRequest& request, const FrameSink& sink) {
  DigestedMedia digested(media, [&](std::uint64_t block, const core::Sha256& digest) {
    std::array<std::uint8_t, kBlockFrameSize> frame{};
    put_little64(frame, block);
    std::copy(digest.bytes.begin(), digest.bytes.end(), frame.begin() + 8);
    sink(FrameType::block, frame);
  });
  std::string report;
  try {
    TskImage image(digested);
    report = run_job(image, request, sink);
    image.check();
  } catch (const core::Error& error) {
    if (error.code() != core::ErrorCode::usage || digested.fault()) {
      const std::string words = core::shown(digested.fault() ? *digested.fault() : error.what());
      send_text(sink, FrameType::fault, words.substr(0, kFaultLimit));
      return;
    }
    report = encode_refusal(core::shown(error.what()));
  }
  send_text(sink, FrameType::report, report);
}

int serve_files_locked_down(const core::Path& first, ImageFormat format, int in, int out) {
  try {
    const auto request = receive_request(in);
    if (!request || ::setenv("TZ", "UTC0", 1) != 0) {  // FAT keeps wall clocks; they must stay as they are
      return 1;
    }
    const SegmentSet set = find_segments(first, format);
    limit_computing(request->seconds);
    lock_down(set.files);
    FaultList faults;
    const auto media = open_media(set, faults);
    write_size_frame(out, media->size());
    run_file_job(*media, *request,
                 [&](FrameType type, core::ByteView payload) { write_frame(out, type, payload); });
    return 0;
  } catch (const std::exception&) {
    return 1;
  }
}

}  // namespace acquire
