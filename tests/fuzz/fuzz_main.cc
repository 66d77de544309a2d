// SPDX-License-Identifier: Apache-2.0
// The entry points of libFuzzer for the one target that EXHIBIT_FUZZ_TARGET names.
#include <algorithm>

#include "tests/fuzz/targets.h"

namespace {

const fuzz::Target& target() {
  const auto all = fuzz::targets();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [](const fuzz::Target& t) { return t.name == EXHIBIT_FUZZ_TARGET; });
  fuzz::require(found != all.end(), "the target has this name");
  return *found;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  fuzz::send_sample_if_child(*argc, *argv);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  target().run(core::ByteView(data, size));
  return 0;
}

/// Every fourth change is left as libFuzzer makes it.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed) {
  const auto reshape = target().reshape;
  if (reshape == nullptr || seed % 4 == 0) {
    return LLVMFuzzerMutate(data, size, most);
  }
  if (reshape == fuzz::mend_e01) {
    size = LLVMFuzzerMutate(data, size, most);
  }
  const core::Bytes out = reshape(core::ByteView(data, size), seed / 4);
  const std::size_t kept = std::min(out.size(), most);
  std::copy_n(out.begin(), kept, data);
  return kept;
}
