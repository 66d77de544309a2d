// SPDX-License-Identifier: Apache-2.0
#include "cli/interruption.h"

#include <cstdio>

#include "cli/session.h"
#include "core/text.h"

namespace cli {

std::string what_stopped(const core::Error& error, const std::string& item) {
  return error.code() == core::ErrorCode::interrupted ? "stopped before the image of " + item + " was whole"
                                                      : error.what();
}

std::string kept_words(const acquire::Journal& journal) {
  return grouped(journal.cut.offset) + " of " + grouped(journal.source.size) + " bytes are imaged and kept";
}

void print_going_on(const std::string& image, const acquire::Journal& journal,
                    const acquire::TailComparison& tail) {
  (void)std::fprintf(
      stderr,
      "note: %s goes on at %s of %s bytes; the last %s bytes before it were read again, from the "
      "source and from the image, and %s\n",
      image.c_str(), grouped(journal.cut.offset).c_str(), grouped(journal.source.size).c_str(),
      grouped(tail.compared + tail.changed).c_str(),
      tail.changed == 0
          ? "are the same"
          : (grouped(tail.changed) + " of them are no longer what was imaged: the source is being written to")
                .c_str());
}

void need_same_source(const acquire::Journal& journal, const acquire::SourceFacts& source,
                      const std::string& image) {
  if (const std::string why = acquire::difference(journal.source, source); !why.empty()) {
    core::fail("cannot go on with " + image + ": " + core::shown(source.path) +
               " is not the source it was begun from: " + why + "; the unfinished image was left as it is");
  }
}

}  // namespace cli
