// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/block_server.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>

#include "acquire/child/frames.h"
#include "acquire/child/lock_down.h"
#include "acquire/image/segment_file.h"
#include "acquire/image/segments.h"
#include "acquire/reading/media_files.h"
#include "core/json.h"
#include "core/text.h"

namespace acquire {
namespace {

using core::json::Array;
using core::json::Object;

Array shown_list(const std::vector<std::string>& faults) {
  Array out;
  for (const std::string& fault : faults) {
    out.emplace_back(core::shown(fault));
  }
  return out;
}

void write_faults(int out, const FaultList& faults) {
  write_frame(out, FrameType::report,
              core::as_bytes(core::json::encode(
                  Object{{"faults", shown_list(faults.all())}, {"of_set", shown_list(faults.of_set())}})));
}

/// Nullopt when no further question comes.
std::optional<std::uint64_t> next_question(int in) {
  std::array<std::uint8_t, kQuestionSize> question{};
  for (std::size_t done = 0; done < question.size();) {
    const ssize_t n = ::read(in, question.data() + done, question.size() - done);
    if (n == 0 || (n < 0 && errno != EINTR)) {
      return std::nullopt;
    }
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  return little64(question, 0);
}

void answer(int out, MediaFiles& media, std::uint64_t block, std::span<std::uint8_t> buffer) {
  if (block >= media.size() / kBlockSize + 1 || block * kBlockSize >= media.size()) {
    write_frame(out, FrameType::fault, core::as_bytes("it lies behind the end of what the image holds"));
    return;
  }
  const std::uint64_t offset = block * kBlockSize;
  const auto part =
      buffer.first(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), media.size() - offset)));
  if (const auto fault = media.read(offset, part)) {
    write_frame(out, FrameType::fault, core::as_bytes(fault->substr(0, kFaultLimit)));
  } else {
    write_frame(out, FrameType::data, part);
  }
}

}  // namespace

int serve_blocks_locked_down(const core::Path& first, ImageFormat format, int in, int out) {
  try {
    const SegmentSet set = find_segments(first, format);
    lock_down(set.files);
    FaultList faults;
    for (const std::string& fault : set.faults) {
      faults.add(fault);
    }
    const auto media = open_media(set, faults);
    write_size_frame(out, media->size());
    write_faults(out, faults);
    core::Bytes buffer(kBlockSize);
    while (const auto block = next_question(in)) {
      answer(out, *media, *block, buffer);
    }
    return 0;
  } catch (const std::exception&) {
    return 1;
  }
}

}  // namespace acquire
