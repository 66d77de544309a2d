// SPDX-License-Identifier: Apache-2.0
#include "cli/second_copy.h"

#include <sys/stat.h>

#include <cstdio>

#include "acquire/reading/image_source.h"
#include "cli/acquire_settings.h"
#include "cli/image_json.h"
#include "cli/one_access.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/access_record.h"
#include "custody/readable_image.h"

namespace cli {

using core::json::Array;
using core::json::Object;

namespace {

bool share_a_file_system(const core::Path& one, const core::Path& other) {
  struct stat first {};
  struct stat second {};
  return ::stat(one.c_str(), &first) == 0 && ::stat(other.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev;
}

}  // namespace

SecondCopy::SecondCopy(const std::string& folder) : folder_(core::fs::absolute(folder).lexically_normal()) {
  if (!core::fs::is_directory(folder_)) {
    core::fail("cannot write a second copy: there is no folder " + core::shown(folder_.native()) +
               "; attach its disk, or choose another with --second; nothing was recorded");
  }
}

SecondCopy SecondCopy::of_journal(const acquire::Journal& journal, const std::string& image) {
  const core::Path folder = journal.second.parent_path();
  if (!PartialFolder::is_left(folder, image)) {
    core::fail("cannot go on with the second copy: " + core::shown(journal.second.native()) +
               " is not there; attach its disk, or go on with the image alone: --second none");
  }
  SecondCopy out(folder.native());
  out.partial_.emplace(PartialFolder::take_over(folder, image));
  return out;
}

void SecondCopy::check(const custody::Ledger& ledger, const acquire::SourceFacts& source,
                       const acquire::ImageSettings& settings) const {
  custody::need_outside_case(ledger, folder_);
  acquire::refuse_destination_on_source(source, folder_);
  acquire::ImageSettings here = settings;
  here.folder = folder_;
  check_room(here, source.size);
  if (share_a_file_system(folder_, ledger.folder())) {
    (void)std::fprintf(stderr,
                       "warning: the second copy lies on the same file system as the case: one broken disk "
                       "takes both\n");
  }
}

void SecondCopy::begin(const std::string& image) {
  need_no_files_of(folder_, image, "write a second copy");
  partial_.emplace(folder_, image);
}

void SecondCopy::release() {
  try {
    partial_->release();
  } catch (const core::Error& error) {
    partial_->keep();
    faults_.push_back("its files are whole but could not be given their names: " + std::string(error.what()));
  }
  core::sync_directory(folder_);
  partial_.reset();
}

void SecondCopy::compare(const acquire::Acquisition& acquisition, const acquire::CheckedAcquisition* first,
                         core::Progress& progress, const core::CancelToken& cancel) {
  made_ = acquisition;
  if (first == nullptr || !faults_.empty()) {
    return;
  }
  acquire::Acquisition expected = acquisition;
  expected.files = first->reading().files;  // with their digests
  const acquire::CheckedAcquisition checked = acquire::compare(
      std::move(expected),
      acquire::read_image(folder_ / made_.files.front().name, made_.format, progress, cancel));
  faults_ = checked.mismatches();
  const auto& sha256 = checked.reading().digests.sha256;
  sha256_ = sha256 ? sha256->hex() : "";
}

std::string SecondCopy::outcome() const {
  const std::string files =
      std::to_string(made_.files.size()) + (made_.files.size() == 1 ? " file: " : " files: ");
  if (!faults_.empty()) {
    return files + "NOT GOOD: " + acquire::joined_faults(faults_);
  }
  return sha256_.empty() ? files + "not compared, it was not read back"
                         : files + "read back, its media have SHA-256 " + sha256_ +
                               ", and each of its files is the same as the image's";
}

/// Where it is may tell who works there: that stands in the part of the entry that can be erased.
void SecondCopy::record(custody::Ledger& ledger, const std::string& image, const std::string& reason,
                        const custody::UnlockedKey& by) const {
  const Reading access{ledger, by, image, "exported", reason};
  (void)access.record(
      custody::range_text({{0, made_.bytes}}) + "; second copy, " + outcome(),
      "second copy in " + core::shown(folder_.native()) + (reason.empty() ? "" : "; " + reason));
}

std::string SecondCopy::line() const {
  return core::shown("second copy in " + folder_.native() + ": " + outcome());
}

Object SecondCopy::object() const {
  Array files;
  Array faults;
  for (const acquire::ImageFile& file : made_.files) {
    files.emplace_back((folder_ / file.name).native());
  }
  for (const std::string& fault : faults_) {
    faults.emplace_back(core::shown(fault));
  }
  return Object{{"faults", std::move(faults)},
                {"folder", folder_.native()},
                {"image", std::move(files)},
                {"verified", faults_.empty() && !sha256_.empty()}};
}

}  // namespace cli
