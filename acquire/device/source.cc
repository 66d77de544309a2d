// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/source.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "acquire/device/block_device.h"
#include "acquire/device/sector_reader.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

class OpenedSource final : public Source {
 public:
  OpenedSource(core::Fd fd, const core::Path& path, SourceFacts facts)
      : facts_(std::move(facts)), reader_(std::move(fd), path, facts_.logical_sector_size) {}
  const SourceFacts& facts() const override { return facts_; }
  std::ptrdiff_t read_at(core::ByteOffset offset, std::span<std::uint8_t> buffer) override {
    return reader_.read_at(offset.value(), buffer);
  }

 private:
  SourceFacts facts_;
  SectorReader reader_;
};

SourceFacts file_facts(const core::Path& path, const struct stat& status) {
  SourceFacts facts;
  facts.path = core::fs::absolute(path).native();
  facts.kind = "file";
  facts.size = static_cast<std::uint64_t>(status.st_size);
  facts.read_only = (status.st_mode & 0222U) == 0;
  return facts;
}

[[noreturn]] void refuse_kind(const core::Path& path, const std::string& kind) {
  core::fail("cannot image " + core::shown(path.native()) + ": it is " + kind +
             ", neither a block device nor a regular file");
}

/// Looks before opening: opening a fifo or a character device may wait or act.
void check_kind(const core::Path& path, mode_t mode) {
  if (S_ISDIR(mode)) {
    refuse_kind(path, "a folder");
  }
  if (S_ISCHR(mode)) {
    refuse_kind(path, "a character device");
  }
  if (S_ISFIFO(mode)) {
    refuse_kind(path, "a fifo");
  }
  if (S_ISSOCK(mode)) {
    refuse_kind(path, "a socket");
  }
}

/// O_NOATIME leaves the source's time of last access alone; only the owner and root may ask for it.
core::Fd open_untouched(const core::Path& path) {
  core::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOATIME | O_NONBLOCK));
  if (!fd.valid() && errno == EPERM) {
    fd = core::Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  }
  if (!fd.valid()) {
    core::fail_errno("cannot open the source", path, errno);
  }
  return fd;
}

}  // namespace

std::unique_ptr<Source> open_source(const core::Path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    core::fail_errno("cannot open the source", path, errno);
  }
  check_kind(path, status.st_mode);
  core::Fd fd = open_untouched(path);
  if (::fstat(fd.get(), &status) != 0) {
    core::fail_errno("cannot open the source", path, errno);
  }
  check_kind(path, status.st_mode);
  SourceFacts facts = S_ISBLK(status.st_mode) ? block_device_facts(fd.get(), path) : file_facts(path, status);
  if (facts.size == 0) {
    core::fail("cannot image " + core::shown(path.native()) + ": it is empty (0 bytes)");
  }
  return std::make_unique<OpenedSource>(std::move(fd), path, std::move(facts));
}

}  // namespace acquire
