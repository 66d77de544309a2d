// SPDX-License-Identifier: Apache-2.0
// What the parent and the child that reads images must agree on before either says a word.
#pragma once

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

}  // namespace acquire
