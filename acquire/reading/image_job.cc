// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/image_job.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>

#include "acquire/child/frames.h"
#include "acquire/child/lock_down.h"
#include "acquire/child/media_slots.h"
#include "acquire/child/reader_job.h"
#include "acquire/image/segment_file.h"
#include "acquire/image/segments.h"
#include "acquire/reading/ewf_media.h"
#include "acquire/reading/ewf_reader.h"
#include "core/json.h"
#include "core/text.h"

namespace acquire {
namespace {

using core::json::Array;
using core::json::Object;
using core::json::Value;

constexpr unsigned kMostThreads = 16;

/// How the child sends an image.
struct Way {
  Decoder decoder = Decoder::own;
  unsigned threads = 1;
  int out = -1;
  SharedSlots& slots;
};

/// JSON carries UTF-8 only.
Value text_value(const std::string& text) { return core::is_utf8(text) ? text : core::shown(text); }

Array fault_array(const FaultList& faults) {
  Array out;
  for (const std::string& fault : faults.all()) {
    out.emplace_back(text_value(fault));
  }
  return out;
}

Value header_value(const ImageReading::Header& header) {
  Object out;
  out["case_number"] = text_value(header.case_number);
  out["description"] = text_value(header.description);
  out["examiner"] = text_value(header.examiner);
  out["evidence_number"] = text_value(header.evidence_number);
  out["notes"] = text_value(header.notes);
  out["software"] = text_value(header.software);
  out["acquired_at"] = text_value(header.acquired_at);
  out["model"] = text_value(header.model);
  out["serial"] = text_value(header.serial);
  return out;
}

void send_errors(int out, std::span<const Range> errors) {
  core::Bytes frame;
  while (!errors.empty()) {
    const auto part = errors.first(std::min(errors.size(), kErrorsLimit / kErrorSize));
    frame.resize(part.size() * kErrorSize);
    for (std::size_t i = 0; i < part.size(); ++i) {
      const auto room = std::span(frame).subspan(i * kErrorSize, kErrorSize);
      put_little64(room, part[i].offset);
      put_little64(room.subspan(sizeof(std::uint64_t)), part[i].length);
    }
    write_frame(out, FrameType::errors, frame);
    errors = errors.subspan(part.size());
  }
}

/// Of a raw image: a structure with nothing but its size.
void send_head(int out, const EwfStructure& structure, const FaultList& faults) {
  send_errors(out, structure.recorded_errors);
  Object head;
  head["declared"] = Value(std::to_string(structure.media_size));
  head["faults"] = fault_array(faults);
  head["header"] = header_value(structure.header);
  head["of_device"] = Value(structure.of_device);
  head["removable"] = Value(structure.removable);
  head["sector_size"] = Value(std::uint64_t{structure.volume ? structure.volume->bytes_per_sector : 0});
  if (structure.md5) {
    head["md5"] = structure.md5->hex();
  }
  if (structure.sha1) {
    head["sha1"] = structure.sha1->hex();
  }
  write_frame(out, FrameType::head, core::as_bytes(core::json::encode(head)));
}

FaultList read_e01(const SegmentSet& set, const Way& way) {
  FaultList faults;
  EwfStructure structure = walk_ewf(set.files, faults);
  const std::uint64_t size = decodable_size(structure, faults);
  write_size_frame(way.out, size);
  send_head(way.out, structure, faults);
  structure.recorded_errors = {};
  if (way.decoder == Decoder::own) {
    send_ewf_media(set.files, structure, size, way.threads, way.slots, faults);
  } else {
    read_through_libewf(
        set.files, structure, size, [&](core::ByteView media) { way.slots.write(media); }, faults);
  }
  return faults;
}

void send_raw_file(const SegmentFile& file, SharedSlots& slots, FaultList& faults) {
  for (std::uint64_t offset = 0; offset < file.size();) {
    const MediaSlots::Slot slot = slots.take();
    const auto part = slot.room.first(
        static_cast<std::size_t>(std::min<std::uint64_t>(slot.room.size(), file.size() - offset)));
    if (!file.read(offset, part)) {
      std::fill(part.begin(), part.end(), std::uint8_t{0});
      faults.add(file.name() + ": " + std::to_string(part.size()) + " bytes at offset " +
                 std::to_string(offset) + " cannot be read");
    }
    slots.send(slot, part.size());
    offset += part.size();
  }
}

FaultList read_raw(const SegmentSet& set, const Way& way) {
  FaultList faults;
  EwfStructure structure;
  std::vector<std::uint64_t> sizes;
  for (const core::Path& path : set.files) {
    sizes.push_back(SegmentFile(path).size());
    structure.media_size += sizes.back();
  }
  add_raw_size_faults(set.files, sizes, faults);
  write_size_frame(way.out, structure.media_size);
  send_head(way.out, structure, faults);
  for (const core::Path& path : set.files) {
    send_raw_file(SegmentFile(path), way.slots, faults);
  }
  return faults;
}

}  // namespace

int serve_image_locked_down(const core::Path& first, ImageFormat format, Decoder decoder, int in, int out) {
  try {
    const SegmentSet set = find_segments(first, format);
    SharedSlots slots(SharedMemory::inherited(kMediaDescriptor), in, out);
    // Each thread would reserve an arena of its own of what memory is allowed.
    ::mallopt(M_ARENA_MAX, 2);
    const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
    lock_down(set.files, decoder == Decoder::own ? kReaderMemory : kLibraryMemory);
    const Way way{decoder, threads, out, slots};
    const FaultList faults = format == ImageFormat::e01 ? read_e01(set, way) : read_raw(set, way);
    write_frame(out, FrameType::report,
                core::as_bytes(core::json::encode(Object{{"faults", fault_array(faults)}})));
    return 0;
  } catch (const std::exception&) {
    return 1;
  }
}

}  // namespace acquire
