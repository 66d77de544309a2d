// SPDX-License-Identifier: Apache-2.0
#include "custody/derivation.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/case_files.h"
#include "custody/restriction.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

/// ITEM with the file's extension, when that is short and plain.
std::string file_name_of(const std::string& item, const core::Path& file) {
  const std::string extension = file.extension().native();
  const bool plain = extension.size() > 1 && extension.size() <= 17 &&
                     std::all_of(extension.begin() + 1, extension.end(), [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
                     });
  return item + (plain && !is_beside_image(extension) ? extension : ".bin");
}

/// The folder of a thing's files, locked against others that derive from the same thing.
class ThingFolder {
 public:
  ThingFolder(const core::Path& case_folder, const std::string& thing)
      : path_(case_folder / "evidence" / thing) {
    if (!core::fs::exists(path_)) {
      core::create_new_directory(path_);
    }
    lock_ = core::open_for_reading(path_, O_DIRECTORY);
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
      core::fail("another command is copying files of " + thing +
                 " at this moment; nothing was recorded, try again when it has ended");
    }
  }
  const core::Path& path() const { return path_; }

  /// What a killed process left: moved to its place when an entry names it, otherwise removed.
  void settle(const Rows& rows) const {
    std::vector<core::Path> found;
    for (const auto& file : core::fs::directory_iterator(path_)) {
      if (file.path().filename().native().starts_with(kIncomingPrefix)) {
        found.push_back(file.path());
      }
    }
    for (const core::Path& file : found) {
      const std::string name = file.filename().native().substr(std::string(kIncomingPrefix).size());
      const auto images = rows.list("image", "");
      const bool named = std::any_of(images.begin(), images.end(),
                                     [&](const auto& row) { return row.second.text_of("file") == name; });
      if (named && !core::fs::exists(path_ / name)) {
        core::rename_new(file, path_ / name);
      } else {
        core::fs::remove(file);
      }
    }
  }

 private:
  core::Path path_;
  core::Fd lock_;
};

void check_parent(const Ledger& ledger, const DerivationRequest& request) {
  const Store& store = ledger.store();
  if (store.get("thing", request.item) || store.get("image", request.item)) {
    core::fail("not recorded: " + request.item + " is registered already; choose another item id");
  }
  const auto image = store.get("image", request.parent);
  if (!image && !store.get("thing", request.parent)) {
    core::fail("no item '" + core::shown(request.parent) +
               "' in this case; 'exhibit case show' lists things and images");
  }
  if (const auto by = restricted_by(store, request.parent)) {
    core::fail("not recorded: " + restriction_words(store, request.parent, *by));
  }
}

core::FileDigest stage(const core::Path& file, const core::Path& target) {
  if (!core::fs::is_regular_file(file)) {
    core::fail("cannot copy " + core::shown(file.native()) + ": it is no file; nothing was recorded");
  }
  const core::Path source = core::fs::canonical(file);
  const core::FileDigest before = core::digest_file(source);
  const core::FileDigest copied = core::copy_to_new_file(source, target);
  if (copied.sha256 != before.sha256 || core::digest_file(target).sha256 != before.sha256) {
    core::fs::remove(target);
    core::fail("cannot copy " + core::shown(file.native()) +
               ": its digest changed while it was copied; nothing was recorded");
  }
  return before;
}

Draft draft_derivation(const DerivationRequest& request, const std::string& file,
                       const core::FileDigest& digest, const UnlockedKey& by) {
  Object body{{"bytes", Value(digest.size)},
              {"digests", Object{{"sha256", digest.sha256.hex()}}},
              {"file", file},
              {"item", request.item},
              {"kind", request.kind},
              {"parent", request.parent},
              {"reason", committed(request.reason)},
              {"source", committed(core::shown(request.file.filename().native()))}};
  if (!request.range.empty()) {
    body["range"] = committed(request.range);
  }
  return {"derived", {request.parent, request.item}, std::move(body), {{&by, "author"}}, {}};
}

}  // namespace

Appended derive(Ledger& ledger, const DerivationRequest& request, const UnlockedKey& by) {
  check_parent(ledger, request);
  const std::string thing = origins_of(ledger.store(), request.parent).back();
  const ThingFolder folder(ledger.folder(), thing);
  folder.settle(ledger.store());
  const std::string name = file_name_of(request.item, request.file);
  const core::Path target = folder.path() / name;
  const core::Path staged = folder.path() / (kIncomingPrefix + name);
  if (core::fs::symlink_status(target).type() != core::fs::file_not_found) {
    core::fail("cannot copy to " + core::shown(target.native()) +
               ": it exists already; nothing was recorded");
  }
  const core::FileDigest digest = stage(request.file, staged);
  Appended out;
  try {
    out = ledger.append(
        [&](const Ledger&) { return std::vector<Draft>{draft_derivation(request, name, digest, by)}; })[0];
  } catch (const core::Error&) {
    folder.settle(ledger.store());
    throw;
  }
  core::rename_new(staged, target);
  return out;
}

}  // namespace custody
