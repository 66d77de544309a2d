// SPDX-License-Identifier: Apache-2.0
// What the sections header2 and header of an E01 image say: the labels of the case, the device, the program, the time.
#pragma once

#include <string>

#include "acquire/writing/image_writer.h"
#include "core/clock.h"

namespace acquire::ewf {

/// Texts in UTF-8 without tabs and line feeds, each no longer than readers show; empty: not given.
struct Labels {
  std::string case_number, evidence_number, description, examiner, notes, model, serial, software, system;
  core::UtcTime acquired;
};

/// Bytes that are no UTF-8 are spelled out; a long text is cut and says "(shortened)".
Labels labels_of(const ImageLabels& labels, const SourceFacts& source, core::UtcTime acquired);

/// Data of the section header2: UTF-16LE with a byte order mark, times in seconds since 1970, packed.
core::Bytes header2_data(const Labels& labels);
/// Data of the section header, for old readers: ASCII (other characters are question marks), local time, packed.
core::Bytes header_data(const Labels& labels);

}  // namespace acquire::ewf
