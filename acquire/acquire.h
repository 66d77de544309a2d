// SPDX-License-Identifier: Apache-2.0
// The two jobs of this module: image a source, and read an image back.
#pragma once

#include <string>
#include <vector>

#include "acquire/image_writer.h"
#include "acquire/journal.h"
#include "acquire/read_settings.h"
#include "acquire/source.h"
#include "core/clock.h"
#include "core/progress.h"

namespace acquire {

/// Reads the source once from start to end; hashes, compresses and writes side by side; returns when every file and
/// the folder are synced. Unreadable sectors are filled and listed. The block digests lie beside the image
/// (blocks_name()). Throws Error when the image cannot be written or the source is gone, and on cancellation; then either
/// the unfinished files are there with a journal (read_journal()) from which `from` goes on, or none is left.
Acquisition acquire_image(Source& source, const ImageSettings& settings, const core::Clock& clock,
                          core::Progress& progress, const core::CancelToken& cancel,
                          const ReadSettings& reading = {}, const Journal* from = nullptr);

/// Name of the file of block digests beside an image.
std::string blocks_name(const std::string& base);

/// What reading an image back computes besides the digests of the media.
struct ReadOptions {
  bool blocks = true;  // block digests
  bool files = true;   // SHA-256 of the files
  bool second_reader =
      false;  // an E01 is read again through libewf; other media than the first time are a fault
};

/// Reads an image whole, in a locked-down child, and computes everything anew. `first_file` is the first segment
/// (.E01, .001, or a single raw file). `format` nullopt: told by the content. Damage is reported in `faults`, never
/// thrown; throws Error only when the files cannot be opened at all, or on cancellation.
ImageReading read_image(const core::Path& first_file, std::optional<ImageFormat> format,
                        core::Progress& progress, const core::CancelToken& cancel,
                        const ReadOptions& options = {});

/// Reads an image whole, in a locked-down child, and compares each block of its media with the recorded digest, several at
/// once; no digest of the whole is computed. `blocks_file`: the recorded digests, 32 bytes for each kBlockSize bytes of media.
/// Damage is reported in the result; throws Error only when the files cannot be opened at all, or on cancellation.
BlockReading check_blocks(const core::Path& first_file, ImageFormat format, const core::Path& blocks_file,
                          core::Progress& progress, const core::CancelToken& cancel);

/// Compares an image read back with what was computed while the source was read.
CheckedAcquisition compare(Acquisition acquisition, ImageReading reading);

/// To be called first in main(): when this process was started as the image reading child, runs it and returns its
/// exit status; nullopt in every other process.
std::optional<int> run_if_reader_child(int argc, char** argv);

/// Names and versions of the libraries that compress and read images, for the record.
std::vector<std::string> library_versions();

}  // namespace acquire
