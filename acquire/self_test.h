// SPDX-License-Identifier: Apache-2.0
// A test of this very program on this machine: known data imaged, read back, damaged, and compared with digests that were
// computed by other means.
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "core/path.h"

namespace acquire {

struct SelfTestResult {
  std::string name;  // what was tested, in words
  bool passed = false;
  std::string got;  // what came out
};

/// Works in `folder`, which exists and is empty, and leaves its images there. A test that cannot be carried out has failed.
/// Throws nothing but std::bad_alloc.
std::vector<SelfTestResult> self_test(const core::Path& folder, const core::Clock& clock);

/// SHA-256 of the known media: 3,658,240 bytes of a published sequence, zeros and text, as docs/self-test.md makes them.
inline constexpr const char* kKnownSha256 =
    "60483b91b125f6420aecf4da5faecc665fd6ff1d02dc32d688ce50365a958d70";
/// The same with three sectors at 1 MiB as zeros: what an image of a source that cannot read them must hold.
inline constexpr const char* kDamagedSha256 =
    "3d2c2efc000038a027c6d61dcc37b8e373bc9df344e8e21092e5c16d3369001e";

}  // namespace acquire
