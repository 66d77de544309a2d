// SPDX-License-Identifier: Apache-2.0
// E01 sets, zlib streams, names of segments, and what the reading child may send its parent.
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cstring>

#include "acquire/acquire.h"
#include "acquire/child/frames.h"
#include "acquire/child/reader_job.h"
#include "acquire/image/segments.h"
#include "acquire/reading/ewf_header.h"
#include "acquire/reading/ewf_media.h"
#include "acquire/reading/ewf_tables.h"
#include "acquire/reading/inflate.h"
#include "acquire/reading/media_files.h"
#include "core/error.h"
#include "core/progress.h"
#include "core/text.h"
#include "tests/acquire/memory_slots.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

constexpr std::uint64_t kLargestSample = 4U << 20U;

/// Segments: the records of the input when it has the tag 's', else the input is the one segment.
std::vector<core::Path> segment_files(core::ByteView input) {
  const core::Path folder = empty_folder();
  std::vector<core::Path> out;
  if (!input.empty() && input[0] == 's') {
    for (const Record& record : split_records(input)) {
      out.push_back(folder / ("x." + acquire::ewf_extension(out.size() + 1)));
      put_file(out.back(), record.bytes);
    }
  }
  if (out.empty()) {
    out.push_back(folder / "x.E01");
    put_file(out.back(), input);
  }
  return out;
}

/// The output of zlib when the stream is whole and nothing follows it.
std::optional<core::Bytes> zlib_output(core::ByteView packed, std::size_t room) {
  core::Bytes out(room + 1);
  z_stream stream{};
  require(::inflateInit(&stream) == Z_OK, "zlib can be started");
  core::Bytes copy(packed.begin(), packed.end());
  stream.next_in = copy.data();
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(room);
  const int result = ::inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  const bool whole = result == Z_STREAM_END && stream.avail_in == 0;
  ::inflateEnd(&stream);
  return whole ? std::optional(std::move(out)) : std::nullopt;
}

std::vector<std::string> lines_of(core::ByteView input, std::size_t most) {
  std::vector<std::string> out;
  std::string_view rest = core::as_text(input);
  while (!rest.empty() && out.size() < most) {
    out.emplace_back(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(std::min(out.back().size() + 1, rest.size()));
  }
  return out;
}

bool can_be_a_file(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.size() < 200 &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
}

/// The whole stream by several threads, and block by block: the same media wherever both can be had.
void read_both_ways(const std::vector<core::Path>& files, const acquire::EwfStructure& structure,
                    std::uint64_t size, acquire::FaultList& faults) {
  support::MemorySlots slots;
  acquire::send_ewf_media(files, structure, size, 3, slots, faults);
  require(slots.media().size() == size, "all that can be decoded is sent, and no more");
  acquire::FaultList again;
  const acquire::SegmentSet set{acquire::ImageFormat::e01, files, {}};
  const auto media = acquire::open_media(set, again);
  require(media->size() == size, "both ways the media have the same size");
  core::Bytes block(acquire::kBlockSize - 512);
  for (std::uint64_t offset = 0; offset < size; offset += block.size()) {
    const auto part = std::span(block).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), size - offset)));
    if (!media->read(offset, part)) {
      require(
          std::equal(part.begin(), part.end(), slots.media().begin() + static_cast<std::ptrdiff_t>(offset)),
          "both ways the media are the same");
    }
  }
}

void check_errors(const acquire::EwfStructure& structure) {
  require(structure.recorded_errors.size() <= acquire::ErrorRanges::kLimit, "the list of errors is bounded");
  for (const acquire::Range& range : structure.recorded_errors) {
    require(range.offset <= structure.media_size && range.length <= structure.media_size - range.offset,
            "listed errors lie in the media");
  }
}

}  // namespace

