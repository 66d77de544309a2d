// SPDX-License-Identifier: Apache-2.0
// What the receiver of a handover apart gets in a file: the release, and the entries that explain it, each proven to stand
// in a log whose head is signed beside them. The case's first log hangs on the case id, each further one on a key enrolled
// in a log before it.
#pragma once

#include <string>
#include <vector>

#include "custody/checkpoint.h"
#include "custody/entry.h"
#include "custody/ledger.h"

namespace custody {

class ReleaseRequest {
 public:
  /// The file's text for the release that the entry of that number records: that entry, the opening of the case, the giver's
  /// enrolment, the registration of each thing, and of each further log that one of them stands in its opening and the
  /// enrolment of who opened it.
  static std::string make(const Ledger& ledger, std::uint64_t number);
  /// Reads a file nobody has checked. Throws Error when it is damaged, an entry in it is not in its log, a log does not
  /// belong to the case, or the giver did not sign.
  static ReleaseRequest parse(std::string_view text);

  const Entry& release() const { return items_.front().entry; }
  const core::Sha256& leaf_hash() const { return items_.front().hash; }
  const core::Sha256& case_id() const { return items_.at(1).hash; }
  /// How people name the release: custody/entry_label.h.
  std::string label() const;
  /// Key name of the one who releases.
  std::string giver() const { return release().signers.front().key; }
  std::string giver_name() const { return told(items_.at(2), "body.name"); }
  /// A disclosed text of the first entry in the file that is about `id` (empty: of that type); empty when not disclosed.
  std::string told(const std::string& type, const std::string& id, const std::string& name) const;

 private:
  struct Item {
    Entry entry;
    core::Sha256 hash;
    std::uint64_t log = 0;  // index in logs_
    std::vector<core::Sha256> proof;
    std::vector<Disclosure> disclosures;
  };
  struct Log {
    Checkpoint head;
    std::uint64_t opening = 0, opener = 0;  // indices in items_; the opener's enrolment
  };

  ReleaseRequest() = default;
  static Item read_item(const core::json::Value& value);
  void read_log(const core::json::Value& value);
  void check_further(std::size_t index) const;
  void check_in_log(const Item& item) const;
  static void check_signer(const Item& signed_by, const Item& enrolment);
  static std::string told(const Item& item, const std::string& name);

  std::vector<Item>
      items_;  // release, opening of the case, the giver's enrolment, registrations, openings and enrolments
  std::vector<Log>
      logs_;  // first the one that opened the case; each after the log that its opener is enrolled in
};

}  // namespace custody
