// SPDX-License-Identifier: Apache-2.0
#include "cli/image_json.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

Array ranges_value(const std::vector<acquire::Range>& ranges) {
  Array out;
  for (const acquire::Range& range : ranges) {
    out.emplace_back(Object{{"length", Value(range.length)}, {"offset", Value(range.offset)}});
  }
  return out;
}

Array evidence_paths(const std::string& item, const std::vector<acquire::ImageFile>& files) {
  Array out;
  for (const acquire::ImageFile& file : files) {
    out.emplace_back("evidence/" + item + "/" + file.name);
  }
  return out;
}

void put_digests(Object& out, const acquire::MediaDigests& digests) {
  const auto put = [&out](const char* name, const auto& digest) {
    out[name] = digest ? Value(digest->hex()) : Value(nullptr);
  };
  put("md5", digests.md5);
  put("sha1", digests.sha1);
  put("sha256", digests.sha256);
}

}  // namespace cli
