// SPDX-License-Identifier: Apache-2.0
// The copy of an image that 'acquire --second' writes at the same time into a folder on another disk: the same files, read back
// and compared by themselves, and recorded as a copy that lies outside the case.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "acquire/acquire.h"
#include "acquire/resume/journal.h"
#include "cli/partial_folder.h"
#include "core/json.h"
#include "custody/ledger.h"

namespace cli {

class SecondCopy {
 public:
  /// Throws Error when there is no such folder.
  explicit SecondCopy(const std::string& folder);
  /// The one that a journal names, to be gone on with.
  static SecondCopy of_journal(const acquire::Journal& journal, const std::string& image);

  /// Throws Error when the folder lies inside the case or on the source, or has no room; says so when it shares a file system
  /// with the case.
  void check(const custody::Ledger& ledger, const acquire::SourceFacts& source,
             const acquire::ImageSettings& settings) const;
  /// Throws Error when the folder holds files of that name already.
  void begin(const std::string& image);
  /// Where its files are while they are written.
  const core::Path& writing_in() const { return partial_->path(); }
  void keep() { partial_->keep(); }
  /// Removes what was written, unless keep() was called.
  void end() { partial_.reset(); }
  /// Gives the files their names. When that fails they stay where they are, and compare() finds it.
  void release();

  /// Reads it back whole. REQUIRES: `first` is the reading of the image itself; null: nothing is read back.
  void compare(const acquire::Acquisition& acquisition, const acquire::CheckedAcquisition* first,
               core::Progress& progress, const core::CancelToken& cancel);
  /// REQUIRES: compare() came before, as for all that follow.
  bool is_good() const { return faults_.empty(); }
  const std::vector<std::string>& faults() const { return faults_; }
  void record(custody::Ledger& ledger, const std::string& image, const std::string& reason,
              const custody::UnlockedKey& by) const;
  std::string line() const;
  core::json::Object object() const;

 private:
  std::string outcome() const;

  core::Path folder_;
  std::optional<PartialFolder> partial_;
  std::vector<std::string> faults_;
  std::string sha256_;  // of its media, read back; empty: it was not
  acquire::Acquisition made_;
};

}  // namespace cli
