// SPDX-License-Identifier: Apache-2.0
// What the locked-down child does: decode an image and send frames to its standard output.
#pragma once

#include "acquire/acquisition.h"
#include "core/path.h"

namespace acquire {

/// argv of the child: one of these names, the first segment file, one of the two formats.
inline constexpr const char* kReaderName = "exhibit-image-reader";
inline constexpr const char* kSecondReaderName = "exhibit-second-reader";
inline constexpr const char* kBlockReaderName = "exhibit-block-reader";
inline constexpr const char* kFileReaderName = "exhibit-file-reader";
inline constexpr const char* kFormatE01 = "e01";
inline constexpr const char* kFormatRaw = "raw";

/// The descriptor of the shared memory in a child that sends a whole image.
inline constexpr int kMediaDescriptor = 3;

/// Who decodes an E01: this program, or libewf.
enum class Decoder { own, libewf };

/// Locks this process down and sends the image: media through the slots behind kMediaDescriptor, which come back through `in`,
/// frames to `out`. Returns the exit status.
int read_media_locked_down(const core::Path& first, ImageFormat format, Decoder decoder, int in, int out);

}  // namespace acquire
