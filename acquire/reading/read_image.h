// SPDX-License-Identifier: Apache-2.0
// Reads an image back: whole, or by its block digests alone.
#pragma once

#include <optional>

#include "acquire/acquisition.h"
#include "core/path.h"
#include "core/progress.h"

namespace acquire {

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

}  // namespace acquire
