// SPDX-License-Identifier: Apache-2.0
#include "custody/image_files.h"

#include <sstream>

#include "core/set_places.h"

namespace custody {

bool is_beside_image(std::string_view file) {
  return file.ends_with(".blocks") || file.ends_with(".files") || file.ends_with(".unreadable") ||
         file.ends_with(".log") || file.ends_with(".places");
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

std::set<std::string> files_in_folder(const core::Path& folder, const std::string& image) {
  std::set<std::string> out;
  boost::system::error_code failed;
  for (core::fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->path().stem().native() == image &&
        core::fs::symlink_status(at->path()).type() == core::fs::regular_file) {
      out.insert(at->path().filename().native());
    }
  }
  return out;
}

std::vector<std::string> files_of_image(const core::Path& folder, const std::string& image) {
  std::set<std::string> out = files_in_folder(folder, image);
  const core::SetPlaces places(folder, image);
  for (const core::Path& further : places.further()) {
    out.merge(files_in_folder(further, image));
  }
  out.erase(core::places_name(image));
  return {out.begin(), out.end()};
}

std::optional<core::Path> first_segment(const core::Path& folder, const std::string& image) {
  const core::SetPlaces places(folder, image);
  for (const char* extension : {".E01", ".raw", ".001"}) {
    const core::Path file = places.find(image + extension);
    boost::system::error_code ignored;
    if (core::fs::symlink_status(file, ignored).type() == core::fs::regular_file) {
      return file;
    }
  }
  return std::nullopt;
}

}  // namespace custody
