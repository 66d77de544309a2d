// SPDX-License-Identifier: Apache-2.0
// Names of the files of an image in the folder of its thing, and of files on their way there.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/path.h"

namespace custody {

/// True for the files kept beside an image's segments: block digests, list of segments, list of unreadable
/// ranges, log of the acquisition, list of further folders.
bool is_beside_image(std::string_view file);
/// SHA-256 by name from lines "<sha256>  <name>", as sha256sum writes them; other lines are passed over.
std::map<std::string, std::string> read_sums(const std::string& text);

/// Names of the plain files of the image that lie in this folder itself; none when it cannot be read.
std::set<std::string> files_in_folder(const core::Path& folder, const std::string& image);
/// Names of the plain files of an image in its folder and in the further folders that its list names (core::SetPlaces), sorted;
/// without that list.
std::vector<std::string> files_of_image(const core::Path& folder, const std::string& image);
/// The first segment of an image, in its folder or in a further one; nullopt when no file has such a name.
std::optional<core::Path> first_segment(const core::Path& folder, const std::string& image);
/// Folder that holds an acquisition in the making, and the prefixes of its name and of files on their way to their place.
std::string partial_folder_name(const std::string& image);
inline constexpr const char* kPartialPrefix = ".partial-";
inline constexpr const char* kIncomingPrefix = ".incoming-";

}  // namespace custody
