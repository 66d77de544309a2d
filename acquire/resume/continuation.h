// SPDX-License-Identifier: Apache-2.0
// Going on with an unfinished image in another folder, when the disk it was begun on has no room for the rest.
#pragma once

#include <string>

#include "acquire/resume/journal.h"
#include "core/path.h"
#include "core/progress.h"

namespace acquire {

/// Moves the file that was being written to `folder`, which the list of places then names (core::SetPlaces): it and the files
/// after it are written there from now on, the earlier ones stay. `begun_in` is the folder with the journal. `later` is where
/// the finished files of `folder` will lie. The file is compared after copying and removed only then; a kill at any moment
/// leaves one whole copy, and the same call goes on. What it holds beyond the checkpoint is cut off. Throws Error, also on
/// cancellation, with the file where it was.
void move_open_file(const core::Path& begun_in, const std::string& base, const Journal& journal,
                    const core::Path& folder, const core::Path& later, core::Progress& progress,
                    const core::CancelToken& cancel);

/// Removes what an interrupted move left at `to` of the file `from`; nothing there is no error. Throws Error when it is anything else
/// than the beginning of it.
void remove_begun_copy(const core::Path& from, const core::Path& to);

/// Where the file lies that is being written.
core::Path folder_of_open_file(const core::Path& begun_in, const Journal& journal);

}  // namespace acquire
