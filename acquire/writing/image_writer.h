// SPDX-License-Identifier: Apache-2.0
// The seam between the pipeline and an image format.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "acquire/stages/stage_times.h"
#include "core/bytes.h"
#include "core/json.h"

namespace acquire {

/// What goes into the header of an image that has one.
struct ImageLabels {
  std::string case_number, examiner, description, evidence_number, notes;
};

/// Media bytes of one chunk ready for the writer: compressed by the pipeline's workers where the format compresses.
struct Chunk {
  core::ByteView media;       // the bytes themselves
  core::ByteView compressed;  // a whole zlib stream of them, empty when stored as they are
  std::uint32_t adler32 = 1;  // of media; used when stored
};

/// From where another writer can go on with an image. Only what these files held when it was told counts.
struct WriterState {
  std::uint64_t media_bytes = 0;
  std::vector<ImageFile> files;  // sizes up to which they count
  core::json::Value details;     // the format's own
};

/// Writes one image into an existing folder as BASE.E01, BASE.E02 ... or BASE.001, BASE.002 ...
/// Files are created exclusively. Chunks come in order from one thread. A destructor without finish(), checkpoint() or
/// leave() removes the files; after a checkpoint() it leaves them, as leave() does.
class ImageWriter {
 public:
  virtual ~ImageWriter() = default;
  /// Bytes of media a chunk holds; every chunk but the last is of this size.
  virtual std::size_t chunk_size() const = 0;
  virtual void write(const Chunk& chunk) = 0;
  /// Writes digests and error ranges, closes, and syncs every file and the folder. Returns the segments in order.
  virtual std::vector<ImageFile> finish(const MediaDigests& digests,
                                        const std::vector<Range>& unreadable) = 0;
  /// Closes what is open in the format, syncs the files and the folder, and tells from where a writer can go on.
  virtual WriterState checkpoint() = 0;
  /// Closes the files and leaves them; what came after the last checkpoint does not count. Nothing may be called afterwards.
  virtual void leave() = 0;
};

/// What an image that was begun keeps to its end.
struct ImageChoice {
  ImageFormat format = ImageFormat::e01;
  Compression compression = Compression::fast;
  std::uint64_t segment_size = 0;  // bytes; 0: the format's default (E01 1500 MiB, raw unsplit)
  bool md5 = true, sha1 = true, sha256 = true;
};

/// A chunk of an E01, where the media are not so large that it must be more (docs/decisions/0012-own-e01-writer.md).
inline constexpr std::uint32_t kUsualChunkSize = 64U << 10U;

struct ImageSettings : ImageChoice {
  core::Path folder;  // exists
  core::Path second;  // a folder that gets the same files; empty: none
  std::string base;   // file name without extension
  ImageLabels labels;
  std::uint32_t chunk_size =
      0;  // bytes of media in a chunk of an E01; 0: kUsualChunkSize, more for media of terabytes
  std::optional<core::UtcTime> acquired;  // for the header of an E01; nullopt: when imaging begins
  bool of_device = false;                 // for an E01: the media are a whole device, whatever the source is
  /// A checkpoint is made when so much has been read since the last, or so much time has passed: what a power cut may cost.
  std::uint64_t checkpoint_bytes = std::uint64_t{1} << 30U;
  std::chrono::seconds checkpoint_time{10};
  /// The journal stays when the image is whole: what is still to be done before it counts may be interrupted too. Whoever asks for
  /// it ends with remove_journal().
  bool keep_journal = false;
  StageTimes* times = nullptr;  // where the work of each stage is counted; it must outlive the acquisition

  std::vector<core::Path> folders() const {
    return second.empty() ? std::vector{folder} : std::vector{folder, second};
  }
};

/// Throws Error when the format cannot hold that source whole with these settings. Touches no file; to be asked first.
void check_can_hold(const ImageSettings& settings, const SourceFacts& source);

/// Throws Error when the format cannot hold that source whole (E01: a size that is no multiple of the sector).
std::unique_ptr<ImageWriter> make_image_writer(const ImageSettings& settings, const SourceFacts& source);

/// Throws Error, naming the file, when resume_image_writer() would. Changes nothing; to be asked first.
void check_can_resume(const ImageSettings& settings, const SourceFacts& source, const WriterState& state);

/// Goes on with an image from a state that a writer with the same settings told: cuts the files back to it and removes the
/// later ones of the set. Throws Error, naming the file, when one is missing, shorter, or another; then nothing was changed.
std::unique_ptr<ImageWriter> resume_image_writer(const ImageSettings& settings, const SourceFacts& source,
                                                 const WriterState& state);

}  // namespace acquire
