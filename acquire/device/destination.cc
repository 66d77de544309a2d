// SPDX-License-Identifier: Apache-2.0
// The medium below the folder an image goes to, and the refusal to write onto the source.
#include <sys/stat.h>
#include <sys/statfs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "acquire/device/device_layers.h"
#include "acquire/device/mounts.h"
#include "acquire/device/source.h"
#include "acquire/device/sysfs.h"
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

[[noreturn]] void refuse(const SourceFacts& source, const core::Path& folder, const std::string& why) {
  core::fail("cannot write the image to " + core::shown(folder.native()) + ": " + why + " the source " +
             core::shown(source.path));
}

void refuse_device(const SourceFacts& source, dev_t number, const core::Path& folder,
                   const DeviceLayers& below) {
  const auto device = SysfsDevice::of(number);
  const dev_t disk = device ? device->disk().number() : number;
  for (const DeviceLayer& layer : below.all()) {
    if (layer.number == number || (layer.number == disk && layer.whole)) {
      refuse(source, folder, "the folder lies on");
    }
  }
}

void refuse_file(const SourceFacts& source, const core::Path& folder, const DeviceLayers& below) {
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
    facts.device = device->node();
    facts.model = disk.model();
    facts.serial = disk.serial();
    facts.transport = disk.transport();
  }
  return facts;
}

void refuse_destination_on_source(const SourceFacts& source, const core::Path& folder) {
  const struct stat status = status_of(source.path);
  const DeviceLayers below(device_below(folder));
  if (S_ISBLK(status.st_mode)) {
    refuse_device(source, status.st_rdev, folder, below);
  } else {
    refuse_file(source, folder, below);
  }
}

}  // namespace acquire
