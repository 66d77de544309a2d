// SPDX-License-Identifier: Apache-2.0
// The folders outside the case in which an unfinished image goes on: 'acquire --resume --continue-in DIR'.
#pragma once

#include <string>
#include <vector>

#include "acquire/resume/journal.h"
#include "acquire/writing/image_writer.h"
#include "cli/partial_folder.h"
#include "core/progress.h"

namespace cli {

class FurtherFolders {
 public:
  /// Takes over those that the image in `partial` has already. Throws Error when one that holds a file of it is not there.
  FurtherFolders(core::Path partial, std::string image, const acquire::Journal& journal);

  /// Whether the image can go on in `folder`. Throws Error when it is none, lies on the source, holds files of that name, or
  /// there or in the case no room is left for the rest.
  void check(const std::string& folder, const acquire::SourceFacts& source,
             const acquire::ImageSettings& settings, const acquire::Journal& journal) const;
  /// From now on it does. REQUIRES: check(). Throws Error when it could not be moved there, and on cancellation.
  void go_on_in(const std::string& folder, const acquire::Journal& journal, core::Progress& progress,
                const core::CancelToken& cancel);
  /// The folder in which it goes on now; empty: in the case.
  core::Path now(const acquire::Journal& journal) const;
  /// Gives the files their names. Where that fails they stay where they are.
  void release();

 private:
  void keep();
  bool is_known(const core::Path& folder) const;

  core::Path partial_;  // of the case
  std::string image_;
  std::vector<PartialFolder> taken_;
};

}  // namespace cli
