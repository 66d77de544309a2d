// SPDX-License-Identifier: Apache-2.0
// The facts of an acquisition, as plain values: all that the ledger and the documents learn of imaging.
// A CheckedAcquisition can only be made by verify_image(); "compared" cannot be claimed without it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "acquire/block_digests.h"
#include "core/clock.h"
#include "core/digest.h"
#include "core/ids.h"
#include "core/path.h"

namespace acquire {

enum class ImageFormat { e01, raw };
enum class Compression { none, fast, best };
/// What stands in an image in place of bytes that could not be read: zero bytes, or BADBLOCK again and again.
enum class Fill { zero, pattern };
inline const char* words_of(Fill fill) {
  return fill == Fill::zero ? "zero bytes" : "BADBLOCK again and again";
}

struct Range {
  std::uint64_t offset = 0;  // bytes
  std::uint64_t length = 0;  // bytes
  auto operator<=>(const Range&) const = default;
};

/// What can be learnt of a source without reading its content. Texts are as the device or the kernel gave
/// them (bytes, not trusted); empty means that nothing was found.
struct SourceFacts {
  std::string path;                   // as given by the person, made absolute
  std::string kind;                   // "block device" or "file"
  std::string model, vendor, serial;  // sysfs
  std::string wwn, firmware;          // sysfs
  std::vector<std::string> links;     // names under /dev/disk/by-id that lead to it
  std::string transport;              // "ata", "nvme", "usb", "virtio", "loop", ...; empty when unknown
  std::string backing_file;           // of a loop device
  std::uint64_t size = 0;             // bytes
  std::uint32_t logical_sector_size = 512;
  std::uint32_t physical_sector_size = 512;
  bool read_only = false;  // the kernel's read-only flag of the device (BLKROGET), or of the file's mode
  bool removable = false;
  std::vector<std::string> mounts;   // "DEVICE on MOUNT_POINT (options)" for the device and its partitions
  std::vector<std::string> holders;  // names of devices stacked on it (dm, md), partitions included
};

/// What the first sectors of a volume say it holds. Texts are as found: bytes, not trusted.
struct VolumeFacts {
  std::string file_system;  // "ext4", "NTFS", "LUKS2"; empty when no signature is known
  std::string label;        // UTF-8 where the file system says how it is written; may be empty
  bool operator==(const VolumeFacts&) const = default;
};

/// A partition as the table on the medium describes it.
struct PartitionFacts {
  std::uint64_t number = 0;  // in the table, from 1
  Range range;               // of the medium
  std::string type;          // "0x83", or a GUID in upper case
  std::string type_name;     // "Linux"; empty when not known
  std::string name;          // that a GPT gives it, UTF-8
  VolumeFacts volume;
  bool operator==(const PartitionFacts&) const = default;
};

struct PartitionTableFacts {
  /// Partitions that are listed; a table with more says so among its faults.
  static constexpr std::size_t kListed = 256;
  std::string scheme;  // "gpt" or "mbr"; empty when there is none
  std::vector<PartitionFacts> partitions;
  std::vector<std::string> faults;  // what is wrong with it
};

/// A place on the medium that looks encrypted.
struct EncryptionSign {
  std::uint64_t offset = 0;  // bytes of the medium
  std::string kind;          // "LUKS2", "BitLocker", ...
  bool likely_only = false;  // no signature that can mean nothing else
  bool operator==(const EncryptionSign&) const = default;
};

/// What the medium's first sectors and those of its partitions say.
struct MediaSurvey {
  PartitionTableFacts table;
  VolumeFacts whole;  // of a medium without a table
  std::vector<EncryptionSign> encryption;
  std::vector<Range> unread;  // places that could not be read; what they would have said is not known
};

/// Sectors that the device keeps from its host. Nothing is ever unlocked.
struct HiddenAreas {
  enum class Answer { none, hidden, not_supported, not_told };
  std::string why_not;                           // nothing was asked, or nothing answered: why
  Answer host_protected = Answer::not_told;      // host-protected area
  Answer overlay = Answer::not_told;             // device configuration overlay
  std::uint64_t visible_sectors = 0;             // as the kernel has it
  std::optional<std::uint64_t> native_sectors;   // with the host-protected area
  std::optional<std::uint64_t> factory_sectors;  // with what the overlay hides
  std::string model, serial, firmware;           // as the device itself identifies
  std::optional<std::string> security;           // ATA security: "not supported", "off", "on", "locked"
  bool hides() const { return host_protected == Answer::hidden || overlay == Answer::hidden; }
};

/// The device's own account of its health, as smartctl tells it.
struct SmartSummary {
  std::string why_not;         // not available: why; empty when it is
  std::optional<bool> passed;  // the device's own verdict
  /// "power_on_hours", "reallocated_sectors", ...: those that the device tells.
  std::vector<std::pair<std::string, std::int64_t>> counts;
};

/// The kernel's read-only flags of a device and its partitions, as found and as they are after the request.
struct WriteBlock {
  struct State {
    std::string device;
    bool read_only = false;
    bool operator==(const State&) const = default;
  };
  bool asked = false;  // this program was told to set them
  std::vector<State> before;
  std::vector<State> after;  // empty when nothing was asked
};

/// All that is found out about a source, beyond SourceFacts, before it is imaged.
struct SourceSurvey {
  MediaSurvey media;
  HiddenAreas hidden;
  SmartSummary smart;
  WriteBlock write_block;
  bool holds_running_system = false;  // the root file system of this computer lies on it
  bool in_use = false;                // mounted writable, or holds the running system: not of one moment
};

/// Where an image is written: the medium below the folder.
struct CarrierFacts {
  std::string file_system;     // "ext4", "tmpfs"
  std::string file_system_id;  // fsid as hexadecimal
  std::string device;          // "/dev/vda", empty when there is none
  std::string model, serial, transport;
  std::uint64_t capacity = 0;  // bytes of the file system
};

struct MediaDigests {
  std::optional<core::Md5> md5;
  std::optional<core::Sha1> sha1;
  std::optional<core::Sha256> sha256;
  auto operator<=>(const MediaDigests&) const = default;
};

struct ImageFile {
  std::string name;  // without folder
  std::uint64_t size = 0;
  std::optional<core::Sha256> sha256;  // set when the file was read back
};

/// The data as read from the source, once; nothing has been compared yet.
struct Acquisition {
  SourceFacts source;
  ImageFormat format = ImageFormat::e01;
  Compression compression = Compression::fast;
  std::uint64_t segment_size = 0;  // bytes
  std::uint64_t bytes = 0;         // media bytes
  MediaDigests digests;
  BlockDigests blocks;
  std::vector<Range> unreadable;  // ascending, not touching
  Fill fill = Fill::zero;         // what stands there
  std::vector<ImageFile> files;   // segments in order
  core::UtcTime started, finished;
  std::optional<SmartSummary> smart_after;  // asked for again when the source was read
};

/// Where a stretch of a file's content comes from.
struct ContentRun {
  enum class Kind {
    stored,    // these bytes of the media, as they are
    zeros,     // nothing in the image: a hole, or room that was never written; offset 0
    resident,  // inside the file's own metadata record; offset 0
    packed,  // these bytes of the media hold the content compressed; their length is not that of the content
  };
  Kind kind = Kind::stored;
  Range range;
  auto operator<=>(const ContentRun&) const = default;
};

/// One file inside an image, as entries and documents name it. Texts are as the file system has them: bytes, not trusted.
struct FileInImage {
  /// Runs that are kept in the list; run_count and stored count all.
  static constexpr std::size_t kListedRuns = 100'000;

