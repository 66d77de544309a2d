// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/program_output.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/durable_file.h"

namespace acquire {
namespace {

/// A started program, in a process group of its own; ended and reaped when it goes.
class Child {
 public:
  Child(const core::Path& program, const std::vector<std::string>& arguments, int out) {
    std::vector<std::string> texts{program.filename().native()};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    argv.reserve(texts.size() + 1);
    for (std::string& text : texts) {
      argv.push_back(text.data());
    }
    argv.push_back(nullptr);
    start(program, argv.data(), out);
  }
  ~Child() {
    if (pid_ > 0) {
      ::kill(-pid_, SIGKILL);
      while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  bool started() const { return pid_ > 0; }

 private:
  void start(const core::Path& program, char* const* argv, int out) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (::posix_spawn_file_actions_init(&actions) != 0) {
      return;
    }
    if (::posix_spawnattr_init(&attributes) == 0) {
      std::array<char*, 1> environment{nullptr};
      const bool ok =
          ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0 &&
          ::posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO) == 0 &&
          ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
          ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP) == 0 &&
          ::posix_spawnattr_setpgroup(&attributes, 0) == 0 &&
          ::posix_spawn(&pid_, program.c_str(), &actions, &attributes, argv, environment.data()) == 0;
      pid_ = ok ? pid_ : -1;
      ::posix_spawnattr_destroy(&attributes);
    }
    ::posix_spawn_file_actions_destroy(&actions);
  }

  pid_t pid_ = -1;
};

/// All until the other end closes; nullopt when a limit is passed.
std::optional<std::string> read_all(int fd, const OutputLimits& limits) {
  const auto end = std::chrono::steady_clock::now() + limits.time;
  std::string out;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd wait{fd, POLLIN, 0};
    const int ready = left.count() <= 0 ? 0 : ::poll(&wait, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (ready <= 0) {
      return std::nullopt;
    }
    std::array<char, 4096> bytes{};
    const ssize_t got = ::read(fd, bytes.data(), bytes.size());
    if (got == 0) {
      return out;
    }
    if (got < 0 && errno != EINTR) {
      return std::nullopt;
    }
    out.append(bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    if (out.size() > limits.bytes) {
      return std::nullopt;
    }
  }
}

}  // namespace

std::optional<std::string> program_output(const core::Path& program,
                                          const std::vector<std::string>& arguments,
                                          const OutputLimits& limits) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return std::nullopt;
  }
  const core::Fd reading(ends[0]);
  core::Fd writing(ends[1]);
  const Child child(program, arguments, writing.get());
  writing = core::Fd();
  return child.started() ? read_all(reading.get(), limits) : std::nullopt;
}

}  // namespace acquire
