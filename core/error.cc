// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"

#include <cerrno>
#include <system_error>

#include "core/text.h"

namespace core {

void fail(const std::string& message) { throw Error(ErrorCode::failed, message); }

void fail_faults(const std::string& message) { throw Error(ErrorCode::faults, message); }

void fail_usage(const std::string& message) { throw Error(ErrorCode::usage, message); }

void fail_errno(const std::string& what, const Path& path, int error_number) {
  const bool full = error_number == ENOSPC || error_number == EDQUOT;
  throw Error(full ? ErrorCode::no_space : ErrorCode::failed,
              what + " " + shown(path.native()) + ": " + std::generic_category().message(error_number));
}

}  // namespace core
