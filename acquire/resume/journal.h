// SPDX-License-Identifier: Apache-2.0
// What is on the disk of an unfinished image for certain, so that imaging goes on after a power cut: one small file beside it,
// replaced whole at each checkpoint. docs/resume.md.
#pragma once

#include <optional>
#include <string>

#include "acquire/stages/cut.h"
#include "acquire/writing/image_writer.h"

namespace acquire {

struct Journal : ImageChoice {
  SourceFacts source;  // identity and sizes only
  Fill fill = Fill::zero;
  std::string map_sha256;  // of the rescue map that tells what is not read; empty: none
  core::UtcTime started;
  core::Path second;  // the folder that gets the same files; empty: none
  Cut cut;
  WriterState writer;
};

std::string journal_name(const std::string& base);
std::string encode_journal(const Journal& journal);
/// Nullopt when it is none, or what it says cannot be.
std::optional<Journal> parse_journal(std::string_view text);

/// Replaces it, durably.
void write_journal(const core::Path& folder, const std::string& base, const Journal& journal);
/// Nullopt when there is none. Throws Error when there is one that cannot be read.
std::optional<Journal> read_journal(const core::Path& folder, const std::string& base);

/// Durably; none there is no error.
void remove_journal(const core::Path& folder, const std::string& base);

/// Why `source` is not the one that the journal was begun with; empty when nothing tells them apart.
std::string difference(const SourceFacts& begun, const SourceFacts& now);

}  // namespace acquire
