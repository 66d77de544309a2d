// SPDX-License-Identifier: Apache-2.0
// An artifact that is a file inside an image, cited by item, path and byte ranges with its digest, as it was read there.
#pragma once

#include <optional>
#include <string>

#include "acquire/acquisition.h"
#include "custody/ledger.h"

namespace legal {

struct CitedFile {
  std::string image;
  acquire::FileInImage file;
  std::string method;                        // programs and versions that found it
  std::string text;                          // what was found in it, in a person's words; may be empty
  std::optional<core::UtcTime> occurred_at;  // when it says that something happened
};

/// Many ranges are listed in an attachment. REQUIRES: inside the draft function of an append.
custody::Draft draft_artifact(const custody::Ledger& ledger, const CitedFile& cited,
                              const custody::UnlockedKey& by);

}  // namespace legal
