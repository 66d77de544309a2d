// SPDX-License-Identifier: Apache-2.0
#include "acquire/child/pipe_reader.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace acquire {
namespace {

constexpr int kPollMilliseconds = 200;

}  // namespace

PipeReader::Result PipeReader::fill(std::span<std::uint8_t> buffer) const {
  std::size_t done = 0;
  while (done < buffer.size()) {
    if (!wait_for_data()) {
      return Result::silent;
    }
    const ssize_t n = ::read(fd_, buffer.data() + done, buffer.size() - done);
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n <= 0) {
      return n == 0 && done == 0 ? Result::ended : Result::failed;
    }
    done += static_cast<std::size_t>(n);
  }
  return Result::filled;
}

bool PipeReader::wait_for_data() const {
  const auto limit = std::chrono::steady_clock::now() + silence_limit_;
  for (;;) {
    cancel_.check();
    pollfd entry{fd_, POLLIN, 0};
    if (::poll(&entry, 1, kPollMilliseconds) > 0) {
      return true;
    }
    if (std::chrono::steady_clock::now() > limit) {
      return false;
    }
  }
}

}  // namespace acquire
