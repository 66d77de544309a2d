// SPDX-License-Identifier: Apache-2.0
// From facts to entries: an acquisition in its three steps, things, images and handovers. These functions only draft;
// Ledger::append() checks and signs.
#pragma once

#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "core/ids.h"
#include "custody/ledger.h"

namespace custody {

/// What is known before the first byte is read.
struct AcquisitionStart {
  explicit AcquisitionStart(core::EvidenceId id) : item(std::move(id)) {}
  core::EvidenceId item;
  acquire::SourceFacts source;
  acquire::CarrierFacts carrier;
  std::string carrier_text;  // the person's words for the carrier, may be empty
  std::string description;   // of the item, may be empty
  std::string reason;        // may be empty
  std::string command;       // as typed
  std::string destination;   // folder
  acquire::ImageFormat format = acquire::ImageFormat::e01;
  acquire::Compression compression = acquire::Compression::fast;
  std::uint64_t segment_size = 0;
  std::vector<std::string> hashes;  // "md5", "sha1", "sha256"
  std::vector<std::string> libraries;
  bool again = false;  // a further image of an item that has one already
};

/// Identifiers an acquisition uses; new ones are registered by its first transaction.
struct AcquisitionIds {
  std::string item, image, carrier;
  bool new_item = false, new_carrier = false;
};

/// Chooses image and carrier identifiers. Throws Error when the item is an image, is being imaged by a process that still
/// runs (`in_progress` says so), or has an image already and `again` is not set.
AcquisitionIds choose_ids(const Ledger& ledger, const AcquisitionStart& start,
                          const std::function<bool(const std::string& image)>& in_progress);

/// Registrations as needed, a failure entry for each older acquisition of the item that was cut off, then the start.
std::vector<Draft> draft_start(const Ledger& ledger, const AcquisitionStart& start, const AcquisitionIds& ids,
                               const UnlockedKey& by);

/// A file written beside an image, as it is recorded.
struct SideFile {
  std::string name;
  core::Sha256 sha256;
  std::uint64_t size = 0;
};
Draft draft_finished(const AcquisitionIds& ids, const acquire::Acquisition& acquisition,
                     const SideFile& blocks, const SideFile* unreadable, const UnlockedKey& by);
Draft draft_failed(const AcquisitionIds& ids, const std::string& why, const UnlockedKey& by);
/// REQUIRES: `checked` is of the acquisition that entry `finished` records.
Draft draft_verified(const AcquisitionIds& ids, std::uint64_t finished,
                     const acquire::CheckedAcquisition& checked, const SideFile& files,
                     const UnlockedKey& by);

/// A finished acquisition as the ledger has it, to compare an image with that was not read back at once: size, digests and
/// block digests (none when their file no longer has its digest). Its list of files is empty.
acquire::Acquisition recorded_acquisition(const Ledger& ledger, const std::string& image);

/// Contents of the files beside an image.
core::Bytes blocks_file(const acquire::BlockDigests& blocks);
std::string unreadable_file(const std::vector<acquire::Range>& ranges);
std::string sums_file(const std::vector<acquire::ImageFile>& files);

/// What the parties looked at in a handover.
struct HandoverChecks {
  std::string seal = "not stated";     // intact, broken, none, not stated
  std::string digest = "not checked";  // matches, mismatch, not checked
  std::string condition;               // may be empty
};
struct OutsideParty {
  std::string name, agency, badge;
};

Draft draft_transfer(const std::vector<std::string>& items, const UnlockedKey& from, const UnlockedKey& to,
                     const std::string& reason, const HandoverChecks& checks);
Draft draft_to_outside(const std::vector<std::string>& items, const UnlockedKey& by,
                       const OutsideParty& party, const DraftAttachment& receipt, bool seized,
                       const std::string& holder_key, const std::string& reason, const HandoverChecks& checks,
                       const UnlockedKey* witness);
Draft draft_from_outside(const std::vector<std::string>& items, const UnlockedKey& to,
                         const OutsideParty& party, const DraftAttachment& receipt, const std::string& reason,
                         const HandoverChecks& checks, const UnlockedKey* witness);

/// The key name of who holds a thing; empty when it is outside. Throws Error when it is no registered thing.
std::string holder_of(const Ledger& ledger, const std::string& thing);

}  // namespace custody
