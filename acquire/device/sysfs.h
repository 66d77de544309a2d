// SPDX-License-Identifier: Apache-2.0
// What the kernel's sysfs tells of block devices: attributes, partitions, and what is stacked on what.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "core/path.h"

namespace acquire {

/// One block device as a folder of sysfs.
class SysfsDevice {
 public:
  /// Nullopt when the kernel knows no such device. `sysfs`: where it is mounted.
  static std::optional<SysfsDevice> of(dev_t number, const core::Path& sysfs = "/sys");
  /// Every disk, device stacked on disks, and loop device that has a size, by name; partitions are not among them.
  static std::vector<SysfsDevice> all(const core::Path& sysfs = "/sys");

  std::string name() const { return folder_.filename().native(); }
  /// "/dev/sda"
  std::string node() const;
  dev_t number() const { return number_; }
  bool is_partition() const;
  /// Of a partition: its number, and where it lies on its disk, in bytes.
  std::uint64_t partition_number() const { return number_in("partition").value_or(0); }
  std::optional<std::uint64_t> start() const { return bytes_in("start"); }
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
  bool read_only() const { return attribute("ro") == "1"; }
  /// World-wide name as the bus has it; firmware revision, which SCSI cuts to four characters.
  std::string wwn() const;
  std::string firmware() const;
  /// Bytes; nullopt when it is not told.
  std::optional<std::uint64_t> size() const { return bytes_in("size"); }
  std::uint32_t logical_sector_size() const { return sector_size_in("queue/logical_block_size"); }
  std::uint32_t physical_sector_size() const { return sector_size_in("queue/physical_block_size"); }

 private:
  SysfsDevice(core::Path folder, dev_t number, core::Path sysfs)
      : folder_(std::move(folder)), number_(number), sysfs_(std::move(sysfs)) {}
  std::optional<SysfsDevice> at(const core::Path& folder) const { return at(folder, sysfs_); }
  static std::optional<SysfsDevice> at(const core::Path& folder, const core::Path& sysfs);
  std::string first_of(std::initializer_list<const char*> names) const;
  std::optional<std::uint64_t> number_in(const std::string& name) const;
  std::optional<std::uint64_t> bytes_in(const std::string& name) const;
  std::uint32_t sector_size_in(const std::string& name) const;
  std::vector<SysfsDevice> linked(const std::string& name) const;
  std::string page_80_serial() const;
  std::string usb_serial() const;

  core::Path folder_;  // resolved
  dev_t number_;
  core::Path sysfs_;
};

}  // namespace acquire
