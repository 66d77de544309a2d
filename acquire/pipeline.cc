// SPDX-License-Identifier: Apache-2.0
// acquire_image(): one thread reads; digests, compression and writing run beside it (docs/architecture.md).
#include <algorithm>

#include "acquire/acquire.h"
#include "acquire/digest_stage.h"
#include "acquire/pack_stage.h"
#include "acquire/reader.h"

namespace acquire {
namespace {

constexpr std::size_t kQueueCapacity = 32;

/// Whole chunks only, about 1 MiB.
std::size_t buffer_size_for(std::size_t chunk_size) {
  return std::max<std::size_t>(1, kBufferSize / chunk_size) * chunk_size;
}

std::size_t buffer_count() {
  return kQueueCapacity + std::size_t{2} * std::max(1U, std::thread::hardware_concurrency());
}

/// The stages of one acquisition; the caller's thread is the one that writes.
class Pipeline {
 public:
  Pipeline(Source& source, const ImageSettings& settings, std::size_t chunk_size,
           const core::CancelToken& cancel, const ReadSettings& reading)
      : source_(source),
        pool_(buffer_count(), buffer_size_for(chunk_size),
              settings.compression == Compression::none ? 0 : buffer_size_for(chunk_size)),
        reader_(source, cancel, reading),
        digests_({settings.md5, settings.sha1, settings.sha256}, kQueueCapacity),
        packing_(settings.compression, chunk_size, kQueueCapacity),
        group_([this] { stop(); }) {}
  ~Pipeline() {
    if (source_.is_reading()) {
      pool_.leave_memory();
    }
  }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// Returns when all was read, hashed and handed to the writer; throws the first error of any stage.
  void run(ImageWriter& writer, std::uint64_t total, core::Progress& progress,
           const core::CancelToken& cancel) {
    digests_.start(group_);
    packing_.start(group_);
    group_.run([this] { read(); });
    try {
      write(writer, total, progress, cancel);
    } catch (...) {
      group_.fail(std::current_exception());
    }
    group_.join();
  }

  const MediaDigests& digests() const { return digests_.digests(); }
  BlockDigests take_blocks() { return digests_.take_blocks(); }
  const std::vector<Range>& unreadable() const { return reader_.unreadable(); }

 private:
  void read() {
    while (BufferRef buffer = pool_.take()) {
      buffer->size = reader_.read_next(buffer->media.span());
      if (buffer->size == 0 || !digests_.push(buffer) || !packing_.push(buffer)) {
        break;
      }
    }
    digests_.close();
    packing_.close();
  }

  void write(ImageWriter& writer, std::uint64_t total, core::Progress& progress,
             const core::CancelToken& cancel) {
    std::uint64_t done = 0;
    while (const auto buffer = packing_.pop()) {
      cancel.check();
      for (const PackedChunk& chunk : (*buffer)->chunks) {
        writer.write({chunk.media, chunk.compressed, chunk.adler32});
      }
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
  BufferPool pool_;
  Reader reader_;
  DigestStage digests_;
  PackStage packing_;
  ThreadGroup group_;  // last: its destructor joins before the stages go
};

}  // namespace

Acquisition acquire_image(Source& source, const ImageSettings& settings, const core::Clock& clock,
                          core::Progress& progress, const core::CancelToken& cancel,
                          const ReadSettings& reading) {
  cancel.check();
  Acquisition out;
  out.source = source.facts();
  out.format = settings.format;
  out.compression = settings.format == ImageFormat::raw ? Compression::none : settings.compression;
  out.segment_size = settings.segment_size;
  out.bytes = out.source.size;
  ImageSettings used = settings;
  used.compression = out.compression;

  const std::unique_ptr<ImageWriter> writer = make_image_writer(used, out.source);
  out.started = clock.now();
  Pipeline pipeline(source, used, writer->chunk_size(), cancel, reading);
  pipeline.run(*writer, out.bytes, progress, cancel);
  cancel.check();
  out.digests = pipeline.digests();
  out.blocks = pipeline.take_blocks();
  out.unreadable = pipeline.unreadable();
  out.fill = reading.fill;
  out.files = writer->finish(out.digests, out.unreadable);
  out.finished = clock.now();
  return out;
}

}  // namespace acquire
