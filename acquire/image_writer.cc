// SPDX-License-Identifier: Apache-2.0
#include "acquire/image_writer.h"

#include "acquire/ewf_image.h"
#include "acquire/raw_image.h"

namespace acquire {

std::unique_ptr<ImageWriter> make_image_writer(const ImageSettings& settings, const SourceFacts& source) {
  switch (settings.format) {
    case ImageFormat::e01: return make_ewf_writer(settings, source);
    case ImageFormat::raw: return make_raw_writer(settings, source);
  }
  return nullptr;
}

}  // namespace acquire
