// SPDX-License-Identifier: Apache-2.0
// Bodies: every member of every type is needed, of its kind, and no other is allowed. Whatever a holder of all keys signs
// instead, verification reports it and does not break.
#include <catch2/catch.hpp>
#include <set>

#include "custody/type_rule.h"
#include "tests/support/keeping_story.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;
using support::LogMaker;
namespace story = support::story;

namespace {

/// Names of members that any type may leave out, and "type name" where other types need a member of that name.
const std::set<std::string> kOptional = {"org",
                                         "reason",
                                         "observed_at",
                                         "document",
                                         "expires",
                                         "condition",
                                         "badge",
                                         "file",
                                         "sha256",
                                         "md5",
                                         "sha1",
                                         "authority",
                                         "purpose",
                                         "transferred carrier",
                                         "transferred method",
                                         "released to",
                                         "derived source",
                                         "derived range",
                                         "disposal_carried_out receipt",
                                         "thing_registered at",
                                         "thing_registered bag",
                                         "thing_registered by",
                                         "thing_registered collected",
                                         "thing_registered exhibit",
                                         "thing_registered from",
                                         "thing_registered lock",
                                         "thing_registered make",
                                         "thing_registered model",
                                         "thing_registered owner",
                                         "thing_registered photographs",
                                         "thing_registered place",
                                         "thing_registered power",
                                         "thing_registered quantity",
                                         "thing_registered root_exhibit",
                                         "thing_registered seal",
                                         "thing_registered serial",
                                         "thing_registered type",
                                         "thing_registered witness"};
/// Where `file`, `reason` and `sha256` are no choice.
const std::set<std::string> kNeeded = {
    "moved reason",          "seal_broken reason", "hold_placed reason",
    "hold_lifted reason",    "restricted reason",  "restriction_lifted reason",
    "disposal_asked reason", "key_revoked reason", "release_withdrawn reason",
    "released reason",       "corrected reason",   "derived reason",
    "derived file",          "derived sha256"};

bool may_lack(const std::string& type, const std::string& name) {
  const std::string both = type + " " + name;
  return (kOptional.contains(name) && !kNeeded.contains(both)) || kOptional.contains(both);
}

/// Paths of all values below `value`, deepest last; commitments are not entered.
void collect(const Value& value, const std::string& path, std::vector<std::string>& out) {
  const auto below = [&](const std::string& step) { return path.empty() ? step : path + "." + step; };
  if (value.object() != nullptr && value.find("commit") == nullptr) {
    for (const auto& [name, member] : *value.object()) {
      out.push_back(below(name));
      collect(member, below(name), out);
    }
  } else if (value.array() != nullptr) {
    for (std::size_t i = 0; i < value.array()->size(); ++i) {
      const std::string position = below(std::to_string(i));
      out.push_back(position);
      collect((*value.array())[i], position, out);
    }
  }
}

Value& at(Value& root, const std::string& path) { return const_cast<Value&>(*root.at_path(path)); }

std::pair<std::string, std::string> split(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos ? std::pair<std::string, std::string>("", path)
                                  : std::pair(path.substr(0, dot), path.substr(dot + 1));
}

using Story = void (*)(LogMaker&);

struct Enough {};

/// The story with one entry's object changed before it was signed, and the few entries after it.
custody::Findings told_with(Story tell, std::uint64_t victim, const std::function<void(Value&)>& change) {
  LogMaker log;
  log.edit = [&](std::uint64_t seq, Value& object) {
    if (seq == victim) {
      change(object);
    }
    if (seq > victim + 8) {
      throw Enough{};
    }
  };
  try {
    tell(log);
  } catch (const Enough&) {
    log.checkpoint();
  }
  return log.verify().findings;
}

std::vector<Value> objects_of(Story tell) {
  LogMaker log;
  std::vector<Value> out;
  log.edit = [&](std::uint64_t, Value& object) { out.push_back(object); };
  tell(log);
  return out;
}

bool in_free_map(const std::string& path) {
  return path.find(".facts") != std::string::npos || path.find(".settings") != std::string::npos ||
         path == "body.source" || path.starts_with("body.source.");
}

}  // namespace

TEST_CASE("the table knows the types of the format and no other", "[custody]") {
  for (const char* type : {"case_opened",
                           "key_enrolled",
                           "role_granted",
                           "thing_registered",
                           "image_registered",
                           "acquisition_started",
                           "acquisition_finished",
                           "acquisition_failed",
                           "image_imported",
                           "image_verified",
                           "fact_added",
                           "accessed",
                           "transferred",
                           "transferred_to_outside",
                           "transferred_from_outside",
                           "authority_recorded",
                           "incident_opened",
                           "artifact_linked",
                           "document_issued",
                           "package_made",
                           "released",
                           "received",
                           "refused",
                           "release_withdrawn",
                           "moved",
                           "seal_applied",
                           "seal_broken",
                           "noted",
                           "corrected",
                           "hold_placed",
                           "hold_lifted",
                           "restricted",
                           "restriction_lifted",
                           "disposal_asked",
                           "disposal_approved",
                           "disposal_carried_out",
                           "key_revoked",
                           "key_rotated",
                           "role_withdrawn",
                           "derived",
                           "private",
                           "disclosure_erased"}) {
    INFO(type);
    CHECK(custody::rule_of(type) != nullptr);
  }
  for (const char* type : {"", "Transferred", "transferred ", "Private", "release", "entry"}) {
    CHECK(custody::rule_of(type) == nullptr);
  }
}

