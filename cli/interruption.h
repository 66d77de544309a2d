// SPDX-License-Identifier: Apache-2.0
// What a person is told when imaging stops before its end, and when it goes on.
#pragma once

#include <string>

#include "acquire/resume/resume_check.h"
#include "core/error.h"

namespace cli {

/// What ended the imaging of an item.
std::string what_stopped(const core::Error& error, const std::string& item);
/// "N of M bytes are imaged and kept"
std::string kept_words(const acquire::Journal& journal);
/// On standard error: where it goes on, and what the bytes before it were compared to.
void print_going_on(const std::string& image, const acquire::Journal& journal,
                    const acquire::TailComparison& tail);
/// Throws Error when the source is not the one that the image was begun from.
void need_same_source(const acquire::Journal& journal, const acquire::SourceFacts& source,
                      const std::string& image);

}  // namespace cli
