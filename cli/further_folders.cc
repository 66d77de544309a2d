// SPDX-License-Identifier: Apache-2.0
#include "cli/further_folders.h"

#include <algorithm>

#include "acquire/acquire.h"
#include "acquire/device/source.h"
#include "acquire/resume/continuation.h"
#include "cli/acquire_settings.h"
#include "core/digest.h"
#include "core/error.h"
#include "core/set_places.h"
#include "core/text.h"

namespace cli {
namespace {

/// Entries, journal and log, besides the block digests.
constexpr std::uint64_t kRoomInCase = 512U << 10U;

core::Path whole(const std::string& folder) { return core::fs::absolute(folder).lexically_normal(); }

void need_room_in_case(const core::Path& partial, std::uint64_t left) {
  const std::uint64_t needed = left / acquire::kBlockSize * core::Sha256::kSize + kRoomInCase;
  const std::uint64_t available = core::fs::space(partial).available;
  if (available < needed) {
    throw core::Error(core::ErrorCode::no_space,
                      "cannot go on: block digests and entries are kept in the case, and its disk has " +
                          core::grouped(available) + " bytes free of " + core::grouped(needed) +
                          " that they need; make so much room there; the unfinished image was left whole");
  }
}

}  // namespace

FurtherFolders::FurtherFolders(core::Path partial, std::string image, const acquire::Journal& journal)
    : partial_(std::move(partial)), image_(std::move(image)) {
  const core::SetPlaces places(partial_, image_);
  std::string missing;
  for (const core::Path& place : places.further()) {
    if (place.filename() != partial_.filename()) {
      continue;
    }
    if (PartialFolder::is_left(place.parent_path(), image_)) {
      taken_.push_back(PartialFolder::take_over(place.parent_path(), image_));
      const std::string& open = journal.writer.files.back().name;
      acquire::remove_begun_copy(places.find(open), place / open);
    } else {
      missing += (missing.empty() ? "" : ", ") + core::shown(place.native());
    }
  }
  for (const acquire::ImageFile& file : journal.writer.files) {
    if (!missing.empty() && !core::fs::exists(places.find(file.name))) {
      core::fail("cannot go on with " + image_ + ": " + core::shown(file.name) + " is missing, and " +
                 missing +
                 ", where a part of the image was written, is not there; attach its disk in that place");
    }
  }
}

bool FurtherFolders::is_known(const core::Path& folder) const {
  return std::any_of(taken_.begin(), taken_.end(),
                     [&](const PartialFolder& taken) { return taken.path().parent_path() == folder; });
}

void FurtherFolders::check(const std::string& folder, const acquire::SourceFacts& source,
                           const acquire::ImageSettings& settings, const acquire::Journal& journal) const {
  const core::Path wanted = whole(folder);
  if (!core::fs::is_directory(wanted)) {
    core::fail("cannot go on in " + core::shown(wanted.native()) +
               ": there is no such folder; attach its disk, or choose another; nothing was changed");
  }
  acquire::refuse_destination_on_source(source, wanted);
  const std::uint64_t left = source.size - std::min(source.size, journal.cut.offset);
  acquire::ImageSettings there = settings;
  there.folder = wanted;
  check_room(there, left + journal.writer.files.back().size);
  if (!is_known(wanted)) {
    need_no_files_of(wanted, image_, "go on");
  }
}

void FurtherFolders::go_on_in(const std::string& folder, const acquire::Journal& journal,
                              core::Progress& progress, const core::CancelToken& cancel) {
  const core::Path wanted = whole(folder);
  if (!is_known(wanted)) {
    taken_.emplace_back(wanted, image_);
  }
  const core::Path there = wanted / partial_.filename();
  try {
    acquire::move_open_file(partial_, image_, journal, there, wanted, progress, cancel);
  } catch (...) {
    if (now(journal) == wanted) {
      keep();
    }
    throw;
  }
  keep();
  need_room_in_case(partial_, journal.source.size - std::min(journal.source.size, journal.cut.offset));
}

core::Path FurtherFolders::now(const acquire::Journal& journal) const {
  const core::Path folder = acquire::folder_of_open_file(partial_, journal);
  return folder == partial_ ? core::Path() : folder.parent_path();
}

void FurtherFolders::keep() {
  for (PartialFolder& taken : taken_) {
    taken.keep();
  }
}

void FurtherFolders::release() {
  for (PartialFolder& taken : taken_) {
    taken.release();
  }
  taken_.clear();
}

}  // namespace cli
