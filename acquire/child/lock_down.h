// SPDX-License-Identifier: Apache-2.0
// Takes away from this process all that reading an image does not need, so that a fault in a decoder gains nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/path.h"

namespace acquire {

/// Address space, program and libraries included. Our own readers hold less than 256 MiB; stacks and arenas only reserve theirs.
inline constexpr std::uint64_t kReaderMemory = std::uint64_t{1} << 30U;
/// libewf needs about 1 GiB of tables for 4 TB of media in chunks of 32 KiB.
inline constexpr std::uint64_t kLibraryMemory = std::uint64_t{3} << 30U;

/// For good, for this thread and all it starts: no writing, no programs, no network, no other files than
/// `readable`; memory and descriptors bounded. Returns what is in force, for tests and messages ("landlock",
/// "seccomp" ...). Throws Error when even the basic limits cannot be set. Under sanitisers, which need more of the
/// system, only the resource limits are set.
std::vector<std::string> lock_down(const std::vector<core::Path>& readable,
                                   std::uint64_t memory = kLibraryMemory);

/// Ends this process after so many seconds of computing. To be called before lock_down(). Throws Error when it cannot be set.
void limit_computing(std::uint64_t seconds);

}  // namespace acquire
