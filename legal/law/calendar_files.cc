// SPDX-License-Identifier: Apache-2.0
// Where calendars lie, and reading them all.
#include <algorithm>
#include <cstdlib>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/shipped_folder.h"
#include "core/text.h"
#include "legal/law/calendar.h"

namespace legal {
namespace {

constexpr const char* kInstalled = "share/exhibit/calendars";
constexpr std::size_t kMostBytes = 1U << 20U;

bool is_folder(const core::Path& path) {
  boost::system::error_code ignored;
  return core::fs::is_directory(path, ignored);
}

core::Path shipped_folder() {
#ifdef EXHIBIT_SOURCE_DIR
  const core::Path source = core::Path(EXHIBIT_SOURCE_DIR) / "legal/calendars";
#else
  const core::Path source;
#endif
  return core::find_shipped({"EXHIBIT_CALENDARS", kInstalled, source, "the calendars of holidays"});
}

std::vector<core::Path> files_of(const core::Path& folder) {
  std::vector<core::Path> out;
  boost::system::error_code error;
  for (core::fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".yaml") {
      out.push_back(at->path());
    }
  }
  if (error) {
    core::fail_errno("cannot list the calendars in", folder, error.value());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::vector<core::Path> calendar_folders(const core::Path& home) {
  std::vector<core::Path> out = {shipped_folder()};
  if (!home.empty() && is_folder(home / "calendars")) {
    out.push_back(home / "calendars");
  }
  return out;
}

std::vector<Calendar> load_calendars(const std::vector<core::Path>& folders) {
  std::vector<Calendar> out;
  for (const core::Path& folder : folders) {
    for (const core::Path& file : files_of(folder)) {
      out.push_back(
          Calendar::parse(std::string(core::as_text(core::read_file(file, kMostBytes))), file.native()));
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Calendar& a, const Calendar& b) { return a.id() < b.id(); });
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (out[i].id() == out[i - 1].id()) {
      core::fail("two files give the calendar " + out[i].id() + ": " + core::shown(out[i - 1].file()) +
                 " and " + core::shown(out[i].file()) + "; give yours an id of its own");
    }
  }
  return out;
}

}  // namespace legal
