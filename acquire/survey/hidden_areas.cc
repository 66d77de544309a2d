// SPDX-License-Identifier: Apache-2.0
// Words, bits and commands: ATA/ATAPI-7 (host-protected area, configuration overlay), ACS-3 (accessible max address).
#include "acquire/survey/hidden_areas.h"

#include <sys/stat.h>

#include <numeric>

#include "acquire/device/sysfs.h"

namespace acquire {
namespace {

using Sector = std::array<std::uint8_t, 512>;
using Answer = HiddenAreas::Answer;

unsigned word(const Sector& sector, std::size_t number) {
  return sector[number * 2] | static_cast<unsigned>(sector[number * 2 + 1]) << 8U;
}
bool bit(const Sector& sector, std::size_t number, unsigned place) {
  return (word(sector, number) >> place & 1U) != 0;
}

std::uint64_t number_at(const Sector& sector, std::size_t first_word, std::size_t words) {
  std::uint64_t out = 0;
  for (std::size_t i = words; i > 0; --i) {
    out = out << 16U | word(sector, first_word + i - 1);
  }
  return out;
}

/// Two characters a word, the first in the high byte; blanks around them left out.
std::string text_at(const Sector& sector, std::size_t first_word, std::size_t words) {
  std::string out;
  for (std::size_t i = first_word; i < first_word + words; ++i) {
    out += static_cast<char>(sector[i * 2 + 1]);
    out += static_cast<char>(sector[i * 2]);
  }
  const auto first = out.find_first_not_of(std::string_view(" \0", 2));
  const auto last = out.find_last_not_of(std::string_view(" \0", 2));
  return first == std::string::npos ? "" : out.substr(first, last - first + 1);
}

/// All bytes add up to zero, where the device says that it keeps a checksum (0xA5 before it).
bool sums_up(const Sector& sector) {
  return sector[510] != 0xA5 || (std::accumulate(sector.begin(), sector.end(), 0U) & 0xFFU) == 0;
}

/// The sector of an answer without error.
std::optional<Sector> sector_of(const std::optional<AtaAnswer>& answer) {
  constexpr std::uint8_t kError = 0x01, kFault = 0x20;
  if (!answer || (answer->status & (kError | kFault)) != 0 || !sums_up(answer->sector)) {
    return std::nullopt;
  }
  return answer->sector;
}

/// Words 82 and 83 count only where two bits of the latter say so, likewise word 119.
bool is_valid(const Sector& identity, std::size_t number) { return word(identity, number) >> 14U == 1; }
bool has_host_protected_area(const Sector& identity) {
  return is_valid(identity, 83) && bit(identity, 82, 10);
}
bool has_accessible_maximum(const Sector& identity) {
  return is_valid(identity, 119) && bit(identity, 119, 8);
}
bool has_overlay(const Sector& identity) { return is_valid(identity, 83) && bit(identity, 83, 11); }

/// The highest address that the device has, as a number of sectors.
std::optional<std::uint64_t> native_sectors(AtaDevice& device, const Sector& identity) {
  constexpr std::uint8_t kLba = 0x40;
  AtaCommand command{0xF8, 0, false, false, kLba};  // READ NATIVE MAX ADDRESS
  if (has_accessible_maximum(identity)) {
    command = {0x78, 0, false, true, kLba};  // ACCESSIBLE MAX ADDRESS: GET NATIVE MAX ADDRESS EXT
  } else if (bit(identity, 83, 10)) {
    command = {0x27, 0, false, true, kLba};  // READ NATIVE MAX ADDRESS EXT
  }
  const auto answer = device.ask(command);
  if (!answer || (answer->status & 0x21U) != 0 || answer->lba == 0) {
    return std::nullopt;
  }
  return answer->lba + 1;
}

std::optional<std::uint64_t> factory_sectors(AtaDevice& device) {
  const auto sector = sector_of(device.ask({0xB1, 0xC2, true, false, 0}));  // DEVICE CONFIGURATION IDENTIFY
  const std::uint64_t highest = sector ? number_at(*sector, 3, 4) : 0;
  return highest == 0 ? std::nullopt : std::optional(highest + 1);
}

std::string security_of(const Sector& identity) {
  if (!is_valid(identity, 83) || !bit(identity, 82, 1)) {
    return "not supported";
  }
  return bit(identity, 128, 2) ? "locked" : bit(identity, 128, 1) ? "on" : "off";
}

Answer compared(const std::optional<std::uint64_t>& whole, std::uint64_t visible) {
  return !whole ? Answer::not_told : *whole > visible ? Answer::hidden : Answer::none;
}

}  // namespace

HiddenAreas hidden_areas(AtaDevice& device, std::uint64_t visible_sectors) {
  HiddenAreas out;
  out.visible_sectors = visible_sectors;
  const auto identity = sector_of(device.ask({0xEC, 0, true, false, 0}));  // IDENTIFY DEVICE
  if (!identity) {
    out.why_not = "the device does not answer IDENTIFY DEVICE";
    return out;
  }
  out.serial = text_at(*identity, 10, 10);
  out.firmware = text_at(*identity, 23, 4);
  out.model = text_at(*identity, 27, 20);
  out.security = security_of(*identity);
  if (has_host_protected_area(*identity) || has_accessible_maximum(*identity)) {
    out.native_sectors = native_sectors(device, *identity);
    out.host_protected = compared(out.native_sectors, visible_sectors);
  } else {
    out.host_protected = Answer::not_supported;
  }
  if (has_overlay(*identity)) {
    out.factory_sectors = factory_sectors(device);
    out.overlay = compared(out.factory_sectors, out.native_sectors.value_or(visible_sectors));
  } else {
    out.overlay = Answer::not_supported;
  }
  return out;
}

HiddenAreas hidden_areas_of(const SourceFacts& source) {
  HiddenAreas out;
  out.visible_sectors = source.size / source.logical_sector_size;
  struct stat status {};
  const bool is_device = ::stat(source.path.c_str(), &status) == 0 && S_ISBLK(status.st_mode);
  const auto found = is_device ? SysfsDevice::of(status.st_rdev) : std::nullopt;
  if (source.transport != "ata" || !found) {
    out.why_not = "only a device connected by ATA is asked";
    return out;
  }
  const SysfsDevice disk = found->disk();
  const auto device = open_ata(disk.node());
  if (device == nullptr) {
    out.why_not = "the device could not be opened to be asked";
    return out;
  }
  return hidden_areas(*device, disk.size().value_or(source.size) / source.logical_sector_size);
}

}  // namespace acquire
