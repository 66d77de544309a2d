// SPDX-License-Identifier: Apache-2.0
#include "custody/schema.h"

#include <algorithm>

#include "core/clock.h"
#include "core/digest.h"
#include "core/ids.h"
#include "custody/commitment.h"
#include "custody/note.h"
#include "custody/role.h"

namespace custody {

using core::json::Value;
using K = MemberKind;

namespace {

bool is_file_name(const std::string& text) {
  return !text.empty() && text.find('/') == std::string::npos && text.front() != '.' && text.size() <= 255;
}

bool every_item(const Value& value, bool (*good)(const Value&)) {
  return value.array() != nullptr && std::all_of(value.array()->begin(), value.array()->end(), good);
}

bool every_member(const Value& value, bool (*good)(const Value&)) {
  return value.object() != nullptr && std::all_of(value.object()->begin(), value.object()->end(),
                                                  [good](const auto& member) { return good(member.second); });
}

bool is_fact(const Value& value) {
  return value.integer() != nullptr || value.boolean() != nullptr || commitment_in(value).has_value();
}
bool is_setting(const Value& value) { return value.integer() != nullptr || value.string() != nullptr; }
bool is_text(const Value& value) { return value.string() != nullptr; }
bool is_index(const Value& value) { return value.integer() != nullptr && *value.integer() >= 0; }

bool is_digests(const Value& value) {
  if (value.object() == nullptr || value.object()->empty()) {
    return false;
  }
  return std::all_of(value.object()->begin(), value.object()->end(), [](const auto& member) {
    const auto& [name, item] = member;
    const std::string hex = item.string() == nullptr ? "" : *item.string();
    return (name == "md5" && core::Md5::parse(hex)) || (name == "sha1" && core::Sha1::parse(hex)) ||
           (name == "sha256" && core::Sha256::parse(hex));
  });
}

bool is_holder(const Value& value) {
  if (value.object() == nullptr || value.object()->size() != 1) {
    return false;
  }
  const Value* outside = value.find("outside");
  return value.text_of("key").has_value() || (outside != nullptr && commitment_in(*outside).has_value());
}

/// Heads of logs, rising by origin.
bool is_head_list(const Value& value) {
  if (value.array() == nullptr) {
    return false;
  }
  std::string before;
  for (const Value& head : *value.array()) {
    const bool good = head.object() != nullptr && head.object()->size() == 3 && head.text_of("log") &&
                      core::Sha256::parse(head.text_of("root").value_or("")) &&
                      head.integer_of("size").value_or(0) > 0 && before < *head.text_of("log");
    if (!good) {
      return false;
    }
    before = *head.text_of("log");
  }
  return true;
}

bool text_has_kind(const std::string& text, const MemberRule& rule) {
  switch (rule.kind) {
    case K::text:
      return rule.words.empty() || std::find(rule.words.begin(), rule.words.end(), text) != rule.words.end();
    case K::name: return is_file_name(text);
    case K::identifier: return core::is_identifier(text);
    case K::time: return core::UtcTime::parse(text).has_value();
    case K::hex: return core::Sha256::parse(text).has_value();
    case K::vkey: return VerifierKey::parse(text).has_value();
    case K::role: return parse_role(text).has_value();
    case K::base64: return core::from_base64(text).has_value();
    default: return false;
  }
}

bool has_kind(const Value& value, const MemberRule& rule) {
  switch (rule.kind) {
    case K::integer: return is_index(value);
    case K::boolean: return value.boolean() != nullptr;
    case K::committed: return commitment_in(value).has_value();
    case K::digests: return is_digests(value);
    case K::holder: return is_holder(value);
    case K::head_list: return is_head_list(value);
    case K::text_list: return every_item(value, &is_text);
    case K::integer_list: return every_item(value, &is_index);
    case K::fact_map: return every_member(value, &is_fact);
    case K::setting_map: return every_member(value, &is_setting);
    default: return value.string() != nullptr && text_has_kind(*value.string(), rule);
  }
}

std::optional<std::string> members_fault(const Value& value, const std::vector<MemberRule>& rules,
                                         const std::string& where) {
  if (value.object() == nullptr) {
    return where + " is no object";
  }
  for (const auto& [name, item] : *value.object()) {
    const bool known =
        std::any_of(rules.begin(), rules.end(), [&n = name](const MemberRule& r) { return r.name == n; });
    if (!known) {
      return "unknown member " + where + "." + name;
    }
  }
  for (const MemberRule& rule : rules) {
    const Value* item = value.find(rule.name);
    const std::string path = where + "." + rule.name;
    if (item == nullptr) {
      if (!rule.optional) {
        return "member " + path + " is missing";
      }
      continue;
    }
    if (rule.kind == K::object) {
      if (auto fault = members_fault(*item, rule.members, path)) {
        return fault;
      }
    } else if (!has_kind(*item, rule)) {
      return "member " + path + " is not of its kind";
    }
  }
  return std::nullopt;
}

}  // namespace

MemberRule one_of(std::string name, std::vector<std::string> words) {
  return {std::move(name), K::text, false, {}, std::move(words)};
}

MemberRule object_with(std::string name, std::vector<MemberRule> members) {
  return {std::move(name), K::object, false, std::move(members), {}};
}

MemberRule optional_member(std::string name, MemberKind kind) {
  return {std::move(name), kind, true, {}, {}};
}

std::optional<std::string> body_fault(const Value& body, const std::vector<MemberRule>& rules) {
  return members_fault(body, rules, "body");
}

}  // namespace custody
