// SPDX-License-Identifier: Apache-2.0
// Rule files for tests, made by changing a good one.
#pragma once

#include <string>

#include "core/durable_file.h"
#include "legal/law/rule_set.h"

namespace rule_samples {

inline std::string source_file(const std::string& name) {
  return core::read_text_file(core::Path(EXHIBIT_TEST_SOURCE_DIR) / ".." / name);
}

inline core::Path shipped_folder() { return core::Path(EXHIBIT_TEST_SOURCE_DIR) / "../legal/rules"; }

/// A duty with one stage.
inline std::string duty(const std::string& id, const std::string& clock = "aware_security_event") {
  return "id: " + id +
         "\njurisdiction: ZZ\nkind: duty\nversion: \"1\"\n"
         "title: {en: T, ja: 題}\ntext: {en: Text, ja: 文}\ncitation: Act 1\nlaw_status: in_force\n"
         "sources: [Act 1]\nregime: R\ntrigger: {en: T, ja: 契機}\nrecipient: {en: R, ja: 宛先}\n"
         "zone: Asia/Tokyo\nstages:\n  - id: " +
         id + "-S\n    name: {en: N, ja: 名}\n    clock: " + clock +
         "\n    amount: 24\n    counting: hours\n";
}

inline std::vector<legal::RuleFault> faults_of(const std::string& bytes) {
  const auto read = legal::parse_rule(bytes, "sample.yaml");
  const auto* faults = std::get_if<std::vector<legal::RuleFault>>(&read);
  return faults != nullptr ? *faults : std::vector<legal::RuleFault>();
}

/// "1: why; 5: why"
inline std::string said(const std::vector<legal::RuleFault>& faults) {
  std::string out;
  for (const legal::RuleFault& fault : faults) {
    out += (out.empty() ? "" : "; ") + std::to_string(fault.line) + ": " + fault.why;
  }
  return out;
}

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  return at == std::string::npos ? "" : text.replace(at, what.size(), by);
}

}  // namespace rule_samples
