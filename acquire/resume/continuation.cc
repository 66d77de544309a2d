// SPDX-License-Identifier: Apache-2.0
#include "acquire/resume/continuation.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "acquire/image/segment_file.h"
#include "acquire/stages/buffer_pool.h"
#include "acquire/writing/image_output.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/set_places.h"
#include "core/text.h"

namespace acquire {
namespace {

[[noreturn]] void refuse(const core::Path& to, const std::string& why) {
  core::fail("cannot go on in " + core::shown(to.parent_path().native()) + ": " +
             core::shown(to.filename().native()) + why + "; the unfinished image was left as it is");
}

}  // namespace

void remove_begun_copy(const core::Path& from, const core::Path& to) {
  boost::system::error_code error;
  if (from == to || !core::fs::exists(core::fs::symlink_status(to, error))) {
    return;
  }
  const SegmentFile whole(from);
  const SegmentFile part(to);
  for (std::uint64_t at = 0; at < part.size(); at += kBufferSize) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(kBufferSize, part.size() - at));
    if (part.size() > whole.size() || part.bytes(at, length) != whole.bytes(at, length)) {
      refuse(
          to,
          " is there already, and is no copy of the file that goes there: put it elsewhere or choose another "
          "folder");
    }
  }
  if (::unlink(to.c_str()) != 0) {
    core::fail_errno("cannot remove", to, errno);
  }
}

namespace {

void copy_and_compare(const core::Path& from, const core::Path& to, std::uint64_t size,
                      core::Progress& progress, const core::CancelToken& cancel) {
  const core::FileDigest copied = core::copy_to_new_file(from, to, 0644, [&](std::uint64_t passed) {
    cancel.check();
    progress.update(passed, size);
  });
  forget_cached({to});
  if (core::digest_file(to).sha256 != copied.sha256) {
    refuse(to, " reads back there as something else than was written");
  }
}

/// In every folder that may come to hold the first file of the set.
void note_places(const core::Path& begun_in, const std::string& base, const core::Path& folder,
                 const core::Path& later) {
  std::vector<core::Path> places = core::SetPlaces(begun_in, base).further();
  std::vector<core::Path> known{begun_in};
  for (const core::Path& place : places) {
    boost::system::error_code ignored;
    if (core::fs::is_directory(place, ignored) && place.filename() == begun_in.filename()) {
      known.push_back(place);
    }
  }
  for (const core::Path& place : {folder, later}) {
    if (std::find(places.begin(), places.end(), place) == places.end()) {
      places.push_back(place);
    }
  }
  std::erase(known, folder);
  for (const core::Path& in : known) {
    core::SetPlaces(in, base).set_further(places);
  }
}

}  // namespace

core::Path folder_of_open_file(const core::Path& begun_in, const Journal& journal) {
  return place_of(begun_in, journal.writer.files.back().name).parent_path();
}

void move_open_file(const core::Path& begun_in, const std::string& base, const Journal& journal,
                    const core::Path& folder, const core::Path& later, core::Progress& progress,
                    const core::CancelToken& cancel) {
  const ImageFile& open = journal.writer.files.back();
  const core::Path from = place_of(begun_in, open.name);
  if (from.parent_path() == folder) {
    return;
  }
  core::DurableFile::reopen(from, open.size)
      .sync();  // frees what does not count: the list below needs a little room
  note_places(begun_in, base, folder, later);
  remove_begun_copy(from, folder / open.name);
  copy_and_compare(from, folder / open.name, open.size, progress, cancel);
  if (::unlink(from.c_str()) != 0) {
    core::fail_errno("cannot remove", from, errno);
  }
  core::sync_directory(from.parent_path());
}

}  // namespace acquire
