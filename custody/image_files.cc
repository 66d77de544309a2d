// SPDX-License-Identifier: Apache-2.0
#include "custody/image_files.h"

#include <sstream>

namespace custody {

bool is_beside_image(std::string_view file) {
  return file.ends_with(".blocks") || file.ends_with(".files") || file.ends_with(".unreadable") ||
         file.ends_with(".log");
}

std::map<std::string, std::string> read_sums(const std::string& text) {
  std::map<std::string, std::string> out;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.size() > 66) {
      out[line.substr(66)] = line.substr(0, 64);
    }
  }
  return out;
}

std::string partial_folder_name(const std::string& image) { return kPartialPrefix + image; }

std::optional<core::Path> first_segment(const core::Path& folder, const std::string& image) {
  for (const char* extension : {".E01", ".raw", ".001"}) {
    const core::Path file = folder / (image + extension);
    boost::system::error_code ignored;
    if (core::fs::symlink_status(file, ignored).type() == core::fs::regular_file) {
      return file;
    }
  }
  return std::nullopt;
}

}  // namespace custody
