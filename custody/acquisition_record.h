// SPDX-License-Identifier: Apache-2.0
// An acquisition in its three steps, with the things, images and files it adds to a case.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "core/ids.h"
#include "custody/ledger.h"
#include "custody/source_record.h"

namespace custody {

/// What is known before the first byte is read.
struct AcquisitionStart {
  explicit AcquisitionStart(core::EvidenceId id) : item(std::move(id)) {}
  core::EvidenceId item;
  acquire::SourceFacts source;
  acquire::SourceSurvey survey;
  acquire::CarrierFacts carrier;
  std::string carrier_text;  // the person's words for the carrier, may be empty
  std::string description;   // of the item, may be empty
  std::string reason;        // may be empty
  std::string playbook;      // leaf hash of the entry that fixed the playbook it follows, may be empty
  std::string command;       // as typed
  std::string destination;   // folder
  acquire::ImageFormat format = acquire::ImageFormat::e01;
  acquire::Compression compression = acquire::Compression::fast;
  std::uint64_t segment_size = 0;
  std::vector<std::string> hashes;  // "md5", "sha1", "sha256"
  std::vector<std::string> libraries;
  int retries = 2;                           // further attempts at what could not be read
  acquire::Fill fill = acquire::Fill::zero;  // in place of unreadable bytes
  int read_timeout = 30;                     // seconds from which on a read counts as slow
  std::string map_sha256;                    // of the map of the rescue that made the source, may be empty
  bool again = false;                        // a further image of an item that has one already
  std::string verb = "acquire";              // what is said when it cannot be done
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

/// What an image needs before its first entry, as far as `ids` says that it is new.
struct Registration {
  std::string description;     // of the item
  core::json::Object facts;    // of the item
  std::string holder_outside;  // of the item; empty: who signs
  acquire::CarrierFacts carrier;
  std::string carrier_text;  // may be empty
  acquire::ImageFormat format = acquire::ImageFormat::e01;
};
std::vector<Draft> draft_registrations(const AcquisitionIds& ids, const Registration& of,
                                       const UnlockedKey& by);

/// Registrations as needed, a failure entry for each older acquisition of the item that was cut off or put down, then the
/// start.
std::vector<Draft> draft_start(const Ledger& ledger, const AcquisitionStart& start, const AcquisitionIds& ids,
                               const UnlockedKey& by);

/// A file written beside an image, as it is recorded.
struct SideFile {
  std::string name;
  core::Sha256 sha256;
  std::uint64_t size = 0;
};
Draft draft_finished(const AcquisitionIds& ids, const acquire::Acquisition& acquisition,
                     const SideFile& blocks, const SideFile* unreadable, const UnlockedKey& by,
                     const std::optional<SideFile>& log = std::nullopt);
Draft draft_failed(const AcquisitionIds& ids, const std::string& why, const UnlockedKey& by);
/// `bytes` of media are imaged and synced.
Draft draft_suspended(const AcquisitionIds& ids, std::uint64_t bytes, const std::string& why,
                      const UnlockedKey& by);

/// An acquisition that goes on after it was interrupted.
struct Resumption {
  std::uint64_t bytes = 0;     // of media that were imaged before
  std::uint64_t compared = 0;  // of these, read again and equal
  std::uint64_t changed = 0;   // of these, read again and not equal: the source is in use
  acquire::SourceFacts source;
  std::optional<acquire::SourceSurvey> survey;  // what was found about it then
  std::string command, destination, reason;     // the reason may be empty
  std::string continued_in;  // folder outside the case in which the image goes on; empty: none
};
Draft draft_resumed(const AcquisitionIds& ids, const Resumption& resumption, const UnlockedKey& by);

/// The newest image of the item that was begun and has neither been finished nor failed; nullopt when there is none.
std::optional<AcquisitionIds> unfinished_acquisition(const Ledger& ledger, const std::string& item);
/// REQUIRES: `checked` is of the acquisition that entry `finished` records.
Draft draft_verified(const AcquisitionIds& ids, std::uint64_t finished,
                     const acquire::CheckedAcquisition& checked, const SideFile& files,
                     const UnlockedKey& by);

/// Members that entries about an image have in common.
core::json::Object digests_object(const acquire::MediaDigests& digests);
core::json::Object files_object(const std::vector<acquire::ImageFile>& files);
/// With the file that lists them.
core::json::Object files_object(const std::vector<acquire::ImageFile>& files, const SideFile& list);
core::json::Object blocks_object(const acquire::BlockDigests& blocks, const SideFile& file);
core::json::Object unreadable_object(const std::vector<acquire::Range>& ranges, const SideFile* list);

/// A file that is there, as it is recorded.
SideFile side_file(const core::Path& folder, const std::string& name);
/// Writes a file into `folder`, durably; nothing may be there under that name.
SideFile write_side_file(const core::Path& folder, const std::string& name, core::ByteView bytes);
/// Writes the list of the image's files beside it and appends the comparison; returns the entry's number.
/// REQUIRES: as draft_verified, and that no entry records a comparison of the image yet.
std::uint64_t record_comparison(Ledger& ledger, const AcquisitionIds& ids, std::uint64_t finished,
                                const acquire::CheckedAcquisition& checked, const UnlockedKey& by);

/// A finished acquisition as the ledger has it, to compare an image with that was not read back at once: size, digests and
/// block digests (none when their file no longer has its digest). Its list of files is empty.
acquire::Acquisition recorded_acquisition(const Ledger& ledger, const std::string& image);

/// Contents of the files beside an image.
core::Bytes blocks_file(const acquire::BlockDigests& blocks);
std::string ranges_file(const std::vector<acquire::Range>& ranges);
/// Reads such a text; nullopt when it is none.
std::optional<std::vector<acquire::Range>> parse_ranges(std::string_view text);
std::string sums_file(const std::vector<acquire::ImageFile>& files);

}  // namespace custody
