// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/smart.h"

#include <sys/stat.h>

#include <array>
#include <utility>

#include "acquire/device/sysfs.h"
#include "core/json.h"

namespace acquire {
namespace {

using core::json::Value;

/// Where smartctl's JSON has a count, and the name it is recorded under.
constexpr std::array<std::pair<const char*, const char*>, 11> kCounts{
    {{"power_on_time.hours", "power_on_hours"},
     {"power_cycle_count", "power_cycles"},
     {"temperature.current", "temperature_celsius"},
     {"nvme_smart_health_information_log.critical_warning", "critical_warning"},
     {"nvme_smart_health_information_log.percentage_used", "percentage_used"},
     {"nvme_smart_health_information_log.available_spare", "available_spare"},
     {"nvme_smart_health_information_log.media_errors", "media_errors"},
     {"nvme_smart_health_information_log.unsafe_shutdowns", "unsafe_shutdowns"},
     {"scsi_grown_defect_list", "grown_defects"},
     {"scsi_error_counter_log.read.total_uncorrected_errors", "uncorrected_reads"},
     {"ata_smart_error_log.summary.count", "logged_errors"}}};

/// ATA attributes by number, whose raw values are counts with most makers.
constexpr std::array<std::pair<std::int64_t, const char*>, 4> kAttributes{{{5, "reallocated_sectors"},
                                                                           {187, "reported_uncorrectable"},
                                                                           {197, "pending_sectors"},
                                                                           {198, "offline_uncorrectable"}}};

bool fits_an_entry(std::int64_t number) {
  constexpr std::int64_t kMost = (std::int64_t{1} << 53U) - 1;
  return number >= -kMost && number <= kMost;
}

void add(SmartSummary& out, const char* name, const Value* value) {
  if (value != nullptr && value->integer() != nullptr && fits_an_entry(*value->integer())) {
    out.counts.emplace_back(name, *value->integer());
  }
}

void add_attributes(SmartSummary& out, const Value& top) {
  const Value* table = top.at_path("ata_smart_attributes.table");
  if (table == nullptr || table->array() == nullptr) {
    return;
  }
  for (const auto& [number, name] : kAttributes) {
    for (const Value& row : *table->array()) {
      if (row.integer_of("id") == number) {
        add(out, name, row.at_path("raw.value"));
        break;
      }
    }
  }
}

bool is_program(const char* path) {
  struct stat status {};
  return ::stat(path, &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 0111U) != 0;
}

}  // namespace

core::Path installed_smartctl() {
  for (const char* path : {"/usr/sbin/smartctl", "/usr/bin/smartctl", "/usr/local/sbin/smartctl"}) {
    if (is_program(path)) {
      return path;
    }
  }
  return {};
}

SmartSummary parse_smart(const std::string& json) {
  SmartSummary out;
  const auto top = core::json::parse(json, {32, 1U << 20U});
  if (!top || top->object() == nullptr) {
    out.why_not = "smartctl's answer is not understood";
    return out;
  }
  const Value* passed = top->at_path("smart_status.passed");
  if (passed != nullptr && passed->boolean() != nullptr) {
    out.passed = *passed->boolean();
  }
  for (const auto& [path, name] : kCounts) {
    add(out, name, top->at_path(path));
  }
  add_attributes(out, *top);
  if (!out.passed && out.counts.empty()) {
    out.why_not = "not told by the device";
  }
  return out;
}

SmartSummary read_smart(const core::Path& smartctl, const core::Path& disk, const OutputLimits& limits) {
  SmartSummary out;
  if (smartctl.empty()) {
    out.why_not = "smartctl is not installed";
    return out;
  }
  const auto printed = program_output(
      smartctl, {"--json=c", "--info", "--health", "--attributes", "--log=error", "--", disk.native()},
      limits);
  if (!printed) {
    out.why_not = "smartctl did not answer within its limits";
    return out;
  }
  return parse_smart(*printed);
}

SmartSummary smart_of(const SourceFacts& source) {
  struct stat status {};
  const bool is_device = ::stat(source.path.c_str(), &status) == 0 && S_ISBLK(status.st_mode);
  const auto device = is_device ? SysfsDevice::of(status.st_rdev) : std::nullopt;
  if (!device) {
    SmartSummary out;
    out.why_not = "not a device";
    return out;
  }
  return read_smart(installed_smartctl(), device->disk().node());
}

}  // namespace acquire
