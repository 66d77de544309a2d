// SPDX-License-Identifier: Apache-2.0
#include "legal/strict_file.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "legal/law/rule_set.h"

namespace legal {

namespace {

constexpr std::size_t kMostBytes = 1U << 20U;

[[noreturn]] void fail_with(const RuleFault& fault) { core::fail(text_of(fault)); }

}  // namespace

YamlNode read_strict_file(const std::string& bytes, const std::string& file) {
  if (bytes.size() > kMostBytes) {
    core::fail(core::shown(file) + ": has more than 1 MiB");
  }
  auto read = read_yaml(bytes, file);
  if (const auto* fault = std::get_if<RuleFault>(&read)) {
    fail_with(*fault);
  }
  return std::get<YamlNode>(std::move(read));
}

void fail_on_first(RuleFaults& faults) {
  const auto all = faults.take();
  if (!all.empty()) {
    fail_with(all.front());
  }
}

std::string one_word(RuleMembers& members, const char* name, const std::vector<std::string>& known) {
  std::string out = members.text(name, TextLimit::word);
  if (std::find(known.begin(), known.end(), out) == known.end()) {
    members.fault(members.line_of(name), std::string(name) + " '" + out + "' is not known");
  }
  return out;
}

void need_unique(RuleMembers& members, std::vector<std::string>& seen, const std::string& id) {
  if (std::find(seen.begin(), seen.end(), id) != seen.end()) {
    members.fault(members.line(), "the id '" + id + "' occurs twice");
  }
  seen.push_back(id);
}

}  // namespace legal
