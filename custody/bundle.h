// SPDX-License-Identifier: Apache-2.0
// A case as it travels between devices: a bundle is a folder with the ledger's export in ledger/ and the files it records in
// evidence/, attachments/ and documents/; a package's data/ is one, and so is another device's case folder.
#pragma once

#include <memory>
#include <optional>

#include "core/scratch_folder.h"
#include "custody/export.h"
#include "custody/store_source.h"

namespace custody {

/// The logs and files of a case somewhere else, not trusted yet.
class CaseOrigin {
 public:
  /// A case folder, bundle, package folder or ledger export. A case's database is read from a private copy.
  /// Throws Error when it is none of them.
  explicit CaseOrigin(const core::Path& path);
  const std::vector<const LogSource*>& logs() const;
  /// Folder of evidence/, attachments/ and documents/.
  const core::Path& files() const { return files_; }

 private:
  core::Path files_;
  std::optional<core::ScratchFolder> copy_;
  std::optional<Store> store_;
  std::optional<StoreSources> stored_;
  std::optional<ExportSources> exported_;
};

struct CopiedFiles {
  std::uint64_t files = 0, bytes = 0;
};

/// Copies what the rows name and `to` lacks; each copy is read back and compared. Files that nothing records stay behind.
/// Throws Error when a file cannot be copied; what was copied before stays, and the next call goes on.
CopiedFiles copy_recorded_files(const core::Path& from, const Rows& rows, const core::Path& to, bool images);

/// Makes a bundle in a new folder, whole or not at all.
void write_bundle(const Ledger& ledger, const core::Path& folder, bool images);

}  // namespace custody
