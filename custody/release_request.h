// SPDX-License-Identifier: Apache-2.0
// What the receiver of a handover apart gets in a file: the release, and the entries that explain it, each proven to stand
// in the log whose head is signed beside them.
#pragma once

#include <string>
#include <vector>

#include "custody/checkpoint.h"
#include "custody/entry.h"
#include "custody/ledger.h"

namespace custody {

class ReleaseRequest {
 public:
  /// The file's text for the release that entry `seq` records: that entry, the opening of the case, the giver's enrolment and
  /// the registration of each thing.
  static std::string make(const Ledger& ledger, std::uint64_t seq);
  /// Reads a file nobody has checked. Throws Error when it is damaged, or an entry in it is not in the log or not signed by
  /// the giver.
  static ReleaseRequest parse(std::string_view text);

  const Entry& release() const { return entries_.front(); }
  const core::Sha256& leaf_hash() const { return hashes_.front(); }
  const core::Sha256& case_id() const { return hashes_.at(1); }
  const Checkpoint& head() const { return head_; }
  /// Key name of the one who releases.
  std::string giver() const { return release().signers.front().key; }
  /// A disclosed text of the first entry in the file that is about `id` (empty: of that type); empty when not disclosed.
  std::string told(const std::string& type, const std::string& id, const std::string& name) const;

 private:
  ReleaseRequest() = default;
  void read_entries(const core::json::Value& file);
  void check_giver() const;

  std::vector<Entry> entries_;  // release, opening, enrolment, registrations
  std::vector<core::Sha256> hashes_;
  std::vector<Disclosure> disclosures_;
  Checkpoint head_;
};

}  // namespace custody
