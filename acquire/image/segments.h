// SPDX-License-Identifier: Apache-2.0
// Names of the segment files of an image, and finding the files of a set from its first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "acquire/image/fault_list.h"
#include "core/path.h"

namespace acquire {

/// E01 to E99, then EAA to ZZZ.
inline constexpr std::uint64_t kMaximumEwfSegments = 14971;

/// The extension of segment `number`, which counts from 1; `first_letter` is that of the first ("E", "e", "s" ...).
/// Empty when there is no such segment.
std::string ewf_extension(std::uint64_t number, char first_letter = 'E');
/// The number of the segment with that extension; nullopt when it is none of that letter's.
std::optional<std::uint64_t> ewf_segment_number(const std::string& extension, char first_letter = 'E');
/// Three digits.
std::string raw_extension(std::uint64_t number);

struct SegmentSet {
  ImageFormat format = ImageFormat::raw;
  std::vector<core::Path> files;    // in order, from the first up to the first gap
  std::vector<std::string> faults;  // segments that are missing although later ones exist
};

/// Finds the set that starts with `first`, also where further files of it lie in other folders (core::SetPlaces). Without `format` the file tells it (image_kind()), and a later segment of a set
/// whose first one is there is refused. Throws Error when `first` cannot be opened.
SegmentSet find_segments(const core::Path& first, std::optional<ImageFormat> format);

/// Adds what the sizes of the files of a raw set tell of their being whole.
void add_raw_size_faults(const std::vector<core::Path>& files, const std::vector<std::uint64_t>& sizes,
                         FaultList& faults);

}  // namespace acquire
