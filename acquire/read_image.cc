// SPDX-License-Identifier: Apache-2.0
// read_image(): the parent's side. The child decodes; everything is computed anew here from what it sends.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "acquire/acquire.h"
#include "acquire/digest_stage.h"
#include "acquire/fault_list.h"
#include "acquire/frames.h"
#include "acquire/pipe_reader.h"
#include "acquire/reader_child.h"
#include "acquire/segment_file.h"
#include "acquire/segments.h"
#include "core/json.h"
#include "core/text.h"

namespace acquire {
namespace {

using core::json::Value;

constexpr std::size_t kQueueCapacity = 32;

/// Reads one image back; used once.
class ReadBack {
 public:
  ReadBack(const core::Path& first, SegmentSet set, core::Progress& progress, const core::CancelToken& cancel)
      : set_(std::move(set)),
        progress_(progress),
        cancel_(cancel),
        pool_(kQueueCapacity + 4, kDataFrameLimit, 0),
        digests_({}, kQueueCapacity),
        child_(first, set_.format, ReaderJob::whole),
        group_([this] { stop(); }) {}

  ImageReading run() {
    for (const std::string& fault : set_.faults) {
      faults_.add(fault);
    }
    digests_.start(group_);
    group_.run([this] { hash_files(); });
    try {
      receive();
    } catch (...) {
      group_.fail(std::current_exception());
    }
    digests_.close();
    group_.join();
    return result();
  }

 private:
  /// Frames until the report or until something is wrong, which becomes a fault.
  void receive() {
    const PipeReader pipe(child_.pipe(), cancel_);
    std::string trouble;
    while (trouble.empty() && !has_report_) {
      std::array<std::uint8_t, kFrameHeadSize> head{};
      const PipeReader::Result got = pipe.fill(head);
      if (got == PipeReader::Result::filled) {
        trouble = take_frame(pipe, parse_frame_head(head));
      } else {
        trouble = got == PipeReader::Result::silent ? "the image reader gave no sign of life for 10 minutes"
                                                    : "the image reader ended before it was done";
      }
    }
    if (trouble.empty()) {
      if (const auto end = child_.wait()) {
        faults_.add(*end);
      }
      return;
    }
    faults_.add(trouble);
    end_child();
    cancel_.check();  // a child that was ended together with this process says nothing of the image
  }

