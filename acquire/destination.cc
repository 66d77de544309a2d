// SPDX-License-Identifier: Apache-2.0
// The medium below the folder an image goes to, and the refusal to write onto the source.
#include <sys/stat.h>
#include <sys/statfs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "acquire/mounts.h"
#include "acquire/source.h"
#include "acquire/sysfs.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

struct stat status_of(const core::Path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    core::fail_errno("cannot look at", path, errno);
  }
  return status;
}

/// The mount a folder is on: the last one listed of its device, as later mounts cover earlier ones.
std::optional<Mount> mount_of(dev_t device) {
  std::optional<Mount> found;
  for (Mount& mount : current_mounts()) {
    if (mount.device == device) {
      found = std::move(mount);
    }
  }
  return found;
}

/// Number of the block device below a file or folder; 0 when there is none.
dev_t device_below(const core::Path& path) {
  const dev_t device = status_of(path).st_dev;
  if (SysfsDevice::of(device)) {
    return device;
  }
  const auto mount = mount_of(device);
  return mount ? block_device_of(*mount) : 0;
}

struct Layer {
  dev_t number = 0;
  bool whole = true;  // false: only a partition of it is used
};

/// Every device that holds data of `number`: itself, its disk, what it is stacked on, and so on down.
class Layers {
 public:
  explicit Layers(dev_t number) { add(number, true); }
  const std::vector<Layer>& all() const { return layers_; }
  /// Files in which loop devices of the stack keep their data.
  const std::vector<core::Path>& backing_files() const { return backing_files_; }

 private:
  void add(dev_t number, bool whole) {
    const auto device = SysfsDevice::of(number);
    if (!device || std::any_of(layers_.begin(), layers_.end(), [&](const Layer& layer) {
          return layer.number == number && layer.whole == whole;
        })) {
      return;
    }
    layers_.push_back({number, whole});
    if (device->is_partition()) {
      add(device->disk().number(), false);
    }
    for (const SysfsDevice& slave : device->slaves()) {
      add(slave.number(), true);
    }
    add_backing_file(device->backing_file());
  }

  void add_backing_file(const core::Path& file) {
    boost::system::error_code ignored;
    if (!file.empty() && core::fs::exists(file, ignored)) {
      backing_files_.push_back(file);
      add(device_below(file), true);
    }
  }

  std::vector<Layer> layers_;
  std::vector<core::Path> backing_files_;
};

[[noreturn]] void refuse(const SourceFacts& source, const core::Path& folder, const std::string& why) {
  core::fail("cannot write the image to " + core::shown(folder.native()) + ": " + why + " the source " +
             core::shown(source.path));
}

void refuse_device(const SourceFacts& source, dev_t number, const core::Path& folder, const Layers& below) {
  const auto device = SysfsDevice::of(number);
  const dev_t disk = device ? device->disk().number() : number;
  for (const Layer& layer : below.all()) {
    if (layer.number == number || (layer.number == disk && layer.whole)) {
      refuse(source, folder, "the folder lies on");
    }
  }
}

void refuse_file(const SourceFacts& source, const core::Path& folder, const Layers& below) {
  const core::Path inner = core::fs::canonical(source.path);
  const core::Path outer = core::fs::canonical(folder);
  if (std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end()) {
    refuse(source, folder, "the folder contains");
  }
  for (const core::Path& file : below.backing_files()) {
    boost::system::error_code ignored;
    if (core::fs::equivalent(file, inner, ignored)) {
      refuse(source, folder, "the folder lies on a loop device on");
    }
  }
}

std::string hex_id(const struct statfs& status) {
  core::Bytes bytes(sizeof status.f_fsid);
  std::memcpy(bytes.data(), &status.f_fsid, bytes.size());
  return core::to_hex(bytes);
}

}  // namespace

CarrierFacts carrier_of(const core::Path& folder) {
  CarrierFacts facts;
  struct statfs status {};
  if (::statfs(folder.c_str(), &status) != 0) {
    core::fail_errno("cannot look at the file system of", folder, errno);
  }
  facts.file_system_id = hex_id(status);
  facts.capacity = static_cast<std::uint64_t>(status.f_blocks) * static_cast<std::uint64_t>(status.f_frsize);
  if (const auto mount = mount_of(status_of(folder).st_dev)) {
    facts.file_system = mount->file_system;
  }
  if (const auto device = SysfsDevice::of(device_below(folder))) {
    const SysfsDevice disk = device->disk();
    facts.device = "/dev/" + device->name();
    facts.model = disk.model();
    facts.serial = disk.serial();
    facts.transport = disk.transport();
  }
  return facts;
}

void refuse_destination_on_source(const SourceFacts& source, const core::Path& folder) {
  const struct stat status = status_of(source.path);
  const Layers below(device_below(folder));
  if (S_ISBLK(status.st_mode)) {
    refuse_device(source, status.st_rdev, folder, below);
  } else {
    refuse_file(source, folder, below);
  }
}

}  // namespace acquire
