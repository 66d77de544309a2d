// SPDX-License-Identifier: Apache-2.0
// What the child that serves blocks of an image says before it is asked for the first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "acquire/child/pipe_reader.h"

namespace acquire {

/// Texts are made fit to be shown.
struct ReaderGreeting {
  std::uint64_t size = 0;           // bytes of media that the image holds
  std::vector<std::string> faults;  // of its structure
  std::vector<std::string>
      not_one_set;  // those among them that say that the files are not those of one image in their order
};

/// Nullopt when the child ended or sent something else than it should. Throws Error on cancellation.
std::optional<ReaderGreeting> receive_greeting(const PipeReader& pipe);

}  // namespace acquire
