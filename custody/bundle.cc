// SPDX-License-Identifier: Apache-2.0
#include "custody/bundle.h"

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/case_files.h"
#include "custody/private_copy.h"

namespace custody {

namespace {

bool is_plain(const core::Path& file) {
  boost::system::error_code ignored;
  return core::fs::symlink_status(file, ignored).type() == core::fs::regular_file;
}

/// The folder of the export in a bundle; nullopt when there is none.
std::optional<core::Path> export_in(const core::Path& path) {
  for (const core::Path& at : {path, path / "ledger", path / "data/ledger"}) {
    if (is_plain(at / "ledger.sqlite")) {
      return at;
    }
  }
  return std::nullopt;
}

class FileCopier {
 public:
  FileCopier(core::Path from, core::Path to) : from_(std::move(from)), to_(std::move(to)) {}

  void copy(const core::Path& folder, const std::string& name) {
    const core::Path source = from_ / folder / name;
    const core::Path target = to_ / folder / name;
    if (core::fs::exists(target) || !is_plain(source)) {
      return;  // verify tells what is missing
    }
    core::fs::create_directories(target.parent_path());
    const core::Path making = target.parent_path() / (kIncomingPrefix + name);
    core::fs::remove(making);
    const core::FileDigest copied = core::copy_to_new_file(source, making);
    if (core::digest_file(making).sha256 != copied.sha256) {
      core::fs::remove(making);
      core::fail("cannot copy " + core::shown(source.native()) +
                 ": the copy, read back, differs; nothing was lost, try again with another medium");
    }
    core::rename_new(making, target);
    ++done_.files;
    done_.bytes += copied.size;
  }

  /// All files of an image: its segments and what stands beside them.
  void copy_image(const std::string& image, const std::string& image_of) {
    const core::Path folder = core::Path("evidence") / image_of;
    if (!core::fs::is_directory(from_ / folder)) {
      return;
    }
    for (const auto& file : core::fs::directory_iterator(from_ / folder)) {
      const std::string name = file.path().filename().native();
      if (name.starts_with(image + ".")) {
        copy(folder, name);
      }
    }
  }

  const CopiedFiles& done() const { return done_; }

 private:
  core::Path from_, to_;
  CopiedFiles done_;
};

}  // namespace

CaseOrigin::CaseOrigin(const core::Path& path) : files_(path) {
  if (is_plain(path / "case.db")) {
    copy_.emplace(core::ScratchFolder::temporary("sync"));
    const PrivateCopy copy(copy_->path(), path / "case.db");
    store_.emplace(Store::open(copy.path(), Database::Mode::read_write));
    stored_.emplace(*store_);
  } else if (const auto exported = export_in(path)) {
    exported_.emplace(*exported);
    files_ = *exported == path ? path : exported->parent_path();
  } else {
    core::fail("there is no case, bundle, package or ledger export in " + core::shown(path.native()));
  }
}

const std::vector<const LogSource*>& CaseOrigin::logs() const {
  return stored_ ? stored_->all() : exported_->all();
}

CopiedFiles copy_recorded_files(const core::Path& from, const Rows& rows, const core::Path& to, bool images) {
  FileCopier copier(from, to);
  for (const auto& [sha256, row] : rows.list("attachment", "")) {
    copier.copy("attachments", sha256);
  }
  for (const auto& [name, row] : rows.list("document", "")) {
    copier.copy("documents", name);
  }
  for (const auto& [image, row] : images ? rows.list("image", "") : decltype(rows.list("image", "")){}) {
    copier.copy_image(image, row.text_of("image_of").value_or(""));
  }
  return copier.done();
}

void write_bundle(const Ledger& ledger, const core::Path& folder, bool images) {
  core::create_new_directory(folder);
  try {
    export_ledger(ledger, folder / "ledger");
    copy_recorded_files(ledger.folder(), ledger.store(), folder, images);
    core::sync_directory(folder);
  } catch (...) {
    boost::system::error_code ignored;
    core::fs::remove_all(folder, ignored);
    throw;
  }
}

}  // namespace custody
