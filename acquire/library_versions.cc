// SPDX-License-Identifier: Apache-2.0
#include "acquire/acquire.h"
#include "acquire/compressor.h"
#include "acquire/ewf_image.h"

namespace acquire {

std::vector<std::string> library_versions() {
  return {libewf_version(), isal_version(), libdeflate_version()};
}

}  // namespace acquire