  std::string path;    // from the root of the volume; empty when it was named by its metadata address alone
  std::string stream;  // alternate data stream of NTFS; empty: the content itself
  std::string file_system;       // "ext4", "ntfs", ...
  std::uint64_t volume = 0;      // offset of the file system in the media
  std::uint64_t address = 0;     // metadata address: inode number, MFT entry ...
  std::uint64_t size = 0;        // bytes of content
  core::Sha256 sha256;           // of the content
  std::vector<ContentRun> runs;  // in the order of the content, merged
  std::uint64_t run_count = 0;
  std::uint64_t stored = 0;  // bytes of the media in runs `stored` and `packed`
  /// Bytes of content of the other kinds of runs; with `stored` runs they make up the size.
  std::uint64_t zeros = 0, resident = 0, packed = 0;
  bool allocated = true;          // false: deleted
  bool recovered = false;         // where the content of a deleted file lay is a guess
  std::vector<Range> unreadable;  // parts of its runs that could not be read when the image was made
  Fill fill = Fill::zero;         // what stands there
};

/// The result of reading an image back from storage.
struct ImageReading {
  std::uint64_t bytes = 0;
  MediaDigests digests;
  BlockDigests blocks;
  std::vector<ImageFile> files;              // with their SHA-256
  MediaDigests stored;                       // digests the image itself carries (E01: MD5, SHA-1)
  std::vector<std::string> faults;           // structure, checksums, counts, stored digests that do not agree
  std::vector<Range> recorded_errors;        // acquisition errors the image itself lists (E01 error2), bytes
  std::optional<bool> second_reader_agrees;  // nullopt: no second reader was asked for, or there is none
  struct Header {                            // of the E01; texts as found, not trusted
    std::string case_number, description, examiner, evidence_number, notes, software, acquired_at;
    std::string model, serial;  // of the medium
  } header;
};

/// The result of comparing the media of an image block by block with recorded digests.
struct BlockReading {
  /// Offsets that are listed; `differing` counts all.
  static constexpr std::size_t kListed = 10;

  std::uint64_t bytes = 0;             // of media that were read
  std::uint64_t compared = 0;          // blocks
  std::uint64_t recorded = 0;          // blocks that the list has
  std::uint64_t differing = 0;         // of those compared
  std::vector<std::uint64_t> first;    // media offsets of the first differing blocks, ascending
  core::Sha256 recorded_root;          // of the list that was compared with
  std::vector<std::string> faults;     // structure, checksums, counts
  std::vector<Range> recorded_errors;  // acquisition errors the image itself lists (E01 error2), bytes
};

/// An acquisition with its image read back and every digest compared.
class CheckedAcquisition {
 public:
  const Acquisition& acquisition() const { return acquisition_; }
  const ImageReading& reading() const { return reading_; }
  /// True when size, every digest and every block agree and the image has no fault of its own.
  bool matches() const { return mismatches_.empty(); }
  /// What does not agree, in words; empty when all does.
  const std::vector<std::string>& mismatches() const { return mismatches_; }

 private:
  friend CheckedAcquisition compare(Acquisition acquisition, ImageReading reading);
  CheckedAcquisition(Acquisition acquisition, ImageReading reading, std::vector<std::string> mismatches)
      : acquisition_(std::move(acquisition)),
        reading_(std::move(reading)),
        mismatches_(std::move(mismatches)) {}
  Acquisition acquisition_;
  ImageReading reading_;
  std::vector<std::string> mismatches_;
};

}  // namespace acquire
