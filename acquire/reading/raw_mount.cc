// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/raw_mount.h"

#define FUSE_USE_VERSION 35
#include <fcntl.h>
#include <fuse.h>
#include <fuse_lowlevel.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr int kPollMilliseconds = 200;

/// What libfuse said last, which it would otherwise write on standard error.
std::string& last_words() {
  thread_local std::string words;
  return words;
}

void keep_words(fuse_log_level /*level*/, const char* format, va_list values) {
  std::array<char, 256> line{};
  (void)std::vsnprintf(line.data(), line.size(), format, values);
  last_words() = core::shown(std::string(line.data()).substr(0, std::strcspn(line.data(), "\n")));
}

const MountedFile& mounted() { return *static_cast<const MountedFile*>(::fuse_get_context()->private_data); }

bool is_file(const char* path) { return path[0] == '/' && mounted().name == path + 1; }

int get_attributes(const char* path, struct stat* out, fuse_file_info* /*open*/) {
  const bool folder = std::strcmp(path, "/") == 0;
  if (!folder && !is_file(path)) {
    return -ENOENT;
  }
  *out = {};
  out->st_mode = folder ? S_IFDIR | 0500U : S_IFREG | 0400U;
  out->st_nlink = folder ? 2 : 1;
  out->st_size = folder ? 0 : static_cast<off_t>(mounted().size);
  out->st_blocks = (out->st_size + 511) / 512;
  out->st_uid = ::getuid();
  out->st_gid = ::getgid();
  return 0;
}

int list_folder(const char* path, void* buffer, fuse_fill_dir_t add, off_t /*offset*/,
                fuse_file_info* /*open*/, fuse_readdir_flags /*flags*/) {
  if (std::strcmp(path, "/") != 0) {
    return -ENOENT;
  }
  for (const char* name : {".", "..", mounted().name.c_str()}) {
    add(buffer, name, nullptr, 0, fuse_fill_dir_flags{});
  }
  return 0;
}

/// Past the page cache, so that what is asked for here is what a program reads, without the kernel's reading ahead.
int open_file(const char* path, fuse_file_info* open) {
  if (!is_file(path)) {
    return -ENOENT;
  }
  if ((open->flags & O_ACCMODE) != O_RDONLY) {
    return -EROFS;
  }
  open->direct_io = 1;
  return 0;
}

int read_file(const char* path, char* buffer, size_t length, off_t offset, fuse_file_info* /*open*/) {
  if (!is_file(path) || offset < 0) {
    return -EINVAL;
  }
  const auto start = static_cast<std::uint64_t>(offset);
  const std::uint64_t size = mounted().size;
  if (start >= size || length == 0) {
    return 0;
  }
  const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(length, size - start));
  const int error_number = mounted().read(start, {reinterpret_cast<std::uint8_t*>(buffer), part});
  return error_number == 0 ? static_cast<int>(part) : -error_number;
}

fuse_operations operations() {
  fuse_operations out{};
  out.getattr = &get_attributes;
  out.open = &open_file;
  out.read = &read_file;
  out.readdir = &list_folder;
  return out;
}

}  // namespace

struct RawMount::Session {
  explicit Session(const MountedFile& file, const core::Path& at) {
    ::fuse_set_log_func(&keep_words);
    std::array<std::string, 3> words = {"exhibit", "-o",
                                        "ro,nosuid,nodev,noexec,fsname=exhibit,subtype=exhibit"};
    std::array<char*, 4> pointers{words[0].data(), words[1].data(), words[2].data(), nullptr};
    fuse_args arguments = FUSE_ARGS_INIT(3, pointers.data());
    const fuse_operations calls = operations();
    fuse.reset(::fuse_new(&arguments, &calls, sizeof calls, const_cast<MountedFile*>(&file)));
    ::fuse_opt_free_args(&arguments);
    if (!fuse || ::fuse_mount(fuse.get(), at.c_str()) != 0) {
      core::fail("cannot mount at " + core::shown(at.native()) + ": " +
                 (last_words().empty() ? "'fusermount3' refused" : last_words()) +
                 "; is /dev/fuse there, and is the folder yours? nothing was read");
    }
    is_mounted = true;
  }
  ~Session() { unmount(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void unmount() {
    if (is_mounted) {
      ::fuse_unmount(fuse.get());
      is_mounted = false;
    }
  }

  struct Destroy {
    void operator()(::fuse* handle) const { ::fuse_destroy(handle); }
  };
  std::unique_ptr<::fuse, Destroy> fuse;
  bool is_mounted = false;
};

RawMount::RawMount(const MountedFile& file, const core::Path& at)
    : session_(std::make_unique<Session>(file, at)) {}

RawMount::~RawMount() = default;

/// Not fuse_loop(): a signal between its check and its read would be waited out.
void RawMount::serve(const core::CancelToken& cancel) {
  fuse_session* session = ::fuse_get_session(session_->fuse.get());
  // A request may be taken back between poll and read, and a read that waits would not see a signal.
  ::fcntl(::fuse_session_fd(session), F_SETFL, O_RDWR | O_NONBLOCK);
  fuse_buf buffer{};
  while (!cancel.cancelled() && ::fuse_session_exited(session) == 0) {
    pollfd entry{::fuse_session_fd(session), POLLIN, 0};
    if (::poll(&entry, 1, kPollMilliseconds) <= 0) {
      continue;
    }
    const int length = ::fuse_session_receive_buf(session, &buffer);
    if (length == -EINTR || length == -EAGAIN) {
      continue;
    }
    if (length <= 0) {
      break;  // unmounted
    }
    ::fuse_session_process_buf(session, &buffer);
  }
  std::free(buffer.mem);
  session_->unmount();
}

}  // namespace acquire
