// SPDX-License-Identifier: Apache-2.0
// The two jobs of this module: image a source, and read an image back (read_image.h).
#pragma once

#include <string>
#include <vector>

#include "acquire/damage/read_settings.h"
#include "acquire/device/source.h"
#include "acquire/reading/read_image.h"
#include "acquire/resume/journal.h"
#include "acquire/writing/image_writer.h"
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

/// Compares an image read back with what was computed while the source was read.
CheckedAcquisition compare(Acquisition acquisition, ImageReading reading);

/// To be called first in main(): when this process was started as the image reading child, runs it and returns its
/// exit status; nullopt in every other process.
std::optional<int> run_if_reader_child(int argc, char** argv);

/// Names and versions of the libraries that compress and read images, for the record.
std::vector<std::string> library_versions();

}  // namespace acquire
