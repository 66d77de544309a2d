// SPDX-License-Identifier: Apache-2.0
#include "acquire/child/reader_greeting.h"

#include "acquire/child/frame_reader.h"
#include "acquire/child/reader_child.h"
#include "acquire/image/segment_file.h"
#include "core/bytes.h"
#include "core/json.h"
#include "core/text.h"

namespace acquire {
namespace {

std::optional<std::vector<std::string>> shown_texts(const core::json::Value* list) {
  if (list == nullptr || list->array() == nullptr) {
    return std::nullopt;
  }
  std::vector<std::string> out;
  for (const core::json::Value& text : *list->array()) {
    if (text.string() == nullptr) {
      return std::nullopt;
    }
    out.push_back(core::shown(*text.string()));
  }
  return out;
}

}  // namespace

std::optional<ReaderGreeting> receive_greeting(const PipeReader& pipe) {
  const auto size = receive_frame(pipe).frame;
  const auto report = size ? receive_frame(pipe).frame : std::nullopt;
  if (!report || size->type != FrameType::size || size->payload.size() != sizeof(std::uint64_t) ||
      report->type != FrameType::report) {
    return std::nullopt;
  }
  const auto told = core::json::parse(core::as_text(report->payload), {8, kReportLimit});
  auto faults = told ? shown_texts(told->find("faults")) : std::nullopt;
  auto not_one_set = told ? shown_texts(told->find("of_set")) : std::nullopt;
  if (!faults || !not_one_set) {
    return std::nullopt;
  }
  return ReaderGreeting{little64(size->payload, 0), *std::move(faults), *std::move(not_one_set)};
}

}  // namespace acquire
