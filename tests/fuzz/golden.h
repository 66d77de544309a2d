// SPDX-License-Identifier: Apache-2.0
// The ledger of tests/vectors, written without Exhibit's code and signed with keys that no sample can hold.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/digest.h"
#include "core/json.h"
#include "custody/note.h"

namespace fuzz {

class Golden {
 public:
  static const Golden& get();

  const std::vector<core::Bytes>& leaves() const { return leaves_; }
  /// Objects of the leaves, to take parts from.
  const std::vector<core::json::Value>& objects() const { return objects_; }
  const std::vector<std::string>& checkpoints() const { return checkpoints_; }
  /// Texts of the checkpoints.
  const std::set<std::string>& signed_heads() const { return heads_; }
  /// Canonical JSON of [seq, name, salt, value].
  const std::set<std::string>& disclosures() const { return disclosures_; }
  const custody::VerifierKey& log() const { return *log_; }
  const core::Sha256& case_id() const { return case_id_; }

 private:
  Golden();
  std::vector<core::Bytes> leaves_;
  std::vector<core::json::Value> objects_;
  std::vector<std::string> checkpoints_;
  std::set<std::string> heads_, disclosures_;
  std::optional<custody::VerifierKey> log_;
  core::Sha256 case_id_;
};

}  // namespace fuzz
