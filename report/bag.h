// SPDX-License-Identifier: Apache-2.0
// A BagIt bag (RFC 8493) with SHA-256 manifests: filling one, and checking one that came from outside.
#pragma once

#include "core/durable_file.h"
#include "core/path.h"
#include "custody/finding.h"

namespace report {

/// Writes a bag into a folder of its own. A name is a path below the bag's root with '/' between its parts.
class BagWriter {
 public:
  /// Creates the folder; it must not exist.
  explicit BagWriter(core::Path root);
  const core::Path& root() const { return root_; }
  void add(const std::string& name, core::ByteView bytes);
  /// Copies a file, computing its digest on the way; returns what was copied.
  core::FileDigest copy(const std::string& name, const core::Path& file);
  /// Lists what others wrote below a folder of the bag.
  void adopt(const std::string& folder);
  /// Writes bagit.txt, bag-info.txt and both manifests, and syncs. Returns the digest of the tag manifest.
  core::Sha256 finish(const std::vector<std::pair<std::string, std::string>>& info);
  std::uint64_t files() const { return sums_.size(); }
  std::uint64_t bytes() const { return bytes_; }

 private:
  void note(const std::string& name, const core::FileDigest& digest);
  core::Path root_;
  std::vector<std::pair<std::string, std::string>> sums_;  // name, sha256
  std::uint64_t bytes_ = 0;
};

/// Every file listed, with its digest, and no other file there.
custody::Findings check_bag(const core::Path& root);

}  // namespace report
