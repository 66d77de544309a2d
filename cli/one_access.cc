// SPDX-License-Identifier: Apache-2.0
#include "cli/one_access.h"

#include "core/error.h"
#include "core/text.h"

namespace cli {

custody::Appended Reading::record(const std::string& range, const std::string& why) const {
  return ledger.append([&](const custody::Ledger&) {
    return Drafts{custody::draft_access(image, action, range, why, by)};
  })[0];
}

void after_entry(const Reading& access, const custody::Appended& entry, const std::function<void()>& work) {
  try {
    work();
  } catch (const core::Error& error) {
    const std::string number = access.ledger.label(entry.seq);
    std::string told = "; entry " + number + " says that it was begun";
    try {
      const auto failed = access.record("nothing whole: what entry " + number + " names was not completed",
                                        access.reason + "; failed: " + core::shown(error.what()));
      told += ", entry " + access.ledger.label(failed.seq) + " that it failed";
    } catch (const core::Error& second) {
      told += "; that it failed could not be recorded: " + std::string(second.what());
    }
    throw core::Error(error.code(), error.what() + told);
  }
}

void need_free_file(const std::string& out) {
  if (core::fs::symlink_status(out).type() != core::fs::file_not_found) {
    core::fail("cannot write " + core::shown(out) + ": it exists already; choose a new name");
  }
  const core::Path parent = core::fs::absolute(out).parent_path();
  if (!core::fs::is_directory(parent)) {
    core::fail("cannot write " + core::shown(out) + ": the folder " + core::shown(parent.native()) +
               " does not exist");
  }
}

}  // namespace cli
