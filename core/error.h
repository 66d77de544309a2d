// SPDX-License-Identifier: Apache-2.0
// The one exception of the project: thrown when a piece of work cannot go on. Findings about evidence are
// values, never errors (docs/architecture.md, "Errors and findings").
#pragma once

#include <stdexcept>
#include <string>

#include "core/path.h"

namespace core {

/// Each code has one exit status of the program: usage 2, all others 1.
enum class ErrorCode { failed, usage, interrupted, no_space, faults };

/// Message: what failed, on what, why (and what to do); lower case, no full stop.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ErrorCode code() const { return code_; }

 private:
  ErrorCode code_;
};

/// Throws `failed` with the message.
[[noreturn]] void fail(const std::string& message);
/// Throws `faults` with the message: what was looked at is there, but something is wrong with it.
[[noreturn]] void fail_faults(const std::string& message);
/// Throws `usage` with the message.
[[noreturn]] void fail_usage(const std::string& message);
/// Throws "<what> <path>: <text of error_number>"; ENOSPC and EDQUOT become `no_space`.
[[noreturn]] void fail_errno(const std::string& what, const Path& path, int error_number);

}  // namespace core
