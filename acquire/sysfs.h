// SPDX-License-Identifier: Apache-2.0
// What the kernel's sysfs tells of block devices: attributes, partitions, and what is stacked on what.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "core/path.h"

namespace acquire {

/// One block device as a folder of sysfs.
class SysfsDevice {
 public:
  /// Nullopt when the kernel knows no such device.
  static std::optional<SysfsDevice> of(dev_t number);

  std::string name() const { return folder_.filename().native(); }
  dev_t number() const { return number_; }
  bool is_partition() const;
  /// The disk of a partition; the device itself otherwise.
  SysfsDevice disk() const;
  std::vector<SysfsDevice> partitions() const;
  /// Devices stacked on this one, and devices this one is stacked on.
  std::vector<SysfsDevice> holders() const { return linked("holders"); }
  std::vector<SysfsDevice> slaves() const { return linked("slaves"); }

  /// First line of an attribute without surrounding blanks; empty when there is none.
  std::string attribute(const std::string& name) const;
  /// Of this device and the bus it is on; empty when nothing was found.
  std::string model() const { return attribute("device/model"); }
  std::string vendor() const;
  std::string serial() const;
  std::string transport() const;
  std::string backing_file() const { return attribute("loop/backing_file"); }
  bool removable() const { return attribute("removable") == "1"; }

 private:
  SysfsDevice(core::Path folder, dev_t number) : folder_(std::move(folder)), number_(number) {}
  static std::optional<SysfsDevice> at(const core::Path& folder);
  std::vector<SysfsDevice> linked(const std::string& name) const;
  std::string page_80_serial() const;
  std::string usb_serial() const;

  core::Path folder_;  // resolved
  dev_t number_;
};

}  // namespace acquire
