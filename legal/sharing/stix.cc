// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/stix.h"

#include <map>
#include <set>

#include "core/uuid.h"
#include "report/csv.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

// STIX 2.1 section 2.9: the namespace of observables, for these alone; all others have one of our own.
constexpr core::Uuid kObservables = {0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c,
                                     0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7};
constexpr core::Uuid kOwn = {0x6b, 0x2d, 0x1c, 0x5e, 0x1f, 0x0a, 0x4e, 0x36,
                             0x9d, 0x47, 0x3f, 0x80, 0xd2, 0x5b, 0x7c, 0x91};

constexpr const char* kTlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// TLP 2.0 in STIX 2.1: identifiers that OASIS published with that extension.
const std::map<std::string, std::pair<const char*, const char*>>& markings() {
  static const std::map<std::string, std::pair<const char*, const char*>> all = {
      {"clear", {"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "TLP:CLEAR"}},
      {"green", {"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "TLP:GREEN"}},
      {"amber", {"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "TLP:AMBER"}},
      {"amber+strict", {"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "TLP:AMBER+STRICT"}},
      {"red", {"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "TLP:RED"}}};
  return all;
}

Object marking(const std::string& tlp) {
  const auto& [id, name] = markings().at(tlp);
  return Object{{"created", "2022-10-01T00:00:00.000Z"},
                {"extensions",
                 Object{{kTlpExtension, Object{{"extension_type", "property-extension"}, {"tlp_2_0", tlp}}}}},
                {"id", id},
                {"name", name},
                {"spec_version", "2.1"},
                {"type", "marking-definition"}};
}

/// Milliseconds, as STIX writes times.
std::string stix_time(core::UtcTime time) { return time.text().substr(0, 23) + "Z"; }

std::string hash_name(const std::string& kind) {
  return kind == "md5" ? "MD5" : kind == "sha-1" ? "SHA-1" : "SHA-256";
}

bool is_hash(const std::string& kind) { return kind == "md5" || kind == "sha-1" || kind == "sha-256"; }

std::string observable_type(const std::string& kind) {
  static const std::map<std::string, std::string> types = {{"ipv4", "ipv4-addr"},
                                                           {"ipv6", "ipv6-addr"},
                                                           {"domain", "domain-name"},
                                                           {"url", "url"},
                                                           {"email", "email-addr"}};
  return is_hash(kind) ? "file" : types.at(kind);
}

/// What the observable's identifier follows from.
Object contributing(const SharedIndicator& one) {
  return is_hash(one.kind) ? Object{{"hashes", Object{{hash_name(one.kind), one.value}}}}
                           : Object{{"value", one.value}};
}

Object observable(const SharedIndicator& one) {
  Object out = contributing(one);
  const std::string type = observable_type(one.kind);
  out["id"] = type + "--" + core::uuid5_text(kObservables, core::json::encode(contributing(one)));
  out["object_marking_refs"] = Array{markings().at(one.tlp).first};
  out["spec_version"] = "2.1";
  out["type"] = type;
  return out;
}

/// A text in a pattern, in single quotes.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    out += c == '\\' || c == '\'' ? "\\" : "";
    out += c;
  }
  return out + "'";
}

std::string pattern_of(const SharedIndicator& one) {
  const std::string path =
      is_hash(one.kind) ? "file:hashes." + quoted(hash_name(one.kind)) : observable_type(one.kind) + ":value";
  return "[" + path + " = " + quoted(one.value) + "]";
}

/// Of 100, in the middle of what STIX 2.1 appendix A takes each word for.
int confidence_of(const std::string& word) {
  return word == "certain" ? 95 : word == "probable" ? 70 : word == "possible" ? 50 : 15;
}

Object indicator(const SharedIndicator& one) {
  const std::string pattern = pattern_of(one);
  Object out{{"confidence", confidence_of(one.confidence)},
             {"created", stix_time(one.recorded_at)},
             {"indicator_types", Array{"unknown"}},
             {"modified", stix_time(one.recorded_at)},
             {"name", one.kind + " " + one.value},
             {"object_marking_refs", Array{markings().at(one.tlp).first}},
             {"pattern", pattern},
             {"pattern_type", "stix"},
             {"spec_version", "2.1"},
             {"type", "indicator"},
             {"valid_from", stix_time(one.first_seen.value_or(one.recorded_at))}};
  if (!one.note.empty()) {
    out["description"] = one.note;
  }
  out["id"] = "indicator--" + core::uuid5_text(kOwn, core::json::encode(Value(out)));
  return out;
}

}  // namespace

core::json::Value stix_bundle(const std::vector<SharedIndicator>& indicators) {
  Array objects;
  std::set<std::string> used;
  for (const SharedIndicator& one : indicators) {
    used.insert(one.tlp);
  }
  for (const std::string& tlp : used) {
    objects.emplace_back(marking(tlp));
  }
  for (const SharedIndicator& one : indicators) {
    objects.emplace_back(observable(one));
    objects.emplace_back(indicator(one));
  }
  const std::string id = core::uuid5_text(kOwn, core::json::encode(Value(objects)));
  return Object{{"id", "bundle--" + id}, {"objects", std::move(objects)}, {"type", "bundle"}};
}

std::string indicator_csv(const std::vector<SharedIndicator>& indicators) {
  std::string out = "\"kind\",\"value\",\"confidence\",\"first_seen\",\"last_seen\",\"tlp\",\"note\"\r\n";
  const auto time = [](const std::optional<core::UtcTime>& at) { return at ? at->text() : ""; };
  for (const SharedIndicator& one : indicators) {
    for (const std::string& text :
         {one.kind, one.value, one.confidence, time(one.first_seen), time(one.last_seen), "TLP:" + one.tlp}) {
      out += report::csv_field(text) + ",";
    }
    out += report::csv_field(one.note) + "\r\n";
  }
  return out;
}

}  // namespace legal
