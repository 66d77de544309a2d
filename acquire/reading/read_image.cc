// SPDX-License-Identifier: Apache-2.0
// read_image(): the parent's side. The child decodes; everything is computed anew here from what it sends.
#include "acquire/reading/read_image.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "acquire/image/segment_file.h"
#include "acquire/image/segments.h"
#include "acquire/reading/media_receiver.h"
#include "acquire/stages/digest_stage.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kQueueCapacity = 32;

DigestChoice choice_of(const ReadOptions& options) { return {true, true, true, options.blocks}; }

/// Reads one image back; used once.
class ReadBack {
 public:
  ReadBack(const core::Path& first, SegmentSet set, const ReadOptions& options, ReaderJob job,
           core::Progress& progress, const core::CancelToken& cancel)
      : set_(std::move(set)),
        hashes_files_(options.files && job == ReaderJob::whole),
        cancel_(cancel),
        pool_(kQueueCapacity + 4, kSlotSize, 0),
        digests_(job == ReaderJob::whole ? choice_of(options) : DigestChoice{false, false, true, false},
                 kQueueCapacity),
        receiver_(first, set_.format, job, progress, cancel),
        group_([this] { stop(); }) {}

  ImageReading run() {
    for (const std::string& fault : set_.faults) {
      faults_.add(fault);
    }
    digests_.start(group_);
    group_.run([this] { look_at_files(); });
    try {
      receiver_.receive([this](const SlotLease& lease) { take(lease.media()); });
    } catch (...) {
      group_.fail(std::current_exception());
    }
    digests_.close();
    group_.join();
    return result();
  }

 private:
  /// Into memory that the child cannot change, so that every digest is one of the same bytes.
  void take(core::ByteView media) {
    const BufferRef buffer = pool_.take();
    if (!buffer) {
      cancel_.check();
      return;  // stopped by an error of another thread, which join() reports
    }
    std::copy(media.begin(), media.end(), buffer->media.begin());
    buffer->size = media.size();
    digests_.push(buffer);
  }

  /// The files themselves, in a thread of its own; a file that cannot be read is a fault.
  void look_at_files() {
    AlignedBytes buffer(kBufferSize);
    for (const core::Path& path : set_.files) {
      ImageFile entry{path.filename().native(), 0, std::nullopt};
      try {
        if (hashes_files_) {
          entry = hash_file(path, buffer.span());
        }
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
    out.bytes = receiver_.bytes();
    out.digests = digests_.digests();
    out.blocks = digests_.take_blocks();
    out.files = std::move(files_);
    faults_.add_all(receiver_.faults());
    faults_.add_all(file_faults_);
    if (const MediaHead* head = receiver_.whole()) {
      out.stored = head->stored;
      out.header = head->header;
      add_disagreements(*head, out.bytes, out.digests, faults_);
      out.recorded_errors = receiver_.take_errors();
    }
    out.faults = faults_.all();
    return out;
  }

  void stop() {
    pool_.stop();
    digests_.stop();
  }

  const SegmentSet set_;
  const bool hashes_files_;
  const core::CancelToken& cancel_;
  BufferPool pool_;
  DigestStage digests_;
  MediaReceiver receiver_;
  FaultList faults_, file_faults_;
  std::vector<ImageFile> files_;
  ThreadGroup group_;  // last: its destructor joins before the stages go
};

/// Reads the set once more through libewf, and adds a fault where the media are not the same.
void compare_with_second_reader(const core::Path& first, const SegmentSet& set, ImageReading& reading,
                                core::Progress& progress, const core::CancelToken& cancel) {
  const ImageReading second =
      ReadBack(first, {set.format, set.files, {}}, {}, ReaderJob::second, progress, cancel).run();
  reading.second_reader_agrees =
      second.bytes == reading.bytes && second.digests.sha256 == reading.digests.sha256;
  if (*reading.second_reader_agrees) {
    return;
  }
  reading.faults.push_back("the two readers do not agree: exhibit reads " + std::to_string(reading.bytes) +
                           " bytes of media with SHA-256 " + reading.digests.sha256->hex() + ", libewf " +
                           std::to_string(second.bytes) + " bytes with SHA-256 " +
                           second.digests.sha256->hex());
  for (const std::string& fault : second.faults) {
    reading.faults.push_back("libewf: " + fault);
  }
}

}  // namespace

ImageReading read_image(const core::Path& first_file, std::optional<ImageFormat> format,
                        core::Progress& progress, const core::CancelToken& cancel,
                        const ReadOptions& options) {
  cancel.check();
  SegmentSet set = find_segments(first_file, format);
  forget_cached(set.files);
  ImageReading reading = ReadBack(first_file, set, options, ReaderJob::whole, progress, cancel).run();
  if (options.second_reader && set.format == ImageFormat::e01) {
    compare_with_second_reader(first_file, set, reading, progress, cancel);
  }
  return reading;
}

}  // namespace acquire
