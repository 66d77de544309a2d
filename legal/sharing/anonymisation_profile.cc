// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/anonymisation_profile.h"

#include <algorithm>
#include <charconv>

#include "core/durable_file.h"
#include "core/error.h"
#include "legal/fixed_files.h"
#include "legal/law/rule_members.h"
#include "legal/strict_file.h"

namespace legal {

namespace {

constexpr std::int64_t kMostBound = 1'000'000'000'000'000;

/// Whole numbers that rise.
std::vector<std::int64_t> bounds(RuleMembers& members, const char* name) {
  std::vector<std::int64_t> out;
  for (const std::string& text : members.texts(name, TextLimit::word)) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool good = error == std::errc{} && end == text.data() + text.size() &&
                      number > (out.empty() ? 1 : out.back()) && number <= kMostBound;
    if (!good) {
      members.fault(members.line_of(name), std::string(name) + " are whole numbers over 1 that rise");
      return out;
    }
    out.push_back(number);
  }
  if (out.empty()) {
    members.fault(members.line_of(name), std::string(name) + " has no number");
  }
  return out;
}

NamedIdentity identity(const YamlNode& node, RuleFaults& faults) {
  RuleMembers members(node, "an identity", {"kind", "names", "shown"}, faults);
  NamedIdentity out{members.text("kind", TextLimit::word), members.texts("names", TextLimit::line), {}};
  const std::vector<std::string> kinds = {"person", "organisation", "host", "place"};
  if (std::find(kinds.begin(), kinds.end(), out.kind) == kinds.end()) {
    members.fault(members.line_of("kind"), "kind '" + out.kind + "' is not known");
  }
  if (out.names.empty()) {
    members.fault(members.line(), "an identity has one name at least");
  }
  if (members.has("shown")) {
    out.shown = members.bilingual("shown", TextLimit::line);
  }
  return out;
}

}  // namespace

const std::vector<std::string>& anonymisation_texts() {
  static const std::vector<std::string> words = {"title",     "reports",  "actions",
                                                 "decisions", "findings", "improvements"};
  return words;
}

AnonymisationProfile parse_anonymisation(const std::string& bytes, const std::string& file) {
  const YamlNode node = read_strict_file(bytes, file);
  RuleFaults faults(file);
  RuleMembers top(node, "the profile", {"body", "texts", "counts", "sums", "deny", "keep", "identities"},
                  faults);
  AnonymisationProfile out{top.text("body", TextLimit::line),
                           top.words("texts", anonymisation_texts()),
                           bounds(top, "counts"),
                           bounds(top, "sums"),
                           top.texts("deny", TextLimit::line),
                           top.texts("keep", TextLimit::line),
                           {}};
  if (top.has("identities")) {
    for (const YamlNode* item : top.list("identities")) {
      out.identities.push_back(identity(*item, faults));
    }
  }
  fail_on_first(faults);
  return out;
}

std::string shipped_anonymisation() { return core::read_text_file(shipped_file("anonymisation.yaml")); }

}  // namespace legal
