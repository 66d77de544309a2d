// SPDX-License-Identifier: Apache-2.0
// What smartctl tells, and what stands in for it in these tests: a script.
#include "acquire/survey/smart.h"

#include <sys/stat.h>

#include "tests/acquire/imaging.h"

namespace {

using acquire::SmartSummary;
using Catch::Matchers::Contains;

std::optional<std::int64_t> count_of(const SmartSummary& summary, const std::string& name) {
  for (const auto& [known, value] : summary.counts) {
    if (known == name) {
      return value;
    }
  }
  return std::nullopt;
}

core::Path script(const support::TempFolder& folder, const std::string& text) {
  const core::Path path = folder / "smartctl";
  core::write_new_file(path, core::as_bytes("#!/bin/sh\n" + text), 0755);
  return path;
}

constexpr const char* kAta =
    R"({"json_format_version":[1,0],"device":{"name":"/dev/sda","type":"sat"},"model_name":"WDC WD10","firmware_version":"01.01A01",
"smart_status":{"passed":false},"ata_smart_attributes":{"revision":16,"table":[
{"id":5,"name":"Reallocated_Sector_Ct","value":1,"raw":{"value":1234,"string":"1234"}},
{"id":9,"name":"Power_On_Hours","value":70,"raw":{"value":21904,"string":"21904"}},
{"id":197,"name":"Current_Pending_Sector","raw":{"value":8,"string":"8"}}]},
"power_on_time":{"hours":21904},"power_cycle_count":801,"temperature":{"current":34}})";

}  // namespace

TEST_CASE("the summary of an ATA disk holds the device's verdict and its counts", "[acquire]") {
  const SmartSummary summary = acquire::parse_smart(kAta);
  CHECK(summary.why_not.empty());
  CHECK(summary.passed == false);
  CHECK(count_of(summary, "reallocated_sectors") == 1234);
  CHECK(count_of(summary, "pending_sectors") == 8);
  CHECK(count_of(summary, "power_on_hours") == 21904);
  CHECK(count_of(summary, "power_cycles") == 801);
  CHECK(count_of(summary, "temperature_celsius") == 34);
  CHECK_FALSE(count_of(summary, "offline_uncorrectable"));
}

TEST_CASE("the summary of an NVMe disk holds its health log", "[acquire]") {
  const SmartSummary summary = acquire::parse_smart(
      R"({"smart_status":{"passed":true,"nvme":{"value":0}},"nvme_smart_health_information_log":{"critical_warning":0,
"temperature":41,"available_spare":100,"percentage_used":3,"media_errors":0,"unsafe_shutdowns":17},"power_on_time":{"hours":99}})");
  CHECK(summary.passed == true);
  CHECK(count_of(summary, "percentage_used") == 3);
  CHECK(count_of(summary, "unsafe_shutdowns") == 17);
  CHECK(count_of(summary, "media_errors") == 0);
}

TEST_CASE("answers that say nothing, or nothing that can be understood, are told as that", "[acquire]") {
  CHECK(acquire::parse_smart(R"({"smartctl":{"exit_status":1}})").why_not == "not told by the device");
  for (const char* text : {"", "nonsense", "[]", "{\"a\":", "7"}) {
    CHECK(acquire::parse_smart(text).why_not == "smartctl's answer is not understood");
  }
  const SmartSummary odd = acquire::parse_smart(
      R"({"smart_status":{"passed":"yes"},"power_cycle_count":"many","power_on_time":{"hours":9007199254740993},
"ata_smart_attributes":{"table":[5,{"id":5,"raw":7},{"id":"197"}]}})");
  CHECK_FALSE(odd.passed);
  CHECK(odd.counts.empty());
  CHECK(odd.why_not == "not told by the device");
}

TEST_CASE("smartctl is run with a fixed list of arguments, and a strange name of a disk stays one argument",
          "[acquire]") {
  const support::TempFolder folder;
  const core::Path seen = folder / "seen";
  const core::Path program = script(folder, "for a in \"$@\"; do printf '%s\\n' \"$a\"; done > '" +
                                                seen.native() + "'\n/bin/echo '{\"power_cycle_count\":4}'\n");
  const SmartSummary summary = acquire::read_smart(program, "/dev/x; touch /tmp/y");
  CHECK(count_of(summary, "power_cycles") == 4);
  CHECK(core::read_text_file(seen) ==
        "--json=c\n--info\n--health\n--attributes\n--log=error\n--\n/dev/x; touch /tmp/y\n");
}

TEST_CASE("a smartctl that hangs, floods or is not there is not waited for", "[acquire]") {
  acquire::OutputLimits limits;
  limits.time = std::chrono::milliseconds(300);
  limits.bytes = 1000;
  constexpr const char* kLimits = "smartctl did not answer within its limits";
  {
    const support::TempFolder folder;
    const auto start = std::chrono::steady_clock::now();
    CHECK(acquire::read_smart(script(folder, "/bin/sleep 60 & /bin/sleep 60\n"), "/dev/x", limits).why_not ==
          kLimits);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
  {
    const support::TempFolder folder;
    CHECK(acquire::read_smart(script(folder, "while :; do echo 0123456789; done\n"), "/dev/x", limits)
              .why_not == kLimits);
  }
  const support::TempFolder folder;
  CHECK(acquire::read_smart(folder / "absent", "/dev/x", limits).why_not == kLimits);
  CHECK(acquire::read_smart({}, "/dev/x").why_not == "smartctl is not installed");
}