TEST_CASE("a member left out of any body is tampered unless it is optional", "[custody]") {
  const Story tell = GENERATE(&story::tell, &story::tell_more);
  const auto objects = objects_of(tell);
  for (std::uint64_t seq = 0; seq < objects.size(); ++seq) {
    std::vector<std::string> paths;
    collect(*objects[seq].find("body"), "body", paths);
    for (const std::string& path : paths) {
      const auto [parent, name] = split(path);
      if (may_lack(*objects[seq].text_of("type"), name) || in_free_map(path) ||
          objects[seq].at_path(parent)->object() == nullptr) {
        continue;
      }
      INFO("entry " << seq << " without " << path);
      const auto findings = told_with(
          tell, seq, [&, p = parent, n = name](Value& object) { at(object, p).object()->erase(n); });
      CHECK(support::has_finding(findings, custody::FindingKind::fault, "tampered", seq));
    }
  }
}

TEST_CASE("a member added to any object of an entry is tampered", "[custody]") {
  const Story tell = GENERATE(&story::tell, &story::tell_more);
  const auto objects = objects_of(tell);
  for (std::uint64_t seq = 0; seq < objects.size(); ++seq) {
    std::vector<std::string> paths;
    collect(objects[seq], "", paths);
    for (const std::string& path : paths) {
      if (in_free_map(path + ".") || objects[seq].at_path(path)->object() == nullptr) {
        continue;
      }
      INFO("entry " << seq << " with more in " << path);
      const auto findings = told_with(tell, seq, [&](Value& object) { at(object, path).set("zzz", 1); });
      CHECK(support::has_finding(findings, custody::FindingKind::fault, "tampered", seq));
    }
  }
}

TEST_CASE("a value of another kind anywhere in an entry never breaks verification", "[custody]") {
  const Story tell = GENERATE(&story::tell, &story::tell_more);
  const auto objects = objects_of(tell);
  const std::vector<Value> others = {Value(nullptr), Value(-1), Value("\n/../x"), Value(Array{}),
                                     Value(Object{})};
  std::size_t round = 0;
  for (std::uint64_t seq = 0; seq < objects.size(); ++seq) {
    std::vector<std::string> paths;
    collect(objects[seq], "", paths);
    for (const std::string& path : paths) {
      const Value& other = others[round++ % others.size()];
      INFO("entry " << seq << ", " << path << " = " << encode(other));
      custody::Findings findings;
      REQUIRE_NOTHROW(findings = told_with(tell, seq, [&](Value& object) { at(object, path) = other; }));
      const bool same = *objects[seq].at_path(path) == other;
      if (other.is_null() && !same && !in_free_map(path)) {
        CHECK(support::has_finding(findings, custody::FindingKind::fault, "tampered", seq));
      }
    }
  }
}

TEST_CASE("texts with a fixed vocabulary take no other word", "[custody]") {
  using Change = std::tuple<const char*, const char*, const char*>;
  const auto [type, path, word] = GENERATE(table<const char*, const char*, const char*>(
      {Change{"case_opened", "body.lang", "de"},
       Change{"thing_registered", "body.kind", "disk"},
       Change{"image_registered", "body.format", "aff"},
       Change{"accessed", "body.action", "looked"},
       Change{"transferred", "body.checks.digest", "yes"},
       Change{"transferred", "body.checks.seal", "whole"},
       Change{"authority_recorded", "body.kind", "hunch"},
       Change{"key_enrolled", "body.role", "owner"},
       Change{"document_issued", "body.file", "../x"},
       Change{"document_issued", "body.file", ".hidden"},
       Change{"document_issued", "body.sha256", "ab"},
       Change{"incident_opened", "body.number", "a/b"},
       Change{"acquisition_finished", "body.started", "yesterday"},
       Change{"derived", "body.kind", "clone"},
       Change{"derived", "body.file", "EV-1.dd"},
       Change{"thing_registered", "body.power", "maybe"},
       Change{"thing_registered", "body.lock", "maybe"},
       Change{"restricted", "body.kind", "shame"},
       Change{"disposal_asked", "body.action", "lost"},
       Change{"hold_lifted", "body.hold", "12"},
       Change{"corrected", "body.entry", "12"},
       Change{"received", "body.answer.checks.seal", "whole"},
       Change{"thing_registered", "body.photographs.0", "12"},
       Change{"key_revoked", "body.last.0.size", "2"}}));
  for (const Story tell : {Story(&story::tell), Story(&story::tell_more)}) {
    const auto objects = objects_of(tell);
    for (std::uint64_t seq = 0; seq < objects.size(); ++seq) {
      if (objects[seq].text_of("type") == type && objects[seq].at_path(path) != nullptr) {
        INFO(type << " " << path << " = " << word);
        const auto findings =
            told_with(tell, seq, [&, p = path, w = word](Value& object) { at(object, p) = w; });
        CHECK(support::has_finding(findings, custody::FindingKind::fault, "tampered", seq));
        return;
      }
    }
  }
  FAIL("no entry of type " << type << " with " << path);
}
