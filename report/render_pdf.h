// SPDX-License-Identifier: Apache-2.0
// Draws a Document as PDF with cairo and pango. The font is pinned by file and embedded; there is no fallback to other
// fonts: a character without a glyph is spelled out as \u{1F600}, never dropped.
#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/path.h"
#include "report/document.h"

namespace report {

struct PdfOptions {
  core::UtcTime created;   // written as creation date: the same document gives the same bytes
  core::Path font_folder;  // empty: the place Debian's fonts-noto-cjk installs to
};

/// A4, PDF 1.5, headings as outline, fonts embedded. The same document and options give the same bytes. Throws Error when a font file is missing or drawing fails.
core::Bytes render_pdf(const Document& document, const PdfOptions& options);

/// The same document as plain text in UTF-8, 80 columns wide, for packages and screens.
std::string render_text(const Document& document);

}  // namespace report
