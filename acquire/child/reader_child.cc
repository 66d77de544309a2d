// SPDX-License-Identifier: Apache-2.0
#include "acquire/child/reader_child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "acquire/child/frames.h"
#include "acquire/child/reader_job.h"
#include "core/error.h"

namespace acquire {
namespace {

constexpr int kPipeSize = 1 << 20;

/// Owns what posix_spawn wants to know.
class SpawnPlan {
 public:
  /// Descriptors 0 to 2 become the questions, the pipe, /dev/null, and kMediaDescriptor the memory; the child closes all others
  /// itself.
  SpawnPlan(const core::Fd& questions, const core::Fd& pipe_end, const SharedMemory* memory) {
    ok_ = ::posix_spawn_file_actions_init(&actions_) == 0 && ::posix_spawnattr_init(&attributes_) == 0 &&
          ::posix_spawn_file_actions_adddup2(&actions_, pipe_end.get(), STDOUT_FILENO) == 0 &&
          ::posix_spawn_file_actions_adddup2(&actions_, questions.get(), STDIN_FILENO) == 0 &&
          ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
          (memory == nullptr || ::posix_spawn_file_actions_adddup2(&actions_, memory->descriptor().get(),
                                                                   kMediaDescriptor) == 0) &&
          reset_signals();
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  /// 0 or an errno.
  int spawn(pid_t& pid, char* const* arguments) const {
    std::array<char*, 1> environment{nullptr};
    return ok_ ? ::posix_spawn(&pid, "/proc/self/exe", &actions_, &attributes_, arguments, environment.data())
               : ENOMEM;
  }

 private:
  /// Ctrl-C, a hang-up and a call to end reach all processes of a terminal. What they mean is the parent's to decide, from the
  /// child's first instruction on: one that ends by itself would be taken for a fault of the image.
  bool reset_signals() {
    sigset_t kept_off;
    sigset_t all;
    ::sigemptyset(&kept_off);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      ::sigaddset(&kept_off, signal);
    }
    ::sigfillset(&all);
    return ::posix_spawnattr_setsigmask(&attributes_, &kept_off) == 0 &&
           ::posix_spawnattr_setsigdefault(&attributes_, &all) == 0 &&
           ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0;
  }

  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
  bool ok_ = false;
};

const char* name_of(ReaderJob job) {
  switch (job) {
    case ReaderJob::whole: return kReaderName;
    case ReaderJob::second: return kSecondReaderName;
    case ReaderJob::blocks: return kBlockReaderName;
    case ReaderJob::files: return kFileReaderName;
  }
  return "";
}

bool send_all(int socket, core::ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR) {
      return false;
    }
    bytes = bytes.subspan(sent > 0 ? static_cast<std::size_t>(sent) : 0);
  }
  return true;
}

[[noreturn]] void fail_to_start(int error_number) {
  core::fail("cannot start the image reader: " + std::generic_category().message(error_number));
}

}  // namespace

ReaderChild::ReaderChild(const core::Path& first, ImageFormat format, ReaderJob job,
                         const SharedMemory* memory) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    fail_to_start(errno);
  }
  pipe_ = core::Fd(ends[0]);
  const core::Fd write_end(ends[1]);
  ::fcntl(pipe_.get(), F_SETPIPE_SZ, kPipeSize);  // only faster; smaller limits are fine
  // A socket and no pipe: writing to a child that is gone must not raise SIGPIPE.
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    fail_to_start(errno);
  }
  questions_ = core::Fd(ends[0]);
  const core::Fd questions(ends[1]);
  std::string name = name_of(job);
  std::string path = core::fs::absolute(first).native();
  std::string format_name = format == ImageFormat::e01 ? kFormatE01 : kFormatRaw;
  std::array<char*, 4> arguments{name.data(), path.data(), format_name.data(), nullptr};
  const int error_number = SpawnPlan(questions, write_end, memory).spawn(pid_, arguments.data());
  if (error_number != 0) {
    pid_ = -1;
    fail_to_start(error_number);
  }
}

bool ReaderChild::ask(std::uint64_t block) const {
  std::array<std::uint8_t, kQuestionSize> question{};
  put_little64(question, block);
  return send_all(questions_.get(), question);
}

bool ReaderChild::give_back(std::size_t slot) const {
  const auto number = static_cast<std::uint8_t>(slot);
  ssize_t sent = 0;
  do {
    sent = ::send(questions_.get(), &number, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (sent < 0 && errno == EINTR);
  return sent == 1;
}

bool ReaderChild::request(core::ByteView text) {
  const bool sent = send_all(questions_.get(), text);
  questions_ = core::Fd();  // the end of the request
  return sent;
}

ReaderChild::~ReaderChild() {
  kill();
  wait();
}

void ReaderChild::kill() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
  }
}

std::optional<std::string> ReaderChild::wait() {
  if (pid_ <= 0) {
    return std::nullopt;
  }
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (WIFSIGNALED(status)) {
    return "the image reader ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
           ::strsignal(WTERMSIG(status)) + ")";
  }
  if (WEXITSTATUS(status) != 0) {
    return "the image reader ended with status " + std::to_string(WEXITSTATUS(status));
  }
  return std::nullopt;
}

}  // namespace acquire
