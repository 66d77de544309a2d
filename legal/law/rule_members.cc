// SPDX-License-Identifier: Apache-2.0
#include "legal/law/rule_members.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "legal/law/rule_words.h"

namespace legal {
namespace {

constexpr std::size_t kMaxFaults = 100;
constexpr std::size_t kMaxItems = 50;

}  // namespace

void RuleFaults::add(int line, const std::string& why) {
  if (faults_.size() < kMaxFaults) {
    faults_.push_back({file_, line, core::shown(why)});
  }
}

std::vector<RuleFault> RuleFaults::take() {
  std::stable_sort(faults_.begin(), faults_.end(),
                   [](const RuleFault& a, const RuleFault& b) { return a.line < b.line; });
  return std::move(faults_);
}

RuleMembers::RuleMembers(const YamlNode& node, std::string what, const std::vector<std::string>& known,
                         RuleFaults& faults)
    : node_(node), what_(std::move(what)), faults_(faults) {
  if (node.kind != YamlNode::Kind::map) {
    faults_.add(node.line, what_ + " is not a list of names and values");
  }
  std::set<std::string> seen;
  for (const auto& [name, value] : node.members) {
    const bool is_text = name.kind == YamlNode::Kind::text;
    if (!is_text || std::find(known.begin(), known.end(), name.text) == known.end()) {
      faults_.add(name.line, what_ + " holds " + (is_text ? "'" + name.text.substr(0, 60) + "'" : "a name") +
                                 ", which is not known");
    } else if (!seen.insert(name.text).second) {
      faults_.add(name.line, what_ + " holds " + name.text + " twice");
    }
  }
}

const YamlNode* RuleMembers::find(const std::string& name) const {
  for (const auto& [known, value] : node_.members) {
    if (known.kind == YamlNode::Kind::text && known.text == name) {
      return &value;
    }
  }
  return nullptr;
}

int RuleMembers::line_of(const std::string& name) const {
  const YamlNode* node = find(name);
  return node != nullptr ? node->line : node_.line;
}

const YamlNode* RuleMembers::need(const std::string& name) {
  const YamlNode* node = find(name);
  if (node == nullptr && node_.kind == YamlNode::Kind::map) {
    faults_.add(node_.line, what_ + " has no " + name);
  }
  return node;
}

std::string RuleMembers::checked(const YamlNode& node, const std::string& name, TextLimit limit) {
  if (node.kind != YamlNode::Kind::text) {
    faults_.add(node.line, name + " of " + what_ + " is not a text");
  } else if (node.text.find_first_not_of(" \n") == std::string::npos) {
    faults_.add(node.line, name + " of " + what_ + " is empty");
  } else if (node.text.size() > static_cast<std::size_t>(limit)) {
    faults_.add(node.line, name + " of " + what_ + " is longer than " +
                               std::to_string(static_cast<std::size_t>(limit)) + " bytes");
  } else {
    const auto end = node.text.find_last_not_of(" \n");
    return node.text.substr(0, end + 1);
  }
  return "";
}

std::string RuleMembers::text(const std::string& name, TextLimit limit) {
  const YamlNode* node = need(name);
  return node != nullptr ? checked(*node, name, limit) : "";
}

std::string RuleMembers::optional_text(const std::string& name, TextLimit limit) {
  return has(name) ? text(name, limit) : "";
}

std::string RuleMembers::formed(const std::string& name, const std::function<bool(const std::string&)>& fits,
                                const std::string& form) {
  std::string out = text(name, TextLimit::word);
  if (!out.empty() && !fits(out)) {
    faults_.add(line_of(name), name + " of " + what_ + " is '" + out + "', which is not " + form);
    out.clear();
  }
  return out;
}

Bilingual RuleMembers::bilingual(const std::string& name, TextLimit limit) {
  static const std::vector<std::string> languages = {"en", "ja"};
  const YamlNode* node = need(name);
  if (node == nullptr) {
    return {};
  }
  RuleMembers both(*node, name + " of " + what_, languages, faults_);
  return {both.text("en", limit), both.text("ja", limit)};
}

std::vector<std::string> RuleMembers::texts(const std::string& name, TextLimit limit) {
  std::vector<std::string> out;
  const YamlNode* node = find(name);
  if (node == nullptr) {
    return out;
  }
  if (node->kind != YamlNode::Kind::list) {
    faults_.add(node->line, name + " of " + what_ + " is not a list");
  }
  if (node->items.size() > kMaxItems) {
    faults_.add(node->line, name + " of " + what_ + " has more than " + std::to_string(kMaxItems) + " items");
    return out;
  }
  for (const YamlNode& item : node->items) {
    const std::string value = checked(item, "an item in " + name, limit);
    if (std::find(out.begin(), out.end(), value) != out.end()) {
      faults_.add(item.line, name + " of " + what_ + " holds '" + value + "' twice");
    } else if (!value.empty()) {
      out.push_back(value);
    }
  }
  return out;
}

std::vector<std::string> RuleMembers::words(const std::string& name, const std::vector<std::string>& known) {
  std::vector<std::string> out;
  const YamlNode* node = find(name);
  for (const std::string& word : texts(name, TextLimit::word)) {
    if (std::find(known.begin(), known.end(), word) != known.end()) {
      out.push_back(word);
      continue;
    }
    const auto item = std::find_if(node->items.begin(), node->items.end(),
                                   [&](const auto& one) { return one.text == word; });
    faults_.add(item != node->items.end() ? item->line : node->line,
                name + " of " + what_ + " holds '" + word + "', which is not known" +
                    (known.size() <= 5 ? ": it may hold " + one_of(known) : ""));
  }
  return out;
}

std::optional<CivilDate> RuleMembers::date(const std::string& name) {
  const std::string given = optional_text(name, TextLimit::word);
  if (given.empty()) {
    return std::nullopt;
  }
  const auto out = CivilDate::parse(given);
  if (!out) {
    faults_.add(line_of(name), name + " of " + what_ + " is '" + given +
                                   "', which is no day there is, written as 2026-11-22");
  }
  return out;
}

bool RuleMembers::truth(const std::string& name) {
  const YamlNode* node = find(name);
  if (node == nullptr) {
    return false;
  }
  if (!node->plain || (node->text != "true" && node->text != "false")) {
    faults_.add(node->line, name + " of " + what_ + " is neither true nor false");
  }
  return node->text == "true";
}

int RuleMembers::number(const std::string& name) {
  const YamlNode* node = need(name);
  if (node == nullptr) {
    return 1;
  }
  const std::string& text = node->text;
  const bool digits = node->plain && !text.empty() && text.size() <= 4 && text.front() != '0' &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  if (!digits || std::stoi(text) > 1000) {
    faults_.add(node->line, name + " of " + what_ + " is not a whole number from 1 to 1000");
    return 1;
  }
  return std::stoi(text);
}

std::vector<const YamlNode*> RuleMembers::list(const std::string& name, std::size_t most) {
  std::vector<const YamlNode*> out;
  const YamlNode* node = need(name);
  if (node == nullptr) {
    return out;
  }
  if (node->kind != YamlNode::Kind::list || node->items.empty() || node->items.size() > most) {
    faults_.add(node->line, name + " of " + what_ + " is not a list of 1 to " + std::to_string(most));
    return out;
  }
  for (const YamlNode& item : node->items) {
    out.push_back(&item);
  }
  return out;
}

}  // namespace legal
