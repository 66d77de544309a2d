// SPDX-License-Identifier: Apache-2.0
#include "acquire/writing/ewf_resume.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "acquire/image/segment_file.h"
#include "acquire/writing/ewf_sections.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire::ewf {
namespace {

[[noreturn]] void refuse(const core::Path& path, const std::string& why) {
  core::fail("cannot go on with the image: " + core::shown(path.native()) + " " + why);
}

[[noreturn]] void refuse_state(const core::Path& folder) {
  core::fail("cannot go on with the image in " + core::shown(folder.native()) +
             ": what was noted of it does not fit it");
}

struct Details {
  std::uint64_t volume_at = 0;
  core::Sha256 end;
};

/// Puts the identifier into `volume`; nullopt when the value is not as resume_details() makes it.
std::optional<Details> read_details(const core::json::Value& value, Volume& volume) {
  const auto set = core::from_hex(value.text_of("set").value_or(""));
  const auto volume_at = value.integer_of("volume_at");
  const auto end = core::Sha256::parse(value.text_of("end").value_or(""));
  if (!set || set->size() != volume.set_identifier.size() || !volume_at || *volume_at < 0 || !end) {
    return std::nullopt;
  }
  std::copy(set->begin(), set->end(), volume.set_identifier.begin());
  return Details{static_cast<std::uint64_t>(*volume_at), *end};
}

void check_belongs(const core::Path& path, std::uint64_t offset, core::ByteView expected) {
  if (SegmentFile(path).bytes(offset, expected.size()) !=
      std::optional(core::Bytes(expected.begin(), expected.end()))) {
    refuse(path, "is not that segment of this image");
  }
}

void check_files(const core::Path& folder, const WriterState& state, const Details& details,
                 const Volume& volume) {
  const auto path_of = [&](std::size_t index) { return place_of(folder, state.files[index].name); };
  check_belongs(path_of(0), 0, file_header(1));
  check_belongs(path_of(0), details.volume_at, section("volume", details.volume_at, volume_data(volume)));
  for (std::size_t i = 1; i < state.files.size(); ++i) {
    check_belongs(path_of(i), 0, segment_start(i + 1, volume));
  }
  const core::Path last = path_of(state.files.size() - 1);
  if (ImageOutput::digest_of_end(last, state.files.back().size) != details.end) {
    refuse(last, "does not end as it was written");
  }
}

/// A later segment is ours when what it has of its start is as it would be, or never reached the disk.
void check_later(const core::Path& path, std::uint64_t number, const Volume& volume) {
  boost::system::error_code error;
  if (core::fs::symlink_status(path, error).type() != core::fs::regular_file) {
    refuse(path, "is no plain file");
  }
  const SegmentFile file(path);
  const core::Bytes start = segment_start(number, volume);
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), start.size()));
  const auto found = file.bytes(0, length);
  const bool ours =
      found && (std::equal(found->begin(), found->end(), start.begin()) ||
                std::all_of(found->begin(), found->end(), [](std::uint8_t b) { return b == 0; }));
  if (!ours) {
    refuse(path, "is not that segment of this image");
  }
}

void remove_later(const core::Path& folder, const ImageOutput::Naming& naming, std::uint64_t count,
                  const Volume& volume) {
  const std::vector<core::Path> later = later_files(folder, naming, count);
  for (std::size_t i = 0; i < later.size(); ++i) {
    check_later(later[i], count + i + 1, volume);
  }
  for (const core::Path& path : later) {
    if (::unlink(path.c_str()) != 0) {
      core::fail_errno("cannot remove", path, errno);
    }
  }
}

}  // namespace

core::json::Value resume_details(const Volume& volume, std::uint64_t volume_at, const core::Sha256& end) {
  core::json::Value out;
  out.set("set", core::to_hex(volume.set_identifier));
  out.set("volume_at", volume_at);
  out.set("end", end.hex());
  return out;
}

std::uint64_t check_resume(const std::vector<core::Path>& folders, const ImageOutput::Naming& naming,
                           const WriterState& state, Volume& volume) {
  const auto details = read_details(state.details, volume);
  for (const core::Path& folder : folders) {
    check_resumable(folder, naming, state.files);
    if (!details || state.media_bytes > volume.media_size() ||
        (state.media_bytes % volume.chunk_size() != 0 && state.media_bytes != volume.media_size())) {
      refuse_state(folder);
    }
    check_files(folder, state, *details, volume);
  }
  return details->volume_at;
}

std::uint64_t prepare_resume(const std::vector<core::Path>& folders, const ImageOutput::Naming& naming,
                             const WriterState& state, Volume& volume) {
  const std::uint64_t volume_at = check_resume(folders, naming, state, volume);
  for (const core::Path& folder : folders) {
    remove_later(folder, naming, state.files.size(), volume);
  }
  return volume_at;
}

}  // namespace acquire::ewf
