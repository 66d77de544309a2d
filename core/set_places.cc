// SPDX-License-Identifier: Apache-2.0
#include "core/set_places.h"

#include <sstream>

#include "core/bytes.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace core {
namespace {

constexpr std::uint64_t kMostText = 512U << 10U;

bool is_plain_file(const Path& path) {
  boost::system::error_code ignored;
  return fs::symlink_status(path, ignored).type() == fs::regular_file;
}

}  // namespace

std::string places_name(const std::string& base) { return base + ".places"; }

SetPlaces::SetPlaces(Path folder, std::string base) : folder_(std::move(folder)), base_(std::move(base)) {
  const Path list = folder_ / places_name(base_);
  boost::system::error_code failed;
  if (!is_plain_file(list) || fs::file_size(list, failed) > kMostText || failed) {
    return;
  }
  std::istringstream lines(read_plain_text(list, kMostText));
  std::string line;
  while (further_.size() < kMostPlaces && std::getline(lines, line)) {
    if (Path place(line); place.is_absolute() && line.find('\0') == std::string::npos) {
      further_.push_back(std::move(place));
    }
  }
}

Path SetPlaces::find(const std::string& name) const {
  Path here = folder_ / name;
  if (!is_plain_file(here)) {
    for (const Path& place : further_) {
      if (is_plain_file(place / name)) {
        return place / name;
      }
    }
  }
  return here;
}

void SetPlaces::set_further(std::vector<Path> folders) {
  std::string text;
  for (const Path& folder : folders) {
    if (folder.native().find('\n') != std::string::npos) {
      fail("cannot note the folder " + shown(folder.native()) + ": its path holds a line break");
    }
    text += folder.native() + "\n";
  }
  if (folders.size() > kMostPlaces) {
    fail("cannot note more than " + std::to_string(kMostPlaces) + " folders for one image");
  }
  replace_file(folder_ / places_name(base_), as_bytes(text), 0644);
  further_ = std::move(folders);
}

}  // namespace core