  /// A child that ended by itself tells more than one we had to kill.
  void end_child() {
    ::usleep(50'000);
    child_.kill();
    if (const auto end = child_.wait()) {
      faults_.add(*end);
    }
  }

  /// Empty when all is well, otherwise what is wrong.
  std::string take_frame(const PipeReader& pipe, const std::optional<FrameHead>& head) {
    static constexpr const char* kGarbage = "the image reader sent something else than what it should";
    if (!head) {
      return kGarbage;
    }
    if (head->type == FrameType::data) {
      return take_data(pipe, head->length) ? std::string() : kGarbage;
    }
    core::Bytes payload(head->length);
    if (pipe.fill(payload) != PipeReader::Result::filled) {
      return "the image reader ended in the middle of a message";
    }
    const bool good = head->type == FrameType::size
                          ? take_size(payload)
                          : head->type == FrameType::report && take_report(core::as_text(payload));
    return good ? std::string() : kGarbage;
  }

  bool take_size(core::ByteView payload) {
    if (payload.size() != sizeof(std::uint64_t) || announced_) {
      return false;
    }
    announced_ = little64(payload, 0);
    return true;
  }

  bool take_data(const PipeReader& pipe, std::size_t length) {
    if (!announced_ || length == 0 || length > *announced_ - bytes_) {
      return false;
    }
    const BufferRef buffer = pool_.take();
    if (!buffer) {
      cancel_.check();
      return true;  // stopped by an error of another thread, which join() reports
    }
    if (pipe.fill(buffer->media.span().first(length)) != PipeReader::Result::filled) {
      return false;
    }
    buffer->size = length;
    bytes_ += length;
    digests_.push(buffer);
    progress_.update(bytes_, *announced_);
    return true;
  }

  bool take_report(std::string_view text) {
    const auto report = core::json::parse(text, {8, kReportLimit});
    const Value* faults = report ? report->find("faults") : nullptr;
    const Value* errors = report ? report->find("errors") : nullptr;
    const Value* header = report ? report->find("header") : nullptr;
    const auto declared = report ? report->text_of("declared") : std::nullopt;
    if (faults == nullptr || errors == nullptr || header == nullptr || !declared || !faults->array() ||
        !errors->array() || !take_errors(*errors->array())) {
      return false;
    }
    for (const Value& fault : *faults->array()) {
      if (fault.string() == nullptr) {
        return false;
      }
      faults_.add(core::shown(*fault.string()));
    }
    declared_ = *declared;
    take_header(*header);
    stored_.md5 = core::Md5::parse(report->text_of("md5").value_or(""));
    stored_.sha1 = core::Sha1::parse(report->text_of("sha1").value_or(""));
    has_report_ = true;
    return true;
  }

  bool take_errors(const core::json::Array& errors) {
    for (const Value& error : errors) {
      const core::json::Array* pair = error.array();
      if (pair == nullptr || pair->size() != 2 || !(*pair)[0].integer() || !(*pair)[1].integer() ||
          *(*pair)[0].integer() < 0 || *(*pair)[1].integer() < 0) {
        return false;
      }
      errors_.push_back({static_cast<std::uint64_t>(*(*pair)[0].integer()),
                         static_cast<std::uint64_t>(*(*pair)[1].integer())});
    }
    return true;
  }

  void take_header(const Value& header) {
    header_.case_number = header.text_of("case_number").value_or("");
    header_.description = header.text_of("description").value_or("");
    header_.examiner = header.text_of("examiner").value_or("");
    header_.evidence_number = header.text_of("evidence_number").value_or("");
    header_.notes = header.text_of("notes").value_or("");
    header_.software = header.text_of("software").value_or("");
    header_.acquired_at = header.text_of("acquired_at").value_or("");
  }

  /// The files themselves, in a thread of its own; a file that cannot be read is a fault.
  void hash_files() {
    AlignedBytes buffer(kBufferSize);
    for (const core::Path& path : set_.files) {
      ImageFile entry{path.filename().native(), 0, std::nullopt};
      try {
        entry = hash_file(path, buffer.span());
      } catch (const core::Error& error) {
        if (error.code() == core::ErrorCode::interrupted) {
          throw;
        }
        file_faults_.add(error.what());
      }
      files_.push_back(std::move(entry));
    }
  }

  ImageFile hash_file(const core::Path& path, std::span<std::uint8_t> buffer) const {
    const core::Fd fd = core::open_for_reading(path);
    core::Hasher<core::Sha256> hasher;
    ImageFile entry{path.filename().native(), 0, std::nullopt};
    for (;;) {
      cancel_.check();
      const ssize_t n = ::read(fd.get(), buffer.data(), buffer.size());
      if (n < 0 && errno != EINTR) {
        core::fail_errno("cannot read", path, errno);
      }
      if (n == 0) {
        break;
      }
      const std::size_t length = n > 0 ? static_cast<std::size_t>(n) : 0;
      hasher.update(buffer.first(length));
      entry.size += length;
    }
    entry.sha256 = hasher.finish();
    return entry;
  }

  ImageReading result() {
    ImageReading out;
    out.bytes = bytes_;
    out.digests = digests_.digests();
    out.blocks = digests_.take_blocks();
    out.files = std::move(files_);
    out.stored = stored_;
    out.recorded_errors = std::move(errors_);
    out.header = std::move(header_);
    faults_.add_all(file_faults_);
    compare_with_declared(out);
    out.faults = faults_.all();
    return out;
  }

  void compare_with_declared(const ImageReading& out) {
    if (has_report_ && declared_ != std::to_string(out.bytes)) {
      faults_.add("the image declares " + core::shown(declared_) + " bytes of media, but " +
                  std::to_string(out.bytes) + " were decoded");
    }
    if (stored_.md5 && stored_.md5 != out.digests.md5) {
      faults_.add("the MD5 that the image stores, " + stored_.md5->hex() +
                  ", differs from that of its data, " + out.digests.md5->hex());
    }
    if (stored_.sha1 && stored_.sha1 != out.digests.sha1) {
      faults_.add("the SHA-1 that the image stores, " + stored_.sha1->hex() +
                  ", differs from that of its data, " + out.digests.sha1->hex());
    }
  }

  void stop() {
    pool_.stop();
    digests_.stop();
  }

  const SegmentSet set_;
  core::Progress& progress_;
  const core::CancelToken& cancel_;
  BufferPool pool_;
  DigestStage digests_;
  ReaderChild child_;
  FaultList faults_, file_faults_;
  std::optional<std::uint64_t> announced_;
  std::uint64_t bytes_ = 0;
  bool has_report_ = false;
  std::string declared_;
  MediaDigests stored_;
  std::vector<Range> errors_;
  ImageReading::Header header_;
  std::vector<ImageFile> files_;
  ThreadGroup group_;  // last: its destructor joins before the stages go
};

/// Asks the kernel to forget what it holds of the files, so that storage is read and not memory. Synced pages only; on a
/// file system in memory it changes nothing.
void forget_cached(const std::vector<core::Path>& files) {
  for (const core::Path& path : files) {
    const core::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (fd.valid()) {
      ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_DONTNEED);
    }
  }
}

}  // namespace

ImageReading read_image(const core::Path& first_file, std::optional<ImageFormat> format,
                        core::Progress& progress, const core::CancelToken& cancel) {
  cancel.check();
  SegmentSet set = find_segments(first_file, format);
  forget_cached(set.files);
  return ReadBack(first_file, std::move(set), progress, cancel).run();
}

}  // namespace acquire
