// SPDX-License-Identifier: Apache-2.0
// compare(): the only way to a CheckedAcquisition.
#include <algorithm>

#include "acquire/acquire.h"
#include "core/text.h"

namespace acquire {
namespace {

using Mismatches = std::vector<std::string>;

template <typename D>
void compare_digest(const std::string& name, const std::optional<D>& source, const std::optional<D>& image,
                    Mismatches& out) {
  if (source && image && *source != *image) {
    out.push_back("the " + name + " of the image, " + image->hex() + ", differs from that of the source, " +
                  source->hex());
  }
}

template <typename D>
void compare_stored(const std::string& name, const std::optional<D>& source, const std::optional<D>& stored,
                    Mismatches& out) {
  if (source && stored && *source != *stored) {
    out.push_back("the " + name + " that the image stores, " + stored->hex() +
                  ", differs from that of the source, " + source->hex());
  }
}

void compare_blocks(const BlockDigests& source, const BlockDigests& image, Mismatches& out) {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  for (std::uint64_t i = 0; i < std::min(source.size(), image.size()); ++i) {
    if (source.at(i) != image.at(i) && count++ == 0) {
      first = i;
    }
  }
  if (count > 0) {
    out.push_back(std::to_string(count) + (count == 1 ? " block" : " blocks") + " of " +
                  std::to_string(kBlockSize) + " bytes differ from the source, the first at offset " +
                  std::to_string(first * kBlockSize));
  }
  if (source.size() != image.size()) {
    out.push_back("the image has " + std::to_string(image.size()) + " blocks, the source " +
                  std::to_string(source.size()));
  }
}

void compare_files(const std::vector<ImageFile>& written, const std::vector<ImageFile>& read,
                   Mismatches& out) {
  if (written.size() != read.size()) {
    out.push_back("the image was written in " + std::to_string(written.size()) + " files, but " +
                  std::to_string(read.size()) + " were read");
  }
  for (std::size_t i = 0; i < std::min(written.size(), read.size()); ++i) {
    if (written[i].name != read[i].name) {
      out.push_back("file " + std::to_string(i + 1) + " of the image was written as " +
                    core::shown(written[i].name) + ", but read as " + core::shown(read[i].name));
    }
    if (written[i].size != read[i].size) {
      out.push_back(core::shown(written[i].name) + " was written with " + std::to_string(written[i].size) +
                    " bytes, but read with " + std::to_string(read[i].size));
    }
    if (written[i].sha256 && written[i].sha256 != read[i].sha256) {
      out.push_back(core::shown(written[i].name) + " does not have the SHA-256 that it is to have, " +
                    written[i].sha256->hex());
    }
  }
}

}  // namespace

CheckedAcquisition compare(Acquisition acquisition, ImageReading reading) {
  Mismatches out;
  if (acquisition.bytes != reading.bytes) {
    out.push_back("the image holds " + std::to_string(reading.bytes) + " bytes, the source " +
                  std::to_string(acquisition.bytes));
  }
  compare_digest("MD5", acquisition.digests.md5, reading.digests.md5, out);
  compare_digest("SHA-1", acquisition.digests.sha1, reading.digests.sha1, out);
  compare_digest("SHA-256", acquisition.digests.sha256, reading.digests.sha256, out);
  compare_blocks(acquisition.blocks, reading.blocks, out);
  compare_files(acquisition.files, reading.files, out);
  compare_stored("MD5", acquisition.digests.md5, reading.stored.md5, out);
  compare_stored("SHA-1", acquisition.digests.sha1, reading.stored.sha1, out);
  out.insert(out.end(), reading.faults.begin(), reading.faults.end());
  return {std::move(acquisition), std::move(reading), std::move(out)};
}

}  // namespace acquire
