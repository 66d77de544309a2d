// SPDX-License-Identifier: Apache-2.0
// acquire_image(): one thread reads; digests, compression and writing run beside it (docs/architecture.md).
#include <algorithm>
#include <chrono>

#include "acquire/acquire.h"
#include "acquire/damage/reader.h"
#include "acquire/stages/cut.h"
#include "acquire/stages/digest_stage.h"
#include "acquire/stages/pack_stage.h"
#include "core/durable_file.h"

namespace acquire {
namespace {

constexpr std::size_t kQueueCapacity = 32;
static_assert(kBufferSize % kBlockSize == 0, "a buffer holds whole blocks");

std::size_t buffer_count() {
  return kQueueCapacity + std::size_t{2} * std::max(1U, std::thread::hardware_concurrency());
}

DigestChoice choice_of(const ImageSettings& settings) {
  return {settings.md5, settings.sha1, settings.sha256, false};
}

/// When the next checkpoint is due.
class Intervals {
 public:
  explicit Intervals(const ImageSettings& settings)
      : bytes_(settings.checkpoint_bytes), time_(settings.checkpoint_time) {}

  bool is_due(std::uint64_t offset) {
    const auto now = std::chrono::steady_clock::now();
    if (offset - last_offset_ < bytes_ && now - last_time_ < time_) {
      return false;
    }
    last_offset_ = offset;
    last_time_ = now;
    return true;
  }
  void start_at(std::uint64_t offset) { last_offset_ = offset; }

 private:
  const std::uint64_t bytes_;
  const std::chrono::seconds time_;
  std::uint64_t last_offset_ = 0;
  std::chrono::steady_clock::time_point last_time_ = std::chrono::steady_clock::now();
};

/// The image, its block digests and its journal: all that is written. Used by one thread. Unless it was finished, what a
/// journal vouches for is left for another to go on with, and everything is removed where there is none.
class Output {
 public:
  Output(const ImageSettings& settings, const SourceFacts& source, const ReadSettings& reading,
         const Journal* from, core::UtcTime started)
      : settings_(settings),
        writer_(from == nullptr ? make_image_writer(settings, source)
                                : resume_image_writer(settings, source, from->writer)),
        blocks_path_(settings.folder / blocks_name(settings.base)) {
    if (from == nullptr) {
      blocks_.emplace(blocks_path_);
    } else {
      has_journal_ = true;
      blocks_.emplace(blocks_path_, blocks_of(from->cut.offset));
    }
    journal_.source = source;
    static_cast<ImageChoice&>(journal_) = settings;
    journal_.fill = reading.fill;
    journal_.map_sha256 = reading.map_sha256;
    journal_.second = settings.second;
    journal_.started = started;
  }
  ~Output() {
    if (has_journal_ && !finished_) {
      leave();
    }
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::size_t chunk_size() const { return writer_->chunk_size(); }

  void write(const MediaBuffer& buffer) {
    settle();
    for (const PackedChunk& chunk : buffer.chunks) {
      writer_->write({chunk.media, chunk.compressed, chunk.adler32});
    }
    blocks_->add(buffer.blocks);
    if (buffer.cut) {
      state_ = writer_->checkpoint();
      blocks_->sync();
      pending_ = buffer.cut;
    }
  }

  /// Writes the journal of the last checkpoint once every digest has come to it.
  void settle() {
    if (!pending_ || !pending_->is_whole()) {
      return;
    }
    journal_.cut = pending_->cut();
    journal_.writer = std::move(state_);
    pending_.reset();
    write_journal(settings_.folder, settings_.base, journal_);
    has_journal_ = true;
  }

  void finish(Acquisition& out) {
    out.files = writer_->finish(out.digests, out.unreadable);
    blocks_->finish();
    finished_ = true;
    out.blocks = BlockDigests::in_file(blocks_path_);
    if (has_journal_ && !settings_.keep_journal) {
      remove_journal(settings_.folder, settings_.base);
    }
  }

 private:
  void leave() noexcept {
    try {
      writer_->leave();
    } catch (...) {
      // What counts is on the disk since the last checkpoint; there is nobody to tell in a destructor.
    }
    blocks_->leave();
  }

  const ImageSettings& settings_;
  const std::unique_ptr<ImageWriter> writer_;
  const core::Path blocks_path_;
  std::optional<BlockFile> blocks_;
  Journal journal_;
  WriterState state_;                    // at pending_
  std::shared_ptr<PendingCut> pending_;  // made durable, not in the journal yet
  bool has_journal_ = false, finished_ = false;
};

/// The stages of one acquisition; the caller's thread is the one that writes.
class Pipeline {
 public:
  Pipeline(Source& source, const ImageSettings& settings, std::size_t chunk_size,
           const core::CancelToken& cancel, const ReadSettings& reading, const Journal* from)
      : source_(source),
        choice_(choice_of(settings)),
        pool_(buffer_count(), kBufferSize, settings.compression == Compression::none ? 0 : kBufferSize),
        reader_(source, cancel, reading),
        intervals_(settings),
        keeps_journal_(settings.keep_journal),
        digests_(choice_, kQueueCapacity, from == nullptr ? DigestStates{} : from->cut.digests,
                 settings.times),
        packing_(settings.compression, chunk_size, kQueueCapacity, !digests_.is_joint(), settings.times),
        times_(settings.times),
        group_([this] { stop(); }) {
    if (from != nullptr) {
      reader_.start_at(from->cut.offset, from->cut.unreadable);
      intervals_.start_at(from->cut.offset);
    }
  }