void run_ewf_header(core::ByteView input) {
  if (input.empty()) {
    return;
  }
  const auto form = input[0] % 2 == 0 ? acquire::HeaderText::bytes : acquire::HeaderText::utf16;
  acquire::FaultList faults;
  acquire::ImageReading::Header header = acquire::parse_ewf_header(input.subspan(1), form, faults);
  for (const std::string* value : {&header.case_number, &header.description, &header.examiner,
                                   &header.evidence_number, &header.notes, &header.software}) {
    require(value->size() <= acquire::kHeaderValueLimit, "a value is bounded");
    require(form == acquire::HeaderText::bytes || core::is_utf8(*value), "UTF-16 becomes UTF-8");
  }
  const std::string before = header.notes;
  acquire::fill_from(header, acquire::parse_ewf_header(input, form, faults));
  require(before.empty() || header.notes == before, "what is there stays");
}

void run_e01(core::ByteView input) {
  const std::vector<core::Path> files = segment_files(input);
  acquire::FaultList faults;
  const acquire::EwfStructure structure = acquire::walk_ewf(files, faults);
  std::uint64_t chunks = 0;
  for (const acquire::EwfTable& table : structure.tables) {
    require(table.segment < files.size(), "a table lies in one of the segments");
    const std::uint64_t size = core::fs::file_size(files[table.segment]);
    require(table.entries_offset <= size && table.count <= (size - table.entries_offset) / 4,
            "the entries of a table lie inside the file");
    require(table.data_start <= table.data_end && table.data_end <= size,
            "the chunks of a table lie inside the file");
    chunks += table.count;
  }
  require(chunks == structure.tabled_chunks, "the chunks of all tables are counted");
  require(structure.volume || structure.media_size == 0, "without a volume there is no media");
  const std::uint64_t size = acquire::decodable_size(structure, faults);
  require(size <= structure.media_size, "no more can be decoded than is declared");
  require(!structure.volume || structure.volume->chunk_size() > 0, "chunks have a size");
  check_errors(structure);
  if (size > 0 && structure.volume->chunk_size() <= kLargestSample && size <= kLargestSample) {
    read_both_ways(files, structure, size, faults);
  }
  require(faults.all().size() <= acquire::FaultList::kLimit + 1, "the list of faults is bounded");
}

void run_inflate(core::ByteView input) {
  if (input.size() < 3) {
    return;
  }
  const std::size_t low = input[0];
  const std::size_t room = low + std::size_t{input[1]} * 256 + std::size_t{input[2] % 4U} * 65536;
  const core::ByteView packed = input.subspan(3);
  core::Bytes out(room);
  const acquire::Inflated result = acquire::inflate_strictly(packed, out);
  require(result.size <= room, "no more is unpacked than there is room for");
  const auto expected = zlib_output(packed, room);
  if (!result.fault) {
    require(expected && expected->size() == result.size &&
                std::equal(expected->begin(), expected->end(), out.begin()),
            "a stream without fault is what zlib reads, to the last byte");
    require(acquire::unpack_zlib_stream(packed, std::size_t{1} << 20U).has_value(),
            "a stream without fault is whole");
  }
}

namespace {

/// A file that by its name is a later part of a set, or of a kind not read, is refused in words.
void check_segments(const core::Path& folder, const std::string& name,
                    std::optional<acquire::ImageFormat> format) {
  try {
    const acquire::SegmentSet set = acquire::find_segments(folder / name, format);
    require(!set.files.empty() && set.files.front() == folder / name, "the set starts with the file given");
    for (const core::Path& file : set.files) {
      require(file.parent_path() == folder && core::fs::is_regular_file(file),
              "a set holds files of its folder");
    }
    require(set.faults.size() <= 100, "missing segments are listed within bounds");
  } catch (const core::Error& error) {
    require(std::string_view(error.what()).size() > 0, "a refusal says why");
  }
}

}  // namespace

void run_segments(core::ByteView input) {
  const std::vector<std::string> names = lines_of(input, 40);
  const core::Path folder = empty_folder();
  for (const std::string& name : names) {
    if (can_be_a_file(name)) {
      put_file(folder / name, core::as_bytes(name.starts_with("EVF") ? "EVF\x09\x0d\x0a\xff" : "raw"));
    }
    if (const auto number = acquire::ewf_segment_number(name, 'E')) {
      require(acquire::ewf_extension(*number, 'E') == name,
              "a segment's extension is the only one of its number");
    }
  }
  for (const std::string& name : names) {
    if (!can_be_a_file(name)) {
      continue;
    }
    for (const auto format :
         {std::optional<acquire::ImageFormat>(), std::optional(acquire::ImageFormat::e01)}) {
      check_segments(folder, name, format);
    }
  }
}

