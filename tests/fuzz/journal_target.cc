// SPDX-License-Identifier: Apache-2.0
// The journal of an unfinished image: what is accepted says nothing that cannot be, and is written again as it was read.
#include "acquire/resume/journal.h"
#include "core/text.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

void run_journal(core::ByteView input) {
  const auto journal = acquire::parse_journal(core::as_text(input));
  if (!journal) {
    return;
  }
  require(journal->cut.offset <= journal->source.size, "a cut lies inside the media");
  std::uint64_t end = 0;
  for (const acquire::Range& range : journal->cut.unreadable) {
    require(range.offset >= end && range.length > 0, "unreadable ranges ascend");
    end = range.offset + range.length;
  }
  require(end <= journal->cut.offset, "unreadable ranges lie before the cut");
  for (const acquire::ImageFile& file : journal->writer.files) {
    require(file.name.find('/') == std::string::npos && !file.name.starts_with("."), "a name is a name");
  }
  const auto again = acquire::parse_journal(acquire::encode_journal(*journal));
  require(again && acquire::encode_journal(*again) == acquire::encode_journal(*journal),
          "a journal is written as it was read");
}

}  // namespace fuzz
