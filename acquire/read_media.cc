// SPDX-License-Identifier: Apache-2.0
#include "acquire/read_media.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <string>

#include "acquire/acquire.h"
#include "acquire/block_server.h"
#include "acquire/ewf_chunks.h"
#include "acquire/ewf_reader.h"
#include "acquire/file_job.h"
#include "acquire/frames.h"
#include "acquire/lock_down.h"
#include "acquire/segment_file.h"
#include "acquire/segments.h"
#include "acquire/thread_group.h"
#include "core/json.h"
#include "core/text.h"

namespace acquire {
namespace {

using core::json::Array;
using core::json::Object;
using core::json::Value;

/// What the report frame tells besides the media.
struct Report {
  FaultList faults;
  std::uint64_t declared = 0;  // bytes
  std::optional<core::Md5> md5;
  std::optional<core::Sha1> sha1;
  EwfContent content;
};

class MediaFrames {
 public:
  explicit MediaFrames(int out) : out_(out) {}
  void announce(std::uint64_t size) const { write_size_frame(out_, size); }
  void send(core::ByteView media) const {
    while (!media.empty()) {
      const core::ByteView part = media.first(std::min(media.size(), kDataFrameLimit));
      write_frame(out_, FrameType::data, part);
      media = media.subspan(part.size());
    }
  }

 private:
  int out_;
};

Report read_e01(const SegmentSet& set, const MediaFrames& frames) {
  Report report;
  const EwfStructure structure = walk_ewf(set.files, report.faults);
  report.declared = structure.media_size;
  report.md5 = structure.md5;
  report.sha1 = structure.sha1;
  const std::uint64_t size = decodable_size(structure, report.faults);
  frames.announce(size);
  FaultList chunk_faults;
  std::atomic<bool> stop{false};
  ThreadGroup checking([&] { stop = true; });
  if (size > 0) {
    checking.run([&] { check_ewf_chunks(set.files, structure, chunk_faults, stop); });
  }
  report.content = read_ewf(
      set.files, structure, size, [&](core::ByteView media) { frames.send(media); }, report.faults);
  checking.join();
  report.faults.add_all(chunk_faults);
  return report;
}

void send_raw_file(const SegmentFile& file, const MediaFrames& frames, FaultList& faults) {
  core::Bytes buffer(kDataFrameLimit);
  for (std::uint64_t offset = 0; offset < file.size();) {
    const auto part = std::span(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), file.size() - offset)));
    if (!file.read(offset, part)) {
      std::fill(part.begin(), part.end(), std::uint8_t{0});
      faults.add(file.name() + ": " + std::to_string(part.size()) + " bytes at offset " +
                 std::to_string(offset) + " cannot be read");
    }
    frames.send(part);
    offset += part.size();
  }
}

/// Every tool cuts a disk into parts of one size and a rest; `split -n` makes the last one larger by less than their
/// number.
void check_raw_file(const SegmentFile& file, std::uint64_t size_of_first, bool last, std::size_t count,
                    FaultList& faults) {
  if (file.size() == 0) {
    faults.add(file.name() + ": the file is empty (0 bytes)");
  } else if (last ? file.size() >= size_of_first + count : file.size() != size_of_first) {
    faults.add(file.name() + ": it has " + std::to_string(file.size()) + " bytes, the first segment " +
               std::to_string(size_of_first) + ": one of them is not whole");
  }
}

Report read_raw(const SegmentSet& set, const MediaFrames& frames) {
  Report report;
  const std::uint64_t size_of_first = SegmentFile(set.files.front()).size();
  for (std::size_t i = 0; i < set.files.size(); ++i) {
    const SegmentFile file(set.files[i]);
    report.declared += file.size();
    check_raw_file(file, size_of_first, i + 1 == set.files.size(), set.files.size(), report.faults);
  }
  frames.announce(report.declared);
  for (const core::Path& path : set.files) {
    send_raw_file(SegmentFile(path), frames, report.faults);
  }
  return report;
}

/// JSON carries UTF-8 only.
Value text_value(const std::string& text) { return core::is_utf8(text) ? text : core::shown(text); }

Value header_value(const ImageReading::Header& header) {
  Object out;
  out["case_number"] = text_value(header.case_number);
  out["description"] = text_value(header.description);
  out["examiner"] = text_value(header.examiner);
  out["evidence_number"] = text_value(header.evidence_number);
  out["notes"] = text_value(header.notes);
  out["software"] = text_value(header.software);
  out["acquired_at"] = text_value(header.acquired_at);
  return out;
}

std::string encode_report(const Report& report) {
  Object out;
  Array faults;
  for (const std::string& fault : report.faults.all()) {
    faults.emplace_back(text_value(fault));
  }
  Array errors;
  for (const Range& range : report.content.recorded_errors) {
    errors.emplace_back(Array{Value(range.offset), Value(range.length)});
  }
  out["declared"] = Value(std::to_string(report.declared));
  out["errors"] = std::move(errors);
  out["faults"] = std::move(faults);
  out["header"] = header_value(report.content.header);
  if (report.md5) {
    out["md5"] = report.md5->hex();
  }
  if (report.sha1) {
    out["sha1"] = report.sha1->hex();
  }
  return core::json::encode(out);
}

}  // namespace

int read_media_locked_down(const core::Path& first, ImageFormat format, int out) {
  try {
    const SegmentSet set = find_segments(first, format);
    lock_down(set.files);
    const MediaFrames frames(out);
    const Report report = format == ImageFormat::e01 ? read_e01(set, frames) : read_raw(set, frames);
    write_frame(out, FrameType::report, core::as_bytes(encode_report(report)));
    return 0;
  } catch (const std::exception&) {
    return 1;
  }
}

std::optional<int> run_if_reader_child(int argc, char** argv) {
  const std::string_view name = argc == 3 ? argv[0] : "";
  if (name != kReaderName && name != kBlockReaderName && name != kFileReaderName) {
    return std::nullopt;
  }
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  const ImageFormat format = std::string_view(argv[2]) == kFormatE01 ? ImageFormat::e01 : ImageFormat::raw;
  if (name == kFileReaderName) {
    return serve_files_locked_down(argv[1], format, STDIN_FILENO, STDOUT_FILENO);
  }
  return name == kReaderName ? read_media_locked_down(argv[1], format, STDOUT_FILENO)
                             : serve_blocks_locked_down(argv[1], format, STDIN_FILENO, STDOUT_FILENO);
}

}  // namespace acquire
