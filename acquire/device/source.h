// SPDX-License-Identifier: Apache-2.0
// A source of evidence: opened read-only, never written.
#pragma once

#include <memory>
#include <span>

#include "acquire/acquisition.h"
#include "core/bytes.h"

namespace acquire {

class Source {
 public:
  virtual ~Source() = default;
  virtual const SourceFacts& facts() const = 0;
  /// Reads up to buffer.size() bytes at `offset`; fewer only at the end of the source.
  /// Returns the number read, or a negative errno when that part cannot be read.
  virtual std::ptrdiff_t read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) = 0;
  /// True when a read was given up that still hangs: its buffer may be written to at any time, and has to stay.
  virtual bool is_reading() const { return false; }
};

/// Opens a block device or regular file read-only. Throws Error (what, on what, why) when it is missing, a folder,
/// empty, of another kind, or may not be read.
std::unique_ptr<Source> open_source(const core::Path& path);

/// Facts of the medium below an existing folder.
CarrierFacts carrier_of(const core::Path& folder);

/// Throws Error when writing into `folder` would write onto the source itself: the folder lies on the source
/// device, on one of its partitions or on a device stacked on it; or the source is a file inside `folder`.
void refuse_destination_on_source(const SourceFacts& source, const core::Path& folder);

}  // namespace acquire
