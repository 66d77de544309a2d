// SPDX-License-Identifier: Apache-2.0
#include "custody/schema.h"

#include <algorithm>
#include <map>

#include "core/clock.h"
#include "core/digest.h"
#include "core/ids.h"
#include "custody/commitment.h"
#include "custody/note.h"

namespace custody {

using core::json::Value;
using K = MemberKind;

namespace {

const std::vector<Role> kAnyRole = {Role::administrator, Role::responder, Role::examiner,
                                    Role::custodian,     Role::counsel,   Role::auditor};
const std::vector<Role> kHandlers = {Role::administrator, Role::responder, Role::examiner, Role::custodian,
                                     Role::counsel};
const std::vector<Role> kKeepers = {Role::administrator, Role::responder, Role::examiner, Role::custodian};
const std::vector<Role> kImagers = {Role::administrator, Role::responder, Role::examiner};
const std::vector<Role> kAdministrators = {Role::administrator};

MemberRule words(std::string name, std::vector<std::string> allowed) {
  return {std::move(name), K::text, false, {}, std::move(allowed)};
}
MemberRule object(std::string name, std::vector<MemberRule> members) {
  return {std::move(name), K::object, false, std::move(members), {}};
}
MemberRule optional(std::string name, MemberKind kind) { return {std::move(name), kind, true, {}, {}}; }

const MemberRule kHead = object("head", {{"root", K::hex}, {"size", K::integer}});
const MemberRule kChecks = object(
    "checks", {optional("condition", K::committed), words("digest", {"matches", "mismatch", "not checked"}),
               words("seal", {"intact", "broken", "none", "not stated"})});
const MemberRule kParty =
    object("party", {{"agency", K::committed}, optional("badge", K::committed), {"name", K::committed}});

std::map<std::string, TypeRule> case_rules() {
  std::map<std::string, TypeRule> out;
  out["case_opened"] = {{{"administrator", K::vkey},
                         words("lang", {"en", "ja"}),
                         {"log", K::vkey},
                         {"number", K::committed},
                         {"title", K::committed}},
                        AboutRule::none,
                        kAdministrators};
  out["key_enrolled"] = {{{"key", K::vkey},
                          {"name", K::committed},
                          optional("org", K::committed),
                          {"possession", K::base64},
                          {"role", K::role}},
                         AboutRule::none,
                         kAdministrators};
  out["role_granted"] = {{{"key", K::text}, {"role", K::role}}, AboutRule::none, kAdministrators};
  out["authority_recorded"] = {{optional("document", K::hex),
                                optional("expires", K::time),
                                {"issuer", K::committed},
                                words("kind", {"consent", "ownership", "policy", "contract", "warrant",
                                               "order", "voluntary", "statute", "other"}),
                                {"scope", K::committed}},
                               AboutRule::any,
                               kHandlers};
  out["incident_opened"] = {{{"number", K::identifier}, {"title", K::committed}}, AboutRule::none, kHandlers};
  out["artifact_linked"] = {
      {{"incident", K::identifier}, {"shows", K::committed}}, AboutRule::one_thing_or_image, kHandlers};
  out["document_issued"] = {
      {{"facts_sha256", K::hex},
       {"file", K::name},
       kHead,
       {"kind", K::text},
       {"lang", K::text},
       {"sha256", K::hex},
       {"size", K::integer},
       object("template", {{"name", K::text}, {"sha256", K::hex}, {"version", K::text}})},
      AboutRule::any,
      kAnyRole};
  out["package_made"] = {{{"bytes", K::integer},
                          {"files", K::integer},
                          kHead,
                          {"manifest_sha256", K::hex},
                          {"recipient", K::committed}},
                         AboutRule::any,
                         kAnyRole};
  return out;
}

std::map<std::string, TypeRule> evidence_rules() {
  std::map<std::string, TypeRule> out;
  out["thing_registered"] = {{{"description", K::committed},
                              {"facts", K::fact_map},
                              {"holder", K::holder},
                              words("kind", {"source", "carrier", "paper"})},
                             AboutRule::one_new_thing,
                             kKeepers};
  out["image_registered"] = {
      {{"carrier", K::identifier}, words("format", {"e01", "raw"}), {"image_of", K::identifier}},
      AboutRule::one_new_image,
      kKeepers};
  out["acquisition_started"] = {{{"command", K::committed},
                                 {"destination", K::committed},
                                 {"examiner", K::committed},
                                 {"image", K::identifier},
                                 {"libraries", K::text_list},
                                 optional("reason", K::committed),
                                 {"settings", K::setting_map},
                                 {"source", K::fact_map}},
                                AboutRule::acquisition,
                                kImagers};
  out["acquisition_finished"] = {{object("blocks", {{"block_size", K::integer},
                                                    {"count", K::integer},
                                                    {"file", K::name},
                                                    {"root", K::hex},
                                                    {"sha256", K::hex}}),
                                  {"bytes", K::integer},
                                  {"compared", K::boolean},
                                  {"digests", K::digests},
                                  {"finished", K::time},
                                  {"image", K::identifier},
                                  object("segments", {{"bytes", K::integer}, {"count", K::integer}}),
                                  {"started", K::time},
                                  object("unreadable", {{"bytes", K::integer},
                                                        {"count", K::integer},
                                                        optional("file", K::name),
                                                        optional("sha256", K::hex)})},
                                 AboutRule::acquisition,
                                 kImagers};
  out["acquisition_failed"] = {
      {{"error", K::committed}, {"image", K::identifier}}, AboutRule::acquisition, kImagers};
  out["image_verified"] = {
      {{"against", K::integer},
       {"blocks_root", K::hex},
       {"bytes", K::integer},
       {"digests", K::digests},
       object("files", {{"bytes", K::integer}, {"count", K::integer}, {"file", K::name}, {"sha256", K::hex}}),
       {"image", K::identifier},
       {"match", K::boolean},
       object("mismatches", {{"count", K::integer}, {"list", K::committed}})},
      AboutRule::one_image,
      kAnyRole};
  return out;
}

std::map<std::string, TypeRule> handling_rules() {
  std::map<std::string, TypeRule> out;
  out["fact_added"] = {{{"after", K::integer_list},
                        {"fact", K::identifier},
                        optional("observed_at", K::time),
                        {"value", K::committed}},
                       AboutRule::one_thing_or_image,
                       kHandlers};
  out["accessed"] = {{words("action", {"viewed", "mounted", "exported", "copied", "verified"}),
                      {"range", K::text},
                      {"reason", K::committed}},
                     AboutRule::one_thing_or_image,
                     kAnyRole};
  out["transferred"] = {
      {kChecks, {"from", K::text}, {"reason", K::committed}, {"same_device", K::boolean}, {"to", K::text}},
      AboutRule::things,
      kHandlers,
      true};
  out["transferred_to_outside"] = {{kChecks,
                                    {"from", K::text},
                                    kParty,
                                    optional("reason", K::committed),
                                    {"receipt", K::hex},
                                    {"seized", K::boolean}},
                                   AboutRule::things,
                                   kHandlers,
                                   true};
  out["transferred_from_outside"] = {
      {kChecks, kParty, optional("reason", K::committed), {"receipt", K::hex}, {"to", K::text}},
      AboutRule::things,
      kHandlers,
      true};
  return out;
}

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

const TypeRule* rule_of(const std::string& type) {
  static const std::map<std::string, TypeRule> rules = [] {
    auto all = case_rules();
    all.merge(evidence_rules());
    all.merge(handling_rules());
    return all;
  }();
  const auto found = rules.find(type);
  return found == rules.end() ? nullptr : &found->second;
}

std::optional<std::string> body_fault(const Value& body, const TypeRule& rule) {
  return members_fault(body, rule.body, "body");
}

}  // namespace custody
