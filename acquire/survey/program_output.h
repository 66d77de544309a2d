// SPDX-License-Identifier: Apache-2.0
// What another program prints, within limits of time and size.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/path.h"

namespace acquire {

struct OutputLimits {
  std::chrono::milliseconds time{15'000};
  std::size_t bytes = 1U << 20U;
};

/// Runs `program` with these arguments, no input, an empty environment and no shell, and returns its standard output. Nullopt
/// when it cannot be started, takes longer or prints more; it is ended then. Its exit status is not looked at.
std::optional<std::string> program_output(const core::Path& program,
                                          const std::vector<std::string>& arguments,
                                          const OutputLimits& limits = {});

}  // namespace acquire
