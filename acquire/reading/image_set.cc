// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/image_set.h"

#include "acquire/child/reader_child.h"
#include "acquire/child/reader_greeting.h"
#include "acquire/image/segment_file.h"
#include "acquire/image/segments.h"
#include "core/text.h"

namespace acquire {
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
    return out;
  }
  const ReaderChild child(first, ImageFormat::e01, ReaderJob::blocks);
  if (const auto greeting = receive_greeting(PipeReader(child.pipe(), cancel))) {
    out.not_a_set.insert(out.not_a_set.end(), greeting->not_one_set.begin(), greeting->not_one_set.end());
  } else {
    out.not_a_set.push_back(core::shown(first.filename().native()) +
                            ": the image reader ended before it was done with the structure of the image");
  }
  return out;
}

}  // namespace acquire
