// SPDX-License-Identifier: Apache-2.0
#include "acquire/image_set.h"

#include "acquire/frame_reader.h"
#include "acquire/reader_child.h"
#include "acquire/segment_file.h"
#include "acquire/segments.h"
#include "core/json.h"
#include "core/text.h"

namespace acquire {
namespace {

/// What the child tells of the skeleton; nullopt when it ended or sent something else than it should.
std::optional<std::vector<std::string>> skeleton_faults(const core::Path& first,
                                                        const core::CancelToken& cancel) {
  const ReaderChild child(first, ImageFormat::e01, ReaderJob::blocks);
  const PipeReader pipe(child.pipe(), cancel);
  const auto size = receive_frame(pipe).frame;
  const auto report = size ? receive_frame(pipe).frame : std::nullopt;
  const auto told = report && report->type == FrameType::report
                        ? core::json::parse(core::as_text(report->payload), {8, kReportLimit})
                        : std::nullopt;
  const core::json::Value* list = told ? told->find("of_set") : nullptr;
  if (list == nullptr || list->array() == nullptr) {
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const core::json::Value& fault : *list->array()) {
    if (fault.string() == nullptr) {
      return std::nullopt;
    }
    out.push_back(core::shown(*fault.string()));
  }
  return out;
}

}  // namespace

ImageSet look_at_set(const core::Path& first, const core::CancelToken& cancel) {
  SegmentSet set = find_segments(first, std::nullopt);
  ImageSet out{set.format, std::move(set.files), 0, std::move(set.faults)};
  std::vector<std::uint64_t> sizes;
  for (const core::Path& file : out.files) {
    sizes.push_back(SegmentFile(file).size());
    out.stored_size += sizes.back();
  }
  if (out.format == ImageFormat::raw) {
    FaultList faults;
    add_raw_size_faults(out.files, sizes, faults);
    out.not_a_set.insert(out.not_a_set.end(), faults.of_set().begin(), faults.of_set().end());
  } else if (const auto faults = skeleton_faults(first, cancel)) {
    out.not_a_set.insert(out.not_a_set.end(), faults->begin(), faults->end());
  } else {
    out.not_a_set.push_back(core::shown(first.filename().native()) +
                            ": the image reader ended before it was done with the structure of the image");
  }
  return out;
}

}  // namespace acquire