void run_frames(core::ByteView input) {
  for (; input.size() >= acquire::kFrameHeadSize; input = input.subspan(1)) {
    const auto head = acquire::parse_frame_head(input.first(acquire::kFrameHeadSize));
    if (!head) {
      continue;
    }
    switch (head->type) {
      case acquire::FrameType::size: require(head->length <= 8, "the size frame is short"); break;
      case acquire::FrameType::data:
        require(head->length <= acquire::kDataFrameLimit, "data has a limit");
        break;
      case acquire::FrameType::slot:
        require(head->length <= acquire::kSlotFrameSize, "the frame of a slot is short");
        break;
      case acquire::FrameType::errors:
        require(head->length <= acquire::kErrorsLimit, "a list of errors has a limit");
        break;
      case acquire::FrameType::head:
      case acquire::FrameType::report:
        require(head->length <= acquire::kReportLimit, "a report has a limit");
        break;
      case acquire::FrameType::block:
        require(head->length <= acquire::kBlockFrameSize, "the digest of a block is short");
        break;
      case acquire::FrameType::entry:
        require(head->length <= acquire::kEntryLimit, "a name of a folder has a limit");
        break;
      case acquire::FrameType::runs:
        require(head->length <= acquire::kRunsLimit, "a list of runs has a limit");
        break;
      default: require(false, "a frame of unknown type is refused");
    }
  }
}

void send_sample_if_child(int argc, char** argv) {
  const std::string_view name = argc == 3 ? argv[0] : "";
  if (name != acquire::kReaderName && name != acquire::kFileReaderName) {
    return;
  }
  const int in = ::open(argv[1], O_RDONLY | O_CLOEXEC);
  std::array<char, 65536> buffer{};
  for (ssize_t n = 0; (n = ::read(in, buffer.data(), buffer.size())) > 0;) {
    if (::write(STDOUT_FILENO, buffer.data(), static_cast<std::size_t>(n)) != n) {
      break;
    }
  }
  ::_exit(0);
}

namespace {

void read_by_blocks(const core::Path& file, core::ByteView input) {
  const core::Path list = file.parent_path() / "sample.blocks";
  put_file(list, input.first(input.size() / core::Sha256::kSize * core::Sha256::kSize));
  core::NoProgress progress;
  const core::CancelToken cancel;
  const acquire::BlockReading reading =
      acquire::check_blocks(file, acquire::ImageFormat::raw, list, progress, cancel);
  require(reading.recorded == input.size() / core::Sha256::kSize, "the list is what was given");
  require(reading.compared <= reading.recorded && reading.differing <= reading.compared,
          "no more blocks are compared than are listed");
  require(reading.first.size() <= acquire::BlockReading::kListed, "the blocks that are named are few");
}

}  // namespace

void run_reading(core::ByteView input) {
  const core::Path file = empty_folder() / "sample.raw";
  put_file(file, input);
  if (input.size() % 2 == 1) {
    read_by_blocks(file, input);
    return;
  }
  core::NoProgress progress;
  const core::CancelToken cancel;
  const acquire::ImageReading reading =
      acquire::read_image(file, acquire::ImageFormat::raw, progress, cancel);
  require(reading.blocks.size() == acquire::blocks_of(reading.bytes), "every byte counted is in a block");
  require(reading.bytes <=
              input.size() / (acquire::kFrameHeadSize + acquire::kSlotFrameSize) * acquire::kSlotSize,
          "no more media is counted than slots were sent");
  require(reading.faults.size() <= 2 * acquire::FaultList::kLimit + 10, "the list of faults is bounded");
  require(reading.files.size() == 1 && reading.files[0].sha256 == core::sha256(input),
          "the file's digest is computed by the parent, whatever the child says");
}

}  // namespace fuzz
