// SPDX-License-Identifier: Apache-2.0
// Parts of the JSON that commands about images have in common.
#pragma once

#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "core/json.h"

namespace cli {

/// List of {length, offset}, bytes.
core::json::Array ranges_value(const std::vector<acquire::Range>& ranges);
/// Their paths below the case folder.
core::json::Array evidence_paths(const std::string& item, const std::vector<acquire::ImageFile>& files);
/// Sets md5, sha1 and sha256 of `out`, null where not computed.
void put_digests(core::json::Object& out, const acquire::MediaDigests& digests);

}  // namespace cli
