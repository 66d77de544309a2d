// SPDX-License-Identifier: Apache-2.0
#include "acquire/device/sysfs.h"

#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "core/durable_file.h"
#include "core/error.h"

namespace acquire {
namespace {

constexpr std::size_t kAttributeLimit = 64U << 10U;

/// Attributes vanish and refuse as devices come and go: an unreadable one counts as absent.
std::string read_attribute(const core::Path& path) {
  boost::system::error_code ignored;
  if (!core::fs::is_regular_file(path, ignored)) {
    return {};
  }
  try {
    return core::read_text_file(path, kAttributeLimit);
  } catch (const core::Error&) {
    return {};
  }
}

std::string trimmed(const std::string& text) {
  const auto is_blank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0 || c == '\0'; };
  const auto first = std::find_if_not(text.begin(), text.end(), is_blank);
  const auto last = std::find_if_not(text.rbegin(), std::make_reverse_iterator(first), is_blank).base();
  return {first, last};
}

}  // namespace

std::optional<SysfsDevice> SysfsDevice::of(dev_t number, const core::Path& sysfs) {
  boost::system::error_code error;
  const core::Path link =
      sysfs / "dev/block" / (std::to_string(major(number)) + ":" + std::to_string(minor(number)));
  const core::Path folder = core::fs::canonical(link, error);
  if (error) {
    return std::nullopt;
  }
  return SysfsDevice(folder, number, sysfs);
}

std::optional<SysfsDevice> SysfsDevice::at(const core::Path& folder, const core::Path& sysfs) {
  const std::string text = trimmed(read_attribute(folder / "dev"));
  unsigned major_number = 0;
  unsigned minor_number = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, major_number);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':' ||
      std::from_chars(first.ptr + 1, end, minor_number).ec != std::errc()) {
    return std::nullopt;
  }
  return of(makedev(major_number, minor_number), sysfs);
}

std::vector<SysfsDevice> SysfsDevice::all(const core::Path& sysfs) {
  std::vector<SysfsDevice> found;
  boost::system::error_code error;
  for (const auto& entry : core::fs::directory_iterator(sysfs / "block", error)) {
    auto device = at(entry.path(), sysfs);
    if (device && device->size().value_or(0) > 0) {
      found.push_back(*std::move(device));
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.name().size(), a.name()) < std::pair(b.name().size(), b.name());
  });
  return found;
}

std::string SysfsDevice::node() const {
  std::string out = name();
  std::replace(out.begin(), out.end(), '!', '/');  // as sysfs writes the names of devices in folders
  return "/dev/" + out;
}

bool SysfsDevice::is_partition() const { return !attribute("partition").empty(); }

SysfsDevice SysfsDevice::disk() const {
  return is_partition() ? at(folder_.parent_path()).value_or(*this) : *this;
}

std::vector<SysfsDevice> SysfsDevice::partitions() const {
  std::vector<SysfsDevice> found;
  boost::system::error_code error;
  for (const auto& entry : core::fs::directory_iterator(folder_, error)) {
    if (!read_attribute(entry.path() / "partition").empty()) {
      if (auto device = at(entry.path())) {
        found.push_back(*std::move(device));
      }
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.number_ < b.number_; });
  return found;
}

std::vector<SysfsDevice> SysfsDevice::linked(const std::string& name) const {
  std::vector<SysfsDevice> found;
  boost::system::error_code error;
  if (!core::fs::is_directory(folder_ / name, error)) {
    return found;
  }
  for (const auto& entry : core::fs::directory_iterator(folder_ / name, error)) {
    if (auto device = at(entry.path())) {
      found.push_back(*std::move(device));
    }
  }
  return found;
}

std::string SysfsDevice::attribute(const std::string& name) const {
  const std::string text = read_attribute(folder_ / name);
  return trimmed(text.substr(0, text.find('\n')));
}

std::string SysfsDevice::first_of(std::initializer_list<const char*> names) const {
  for (const char* name : names) {
    if (std::string text = attribute(name); !text.empty()) {
      return text;
    }
  }
  return {};
}

std::optional<std::uint64_t> SysfsDevice::number_in(const std::string& name) const {
  const std::string text = attribute(name);
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() ? std::optional(number)
                                                                             : std::nullopt;
}

std::string SysfsDevice::wwn() const { return first_of({"wwid", "device/wwid", "device/cid"}); }
std::string SysfsDevice::firmware() const {
  return first_of({"device/firmware_rev", "device/fwrev", "device/rev"});
}

std::optional<std::uint64_t> SysfsDevice::bytes_in(const std::string& name) const {
  constexpr std::uint64_t kUnit = 512;  // whatever the sectors of the device
  const auto units = number_in(name);
  return units && *units <= ~std::uint64_t{0} / kUnit ? std::optional(*units * kUnit) : std::nullopt;
}

std::uint32_t SysfsDevice::sector_size_in(const std::string& name) const {
  const std::uint64_t size = number_in(name).value_or(512);
  return size >= 512 && size <= (1U << 20U) ? static_cast<std::uint32_t>(size) : 512;
}

std::string SysfsDevice::vendor() const {
  const std::string text = attribute("device/vendor");
  return text.compare(0, 2, "0x") == 0 ? std::string() : text;  // a PCI number names nobody
}

std::string SysfsDevice::serial() const {
  if (std::string text = first_of({"serial", "device/serial"}); !text.empty()) {
    return text;
  }
  const std::string text = page_80_serial();
  return text.empty() ? usb_serial() : text;
}

/// SCSI vital product data, page 0x80: four bytes of head, the last two of them the length.
std::string SysfsDevice::page_80_serial() const {
  const std::string page = read_attribute(folder_ / "device/vpd_pg80");
  return page.size() > 4 && page[1] == static_cast<char>(0x80) ? trimmed(page.substr(4)) : std::string();
}

std::string SysfsDevice::usb_serial() const {
  for (core::Path folder = folder_; folder.has_relative_path(); folder = folder.parent_path()) {
    if (!read_attribute(folder / "idVendor").empty()) {
      return trimmed(read_attribute(folder / "serial"));
    }
  }
  return {};
}

std::string SysfsDevice::transport() const {
  static constexpr std::array<std::pair<const char*, const char*>, 14> kMarks{{{"/usb", "usb"},
                                                                               {"/nvme", "nvme"},
                                                                               {"/ata", "ata"},
                                                                               {"/virtio", "virtio"},
                                                                               {"/mmc", "mmc"},
                                                                               {"/block/loop", "loop"},
                                                                               {"/block/dm-", "dm"},
                                                                               {"/block/md", "md"},
                                                                               {"/block/nbd", "nbd"},
                                                                               {"/block/zram", "zram"},
                                                                               {"/block/ram", "ram"},
                                                                               {"/session", "iscsi"},
                                                                               {"/rport-", "fc"},
                                                                               {"/host", "scsi"}}};
  const std::string path = folder_.native();
  for (const auto& [mark, name] : kMarks) {
    if (path.find(mark) != std::string::npos) {
      return name;
    }
  }
  return {};
}

}  // namespace acquire
