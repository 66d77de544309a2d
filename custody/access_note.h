// SPDX-License-Identifier: Apache-2.0
// A mount in progress, noted in the case folder and outside the ledger: a file .access-ID, signed by the person, and locked by the
// process while it lives. What a killed process left is recorded by the next append.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/durable_file.h"
#include "custody/access_record.h"

namespace custody {

inline constexpr const char* kAccessPrefix = ".access-";

class AccessNote {
 public:
  /// Durable when it returns. Throws Error when the case folder cannot be written to.
  static AccessNote make(const Ledger& ledger, const std::string& image, const std::string& reason,
                         const UnlockedKey& by);
  const AccessIntent& intent() const { return intent_; }
  /// The access is recorded, or nothing came of it.
  void remove();

 private:
  AccessNote(AccessIntent intent, core::Path path, core::Fd fd)
      : intent_(std::move(intent)), path_(std::move(path)), fd_(std::move(fd)) {}
  AccessIntent intent_;
  core::Path path_;
  core::Fd fd_;  // holds the lock
};

/// Notes in the case folder whose processes are gone, locked until let go.
class LeftAccesses {
 public:
  /// REQUIRES: the write lock of the ledger.
  explicit LeftAccesses(const Ledger& ledger);
  /// The entries that are due; none of what the ledger has already.
  std::vector<Draft> drafts(const UnlockedKey& by) const;
  bool empty() const { return due_.empty(); }
  /// Removes the notes. To be called once the entries are committed.
  void remove();

 private:
  void look_at(const core::Path& path);
  bool is_recorded(const AccessIntent& intent) const;

  const Ledger& ledger_;
  std::vector<AccessIntent> due_;
  std::vector<std::pair<core::Path, core::Fd>> settled_;
};

}  // namespace custody
