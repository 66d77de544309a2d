// SPDX-License-Identifier: Apache-2.0
// What an E01 says of itself in words: the header sections, a table of two lines inside a zlib stream. Bytes nobody has
// checked; meant for the locked-down reader.
#pragma once

#include "acquire/acquisition.h"
#include "acquire/image/fault_list.h"

namespace acquire {

/// How the text of the section is stored: "header" in a code page, "header2" in UTF-16.
enum class HeaderText { bytes, utf16 };

/// The values of the unpacked text of a header section. Text in a code page stays as it is. What has no value, or no table,
/// gives empty texts. A time is "2004-11-04T03:56:35" as the tool's local clock had it, or with a Z behind when it is known
/// to be UTC; in another form it stays as it is. A value over kHeaderValueLimit is a fault and left out.
ImageReading::Header parse_ewf_header(core::ByteView text, HeaderText form, FaultList& faults);

inline constexpr std::size_t kHeaderValueLimit = 64U << 10U;

/// Takes from `more` what `header` has not.
void fill_from(ImageReading::Header& header, const ImageReading::Header& more);

}  // namespace acquire
