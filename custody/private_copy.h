// SPDX-License-Identifier: Apache-2.0
// The copy of a case database that verification reads: opening a database may rewrite it, and one on read-only media
// does not open. The case folder stays as it is.
#pragma once

#include "core/path.h"
#include "custody/finding.h"
#include "custody/sqlite.h"

namespace custody {

class PrivateCopy {
 public:
  /// Copies database and write-ahead log into `folder`, both of one moment. Throws Error when the file is far larger
  /// than its database or when somebody keeps writing.
  PrivateCopy(const core::Path& folder, const core::Path& database);
  const core::Path& path() const { return copy_; }
  /// What lies in these files and is no part of the database. `db` is the copy, open for writing: it is folded back.
  Findings leftovers(const Database& db) const;

 private:
  bool copied_undisturbed();
  void refuse_oversize() const;

  core::Path database_, copy_;
  std::uint64_t size_ = 0, wal_size_ = 0;
  bool is_wal_ = true;
};

}  // namespace custody
