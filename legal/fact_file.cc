// SPDX-License-Identifier: Apache-2.0
#include "legal/fact_file.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "legal/law/rule_words.h"
#include "legal/law/rule_yaml.h"

namespace legal {

namespace {

constexpr std::size_t kMostBytes = 65'536, kMostValue = 20'000;
/// docs/facts.md, "Asked for at an acquisition".
constexpr std::array<const char*, 12> kAsked = {"F03", "F18", "F28", "F33", "F34", "F38",
                                                "F42", "F45", "F46", "F47", "F48", "F49"};

/// A USB bridge can answer with its own serial number in place of the disk's: what stands on the disk is asked for.
bool hides_serial(const ItemCase& item) {
  const custody::Entry* start = item.newest("acquisition_started");
  return start != nullptr && item.view().text(start->number, "body.source.transport") == "usb" &&
         item.late("F02").empty();
}

[[noreturn]] void fail_at(const std::string& file, int line, const std::string& why) {
  core::fail(file + ":" + std::to_string(line) + ": " + why);
}

}  // namespace

std::vector<ToldFact> parse_facts(const std::string& bytes, const std::string& file) {
  if (bytes.size() > kMostBytes) {
    core::fail(file + ": has more than 64 KiB");
  }
  const auto read = read_yaml(bytes, file);
  if (const auto* fault = std::get_if<RuleFault>(&read)) {
    fail_at(file, fault->line, fault->why);
  }
  const auto& top = std::get<YamlNode>(read);
  if (top.kind != YamlNode::Kind::map) {
    fail_at(file, top.line, "a file of facts holds lines such as 'F18: +3 s against NTP'");
  }
  std::vector<ToldFact> out;
  for (const auto& member : top.members) {
    const YamlNode& name = member.name;
    const YamlNode& value = member.value;
    if (!is_fact_number(name.text)) {
      fail_at(file, name.line, "'" + core::shown(name.text) + "' is no fact from F01 to F49");
    }
    const bool again =
        std::any_of(out.begin(), out.end(), [&](const ToldFact& f) { return f.number == name.text; });
    if (again) {
      fail_at(file, name.line, name.text + " is given twice");
    }
    if (value.kind != YamlNode::Kind::text || value.text.find_first_not_of(" \n") == std::string::npos ||
        value.text.size() > kMostValue) {
      fail_at(file, value.line, name.text + " has no text, or one of more than 20000 bytes");
    }
    out.push_back({name.text, core::typed_text(value.text, name.text)});
  }
  return out;
}

std::vector<const FactRule*> facts_not_told(const ItemCase& item) {
  std::vector<const FactRule*> out;
  for (const char* number : kAsked) {
    if (item.fact(number).state == FactState::missing) {
      out.push_back(fact_rule(number));
    }
  }
  if (hides_serial(item)) {
    out.push_back(&label_serial());
  }
  return out;
}

const FactRule& label_serial() {
  static const FactRule rule{"F02",
                             {"serial number on the disk's own label, which the USB bridge may hide",
                              "USBブリッジが隠している可能性のある、媒体のラベル上の製造番号"},
                             fact_rule("F02")->derive};
  return rule;
}

}  // namespace legal
