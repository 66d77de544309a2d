// SPDX-License-Identifier: Apache-2.0
#include "core/scratch_folder.h"

#include <array>

#include "core/durable_file.h"
#include "core/error.h"

namespace core {

ScratchFolder ScratchFolder::beside(const Path& target) {
  const Path path = target.native() + ".in-the-making-" + fs::unique_path("%%%%%%%%").native();
  create_new_directory(path);
  return ScratchFolder(path);
}

ScratchFolder ScratchFolder::temporary(const std::string& purpose) {
  boost::system::error_code failed;
  const std::array<Path, 3> places{fs::temp_directory_path(failed), "/tmp", "/dev/shm"};
  for (const Path& place : places) {
    const Path path = place / fs::unique_path("exhibit-" + purpose + "-%%%%%%%%%%%%");
    if (!place.empty() && fs::create_directory(path, failed)) {
      ScratchFolder made(path);
      fs::permissions(path, fs::owner_all);
      return made;
    }
  }
  fail("no temporary folder can be written; set TMPDIR to a folder with room");
}

ScratchFolder::~ScratchFolder() {
  boost::system::error_code ignored;
  if (!path_.empty()) {
    fs::remove_all(path_, ignored);
  }
}

}  // namespace core
