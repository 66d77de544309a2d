// SPDX-License-Identifier: Apache-2.0
// What the options of acquire ask of the image.
#pragma once

#include <string>
#include <vector>

#include "acquire/writing/image_writer.h"
#include "cli/commands.h"

namespace cli {

/// Without folder, base and labels. Throws Error on a value that is none.
acquire::ImageSettings settings_of(const ImageForm& args);
acquire::ImageSettings settings_of(const Acquire& args);
/// "md5", "sha1", "sha256", those that were chosen.
std::vector<std::string> hash_names(const acquire::ImageSettings& settings);
/// Throws Error when an image of that many bytes that is not packed cannot lie in settings.folder: better said before than
/// after hours.
void check_room(const acquire::ImageSettings& settings, std::uint64_t bytes);
/// A command line as it would be typed.
std::string as_typed(const std::vector<std::string>& words);

}  // namespace cli
