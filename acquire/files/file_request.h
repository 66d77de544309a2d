// SPDX-License-Identifier: Apache-2.0
// What is asked of the file systems in an image, and what was found there, as the locked-down child and its parent tell each
// other. Names are bytes: in JSON they stand as hexadecimal digits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "acquire/acquisition.h"
#include "core/json.h"

namespace acquire {

/// Names of a folder beyond this many are counted only.
inline constexpr std::uint64_t kMostEntries = 200'000;

enum class FileJob { volumes, folder, content };

/// Which folder or file.
struct FileQuery {
  std::string path;  // from the root of the volume; its last name may be "name:stream" in NTFS
  std::optional<std::uint64_t> address;  // metadata address; reaches what has no name any more
  std::optional<std::uint64_t> volume;   // offset in the media; nullopt: the only one with a file system
};

struct FileRequest {
  FileJob job = FileJob::volumes;
  FileQuery query;
  std::uint64_t seconds = 60;  // of computing
};

/// A stretch of the media that a partition table names, or the whole where there is none.
struct Volume {
  Range range;
  std::string description;  // of the table; bytes
  std::string file_system;  // "ext4", "ntfs", "fat16" ...; empty: none that is read here
  std::string fault;        // why a file system that seems to be there cannot be read
};

enum class FileKind {
  file,
  folder,
  link,
  other,
  view,  // not on the disk: a name that libtsk makes up, as $OrphanFiles for what is deleted and in no folder
};
enum class NameState {
  allocated,
  deleted,
  reused,  // deleted, and its metadata belongs to another file now
};

struct FolderEntry {
  std::string name;
  std::uint64_t address = 0;
  std::optional<std::uint64_t> size;  // nullopt: its metadata is gone
  FileKind kind = FileKind::other;
  NameState state = NameState::allocated;
};

/// Where a folder or file was found.
struct Place {
  std::uint64_t volume = 0;
  std::string file_system;
  std::uint64_t address = 0;
};

/// Seconds since 1970, nanoseconds. FAT keeps the local time of whoever wrote it, and libtsk passes over the zone that
/// ISO 9660 gives; then no zone is known.
struct FileTime {
  std::int64_t seconds = 0;
  std::uint32_t nanoseconds = 0;
  auto operator<=>(const FileTime&) const = default;
};
struct FileTimes {
  std::optional<FileTime> modified, accessed, changed, created;
  bool utc = true;
};
/// "2026-11-22T18:53:01.123456789Z"; without Z when no zone is known.
std::string file_time_text(const FileTime& time, bool utc);

/// What the child tells of a file besides its content and runs.
struct FileReport {
  Place place;
  std::string path, stream;  // as the file system spells it
  std::string attribute;     // "128-3" in NTFS: type and number of the attribute read
  std::uint64_t size = 0;
  std::uint64_t packed = 0;  // bytes of content that stood compressed
  bool allocated = true, recovered = false, encrypted = false;
  FileTimes times;
};

std::string encode(const FileRequest& request);
std::string encode(const std::vector<Volume>& volumes);
std::string encode(const FolderEntry& entry);
std::string encode_folder(const Place& place, std::uint64_t left_out);
std::string encode(const FileReport& report);
/// What was asked for is not there, or not like that.
std::string encode_refusal(const std::string& why);

/// Each nullopt when the text is not what encode() writes, or its numbers are out of all reason.
std::optional<FileRequest> decode_request(std::string_view text);
std::optional<std::vector<Volume>> decode_volumes(const core::json::Value& report);
std::optional<FolderEntry> decode_entry(std::string_view text);
std::optional<Place> decode_place(const core::json::Value& report);
std::optional<std::uint64_t> decode_left_out(const core::json::Value& report);
std::optional<FileReport> decode_file(const core::json::Value& report);

}  // namespace acquire
