// SPDX-License-Identifier: Apache-2.0
#include "acquire/acquire.h"
#include "acquire/reading/ewf_reader.h"
#include "acquire/stages/compressor.h"

namespace acquire {

std::vector<std::string> library_versions() {
  return {isal_version(), libdeflate_version(), libewf_version() + " (reads only)"};
}

}  // namespace acquire
