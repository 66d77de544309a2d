// SPDX-License-Identifier: Apache-2.0
#include "acquire/writing/image_writer.h"

#include "acquire/writing/ewf_writer.h"
#include "acquire/writing/raw_image.h"

namespace acquire {

void check_can_hold(const ImageSettings& settings, const SourceFacts& source) {
  if (settings.format == ImageFormat::e01) {
    check_ewf_can_hold(settings, source);
  } else {
    check_raw_can_hold(settings, source);
  }
}

std::unique_ptr<ImageWriter> make_image_writer(const ImageSettings& settings, const SourceFacts& source) {
  switch (settings.format) {
    case ImageFormat::e01: return make_ewf_writer(settings, source);
    case ImageFormat::raw: return make_raw_writer(settings, source);
  }
  return nullptr;
}

void check_can_resume(const ImageSettings& settings, const SourceFacts& source, const WriterState& state) {
  if (settings.format == ImageFormat::e01) {
    check_ewf_can_resume(settings, source, state);
  } else {
    check_raw_can_resume(settings, state);
  }
}

std::unique_ptr<ImageWriter> resume_image_writer(const ImageSettings& settings, const SourceFacts& source,
                                                 const WriterState& state) {
  switch (settings.format) {
    case ImageFormat::e01: return resume_ewf_writer(settings, source, state);
    case ImageFormat::raw: return resume_raw_writer(settings, state);
  }
  return nullptr;
}

}  // namespace acquire
