// SPDX-License-Identifier: Apache-2.0
#include "acquire/child/lock_down.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <thread>

#include "acquire/child/frame_reader.h"
#include "acquire/child/reader_child.h"
#include "acquire/child/reader_job.h"
#include "acquire/files/file_job.h"
#include "acquire/reading/media_files.h"
#include "tests/acquire/disk_images.h"

namespace {

/// Runs `body` in a child and returns its exit status.
template <typename F>
int status_in_child(F body) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::_exit(body());
  }
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 200 + WTERMSIG(status);
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

TEST_CASE("a locked-down process reads its files and can do nothing else", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "image", core::as_bytes("evidence"));
  core::write_new_file(folder / "key", core::as_bytes("secret"));
  const std::string image = (folder / "image").native();
  const std::string key = (folder / "key").native();
  const std::string fresh = (folder / "new").native();
  const int status = status_in_child([&] {
    const std::vector<std::string> force = acquire::lock_down({image});
    if (!has(force, "seccomp")) {
      return 100;
    }
    const int fd = ::open(image.c_str(), O_RDONLY);
    char first = 0;
    if (fd < 0 || ::read(fd, &first, 1) != 1 || first != 'e') {
      return 1;
    }
    bool ran = false;
    std::thread([&] { ran = true; }).join();
    if (!ran) {
      return 2;
    }
    if (has(force, "landlock") && ::open(key.c_str(), O_RDONLY) >= 0) {
      return 3;
    }
    if (::open(image.c_str(), O_RDWR) >= 0 || ::open(fresh.c_str(), O_WRONLY | O_CREAT, 0600) >= 0 ||
        ::open(fresh.c_str(), O_RDONLY | O_CREAT, 0600) >= 0) {
      return 4;
    }
    if (::socket(AF_INET, SOCK_STREAM, 0) >= 0 || ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0) {
      return 5;
    }
    if (::unlink(image.c_str()) == 0 || ::rename(image.c_str(), fresh.c_str()) == 0) {
      return 6;
    }
    if (::fork() >= 0 || ::kill(::getppid(), 0) == 0 || ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0) {
      return 7;
    }
    ::execl("/bin/true", "true", nullptr);
    return 0;
  });
  if (status == 100) {
    WARN("skipped: no system call filter in this build or kernel");
    return;
  }
  CHECK(status == 0);
}

TEST_CASE("while files in an image are read, nothing else can be opened and nothing be written or asked",
          "[acquire]") {
  const support::TempFolder folder;
  const auto kind = GENERATE(disks::Kind::ext4, disks::Kind::vfat, disks::Kind::ntfs);
  disks::make(kind, folder / "image");
  core::write_new_file(folder / "key", core::as_bytes("secret"));
  const std::string key = (folder / "key").native();
  const std::string path = disks::path_in(kind, disks::samples()[3]);
  const int status = status_in_child([&] {
    const acquire::SegmentSet set = acquire::find_segments(folder / "image", acquire::ImageFormat::raw);
    const std::vector<std::string> force = acquire::lock_down(set.files);
    if (!has(force, "seccomp")) {
      return 100;
    }
    acquire::FaultList faults;
    const auto media = acquire::open_media(set, faults);
    int out = 50;
    std::size_t content = 0;
    acquire::run_file_job(*media, {acquire::FileJob::content, {path, std::nullopt, std::nullopt}, 60},
                          [&](acquire::FrameType type, core::ByteView payload) {
                            content += type == acquire::FrameType::data ? payload.size() : 0;
                            out = type == acquire::FrameType::report ? 0 : out;
                            if (::socket(AF_INET, SOCK_STREAM, 0) >= 0 ||
                                ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
                                ::open((key + "2").c_str(), O_WRONLY | O_CREAT, 0600) >= 0 || ::fork() >= 0 ||
                                (has(force, "landlock") && ::open(key.c_str(), O_RDONLY) >= 0)) {
                              ::_exit(1);
                            }
                          });
    return content == disks::samples()[3].bytes.size() ? out : 2;
  });
  if (status == 100) {
    WARN("skipped: no system call filter in this build or kernel");
    return;
  }
  CHECK(status == 0);
}

TEST_CASE("the reader of files is locked down before it reads, and its computing is bounded", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "image.raw", support::random_bytes(4096));
  acquire::ReaderChild child(folder / "image.raw", acquire::ImageFormat::raw, acquire::ReaderJob::files);
  std::ifstream children("/proc/thread-self/children");
  std::string pid;
  REQUIRE(children >> pid);
  REQUIRE(child.request(
      core::as_bytes(acquire::encode(acquire::FileRequest{acquire::FileJob::volumes, {}, 77}))));
  const core::CancelToken cancel;
  const acquire::PipeReader pipe(child.pipe(), cancel);
  const auto size = acquire::receive_frame(pipe).frame;  // sent once it is locked down
  REQUIRE(size);
  CHECK(size->type == acquire::FrameType::size);
  REQUIRE(::kill(std::stoi(pid), SIGSTOP) == 0);
  const std::string status = core::read_text_file("/proc/" + pid + "/status");
  if (status.find("Seccomp:\t2") == std::string::npos) {
    WARN("no system call filter in this build or kernel, or the reader has ended");
  }
  CHECK_THAT(status, Catch::Matchers::Contains("NoNewPrivs:\t1") || Catch::Matchers::Contains("State:\tZ"));
  child.kill();
}

TEST_CASE("on this kernel every lock is in force", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "image", core::as_bytes("evidence"));
  const int status =
      status_in_child([&] { return static_cast<int>(acquire::lock_down({folder / "image"}).size()); });
  if (status != 3) {
    WARN("only " << status << " of 3 locks are in force (sanitised build, or a kernel without Landlock)");
  }
  CHECK(status >= 1);
}

TEST_CASE("a reader that is killed or finds nothing is told in words", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "image.raw", support::random_bytes(8U << 20U));
  const acquire::SharedMemory memory = acquire::SharedMemory::create();
  acquire::ReaderChild killed(folder / "image.raw", acquire::ImageFormat::raw, acquire::ReaderJob::whole,
                              &memory);
  killed.kill();
  CHECK_THAT(killed.wait().value_or(""), Catch::Matchers::Contains("the image reader ended by signal 9"));
  acquire::ReaderChild lost(folder / "absent.raw", acquire::ImageFormat::raw, acquire::ReaderJob::whole,
                            &memory);
  CHECK(lost.wait() == "the image reader ended with status 1");
}

TEST_CASE("Ctrl-C, a hang-up and a call to end do not end the reader, however early they come", "[acquire]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "image.raw", support::random_bytes(4096));
  for (int round = 0; round < 10; ++round) {
    const acquire::SharedMemory memory = acquire::SharedMemory::create();
    acquire::ReaderChild child(folder / "image.raw", acquire::ImageFormat::raw, acquire::ReaderJob::whole,
                               &memory);
    std::ifstream children("/proc/thread-self/children");
    pid_t pid = 0;
    REQUIRE(children >> pid);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      REQUIRE(::kill(pid, signal) == 0);
    }
    CHECK(child.wait().value_or("well") == "well");
  }
}

TEST_CASE("only the reader's own name starts the reader", "[acquire]") {
  std::string name = "exhibit";
  std::string one = "a";
  std::string two = "e01";
  std::array<char*, 4> arguments{name.data(), one.data(), two.data(), nullptr};
  CHECK_FALSE(acquire::run_if_reader_child(3, arguments.data()));
}
