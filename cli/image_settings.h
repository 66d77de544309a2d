// SPDX-License-Identifier: Apache-2.0
// What the options of acquire say of the image to make.
#pragma once

#include "acquire/image_writer.h"
#include "cli/commands.h"

namespace cli {

/// Without a folder. Throws Error `usage` for words that name no format, compression, size or digest.
acquire::ImageSettings settings_of(const Acquire& args);

/// "md5", "sha1", "sha256": those that are computed.
std::vector<std::string> hash_names(const acquire::ImageSettings& settings);

/// Throws Error when a raw image of that many bytes cannot lie in settings.folder: better said before than after hours.
void check_room(const acquire::ImageSettings& settings, std::uint64_t bytes);

}  // namespace cli
