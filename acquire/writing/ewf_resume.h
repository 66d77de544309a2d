// SPDX-License-Identifier: Apache-2.0
// Going on with an E01 image: what a checkpoint tells beside the files, and the check that they are still those.
#pragma once

#include "acquire/image/ewf_layout.h"
#include "acquire/writing/image_output.h"
#include "acquire/writing/image_writer.h"

namespace acquire::ewf {

/// For WriterState::details: the identifier of the set, where its first segment holds the volume section, and the digest of
/// the end of the last file.
core::json::Value resume_details(const Volume& volume, std::uint64_t volume_at, const core::Sha256& end);

/// Checks that the files in each folder are those of `state`, with a volume as in `volume` (into which the set's identifier
/// is put). Returns where the volume section is. Changes nothing. Throws Error, naming the file, when one is missing, shorter or
/// of another image.
std::uint64_t check_resume(const std::vector<core::Path>& folders, const ImageOutput::Naming& naming,
                           const WriterState& state, Volume& volume);
/// The same; then removes the segments that follow them.
std::uint64_t prepare_resume(const std::vector<core::Path>& folders, const ImageOutput::Naming& naming,
                             const WriterState& state, Volume& volume);

}  // namespace acquire::ewf