  /// A read that hangs for ever still writes into a buffer.
  ~Pipeline() {
    if (source_.is_reading()) {
      pool_.leave_memory();
    }
  }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// Returns when all was read, hashed and handed to the writer; throws the first error of any stage. What was read before
  /// an error of the source, or before the person stopped it, is written up to a checkpoint.
  void run(Output& output, std::uint64_t total, core::Progress& progress) {
    digests_.start(group_);
    packing_.start(group_);
    std::uint64_t done = reader_.offset();
    group_.run([this] { read(); });
    try {
      write(output, done, total, progress);
    } catch (...) {
      group_.fail(std::current_exception());
    }
    group_.join();
    output.settle();
    if (reader_error_) {
      std::rethrow_exception(reader_error_);
    }
  }

  const MediaDigests& digests() const { return digests_.digests(); }
  const std::vector<Range>& unreadable() const { return reader_.unreadable(); }

 private:
  void read() {
    while (BufferRef buffer = pool_.take()) {
      try {
        buffer->size =
            StageTimes::count(times_, &StageTimes::reading, [&] { return reader_.read_next(buffer->media); });
      } catch (...) {
        reader_error_ = std::current_exception();
        buffer->size = 0;
      }
      const bool is_last = buffer->size == 0;
      const bool is_wanted = is_last ? reader_error_ || keeps_journal_ : intervals_.is_due(reader_.offset());
      if (is_wanted && reader_.offset() > 0) {
        buffer->cut = cut_here();
      }
      if ((is_last && !buffer->cut) || !digests_.push(buffer) || !packing_.push(buffer) || is_last) {
        break;
      }
    }
    digests_.close();
    packing_.close();
  }

  std::shared_ptr<PendingCut> cut_here() const {
    std::vector<Range> before;
    for (const Range& range : reader_.unreadable()) {
      if (range.offset < reader_.offset()) {
        before.push_back({range.offset, std::min(range.length, reader_.offset() - range.offset)});
      }
    }
    return std::make_shared<PendingCut>(reader_.offset(), std::move(before), choice_.count());
  }

  void write(Output& output, std::uint64_t done, std::uint64_t total, core::Progress& progress) {
    for (auto buffer = packing_.pop(); buffer && digests_.wait_for_blocks(**buffer);
         buffer = packing_.pop()) {
      StageTimes::count(times_, &StageTimes::writing, [&] { output.write(**buffer); });
      done += (*buffer)->size;
      progress.update(done, total);
    }
  }

  void stop() {
    pool_.stop();
    digests_.stop();
    packing_.stop();
  }

  Source& source_;
  const DigestChoice choice_;
  BufferPool pool_;
  Reader reader_;
  Intervals intervals_;
  const bool keeps_journal_;         // so that a whole image, too, can be gone on with
  std::exception_ptr reader_error_;  // read after the group was joined
  DigestStage digests_;
  PackStage packing_;
  StageTimes* const times_;
  ThreadGroup group_;  // last: its destructor joins before the stages go
};

}  // namespace

Acquisition acquire_image(Source& source, const ImageSettings& settings, const core::Clock& clock,
                          core::Progress& progress, const core::CancelToken& cancel,
                          const ReadSettings& reading, const Journal* from) {
  cancel.check();
  Acquisition out;
  out.source = source.facts();
  out.format = settings.format;
  out.compression = settings.format == ImageFormat::raw ? Compression::none : settings.compression;
  out.segment_size = settings.segment_size;
  out.bytes = out.source.size;
  out.fill = reading.fill;
  ImageSettings used = settings;
  used.compression = out.compression;

  out.started = from == nullptr ? clock.now() : from->started;
  used.acquired = used.acquired ? used.acquired : out.started;
  const auto begin = StageTimes::Clock::now();
  Output output(used, out.source, reading, from, out.started);
  Pipeline pipeline(source, used, output.chunk_size(), cancel, reading, from);
  pipeline.run(output, out.bytes, progress);
  out.digests = pipeline.digests();
  out.unreadable = pipeline.unreadable();
  if (!reading.recorded.empty()) {
    out.unreadable.insert(out.unreadable.end(), reading.recorded.begin(), reading.recorded.end());
    out.unreadable = merged_ranges(std::move(out.unreadable));
  }
  StageTimes::count(used.times, &StageTimes::writing, [&] { output.finish(out); });
  if (used.times != nullptr) {
    used.times->whole = std::chrono::nanoseconds(StageTimes::Clock::now() - begin).count();
    used.times->bytes = out.bytes - (from == nullptr ? 0 : from->cut.offset);
  }
  out.finished = clock.now();
  return out;
}

}  // namespace acquire
