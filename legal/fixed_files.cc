// SPDX-License-Identifier: Apache-2.0
#include "legal/fixed_files.h"

#include <algorithm>
#include <cstdlib>

#include "core/durable_file.h"
#include "core/error.h"
#include "legal/strict_file.h"

namespace legal {

namespace {

const std::vector<std::string>& tlp_words() {
  static const std::vector<std::string> words = {"clear", "green", "amber", "amber+strict", "red"};
  return words;
}

}  // namespace

core::Path shipped_file(const char* name) {
  if (const char* given = std::getenv("EXHIBIT_RULES"); given != nullptr && *given != '\0') {
    return core::Path(given) / ".." / name;
  }
  const core::Path shipped = RuleSet::folders(core::Path()).front();
  return shipped.parent_path() / name;
}

std::optional<int> tlp_rank(const std::string& tlp) {
  const auto found = std::find(tlp_words().begin(), tlp_words().end(), tlp);
  return found == tlp_words().end() ? std::nullopt
                                    : std::optional(static_cast<int>(found - tlp_words().begin()));
}

std::vector<Criterion> parse_criteria(const std::string& bytes, const std::string& file) {
  const YamlNode node = read_strict_file(bytes, file);
  RuleFaults faults(file);
  std::vector<Criterion> out;
  std::vector<std::string> seen;
  RuleMembers top(node, "the criteria", {"criteria"}, faults);
  for (const YamlNode* item : top.list("criteria")) {
    RuleMembers members(*item, "a criterion", {"id", "priority", "when"}, faults);
    Criterion criterion{members.text("id", TextLimit::word),
                        one_word(members, "priority", {"critical", "high", "medium", "low"}),
                        {},
                        {}};
    const Bilingual when = members.bilingual("when", TextLimit::paragraph);
    criterion.en = when.en;
    criterion.ja = when.ja;
    need_unique(members, seen, criterion.id);
    out.push_back(std::move(criterion));
  }
  fail_on_first(faults);
  return out;
}

SharingProfile parse_profile(const std::string& bytes, const std::string& file) {
  const YamlNode node = read_strict_file(bytes, file);
  RuleFaults faults(file);
  RuleMembers top(node, "the profile", {"body", "fields", "tlp", "onward"}, faults);
  SharingProfile out{top.text("body", TextLimit::line), top.texts("fields", TextLimit::line),
                     one_word(top, "tlp", tlp_words()), top.optional_text("onward", TextLimit::paragraph)};
  fail_on_first(faults);
  return out;
}

std::string fixed_file(const custody::Ledger& ledger, const std::string& leaf_hash) {
  const auto row = ledger.store().get("policy_fixed", leaf_hash);
  if (!row) {
    core::fail("no file was fixed by that entry; 'exhibit policy' fixes one");
  }
  const custody::Entry entry = ledger.entry(static_cast<std::uint64_t>(row->integer_of("entry").value_or(0)));
  const std::string digest = entry.body().text_of("document").value_or("");
  const core::Path file = ledger.folder() / "attachments" / digest;
  const core::Bytes bytes = core::read_file(file);
  if (core::sha256(bytes).hex() != digest) {
    core::fail("the file " + file.native() + " is not the one that entry " + ledger.label(entry.number) +
               " fixed; run 'exhibit verify' on the case");
  }
  return {bytes.begin(), bytes.end()};
}

std::vector<RiskyAction> parse_actions(const std::string& bytes, const std::string& file) {
  const YamlNode node = read_strict_file(bytes, file);
  RuleFaults faults(file);
  std::vector<RiskyAction> out;
  std::vector<std::string> seen;
  RuleMembers top(node, "the list", {"actions"}, faults);
  for (const YamlNode* item : top.list("actions")) {
    RuleMembers members(*item, "an action", {"id", "text", "needs_counsel", "rules"}, faults);
    const Bilingual text = members.bilingual("text", TextLimit::paragraph);
    RiskyAction action{members.text("id", TextLimit::word), text.en, text.ja, members.truth("needs_counsel"),
                       members.texts("rules", TextLimit::line)};
    need_unique(members, seen, action.id);
    out.push_back(std::move(action));
  }
  fail_on_first(faults);
  return out;
}

std::vector<RiskyAction> load_actions() {
  const core::Path file = shipped_file("actions.yaml");
  const core::Bytes bytes = core::read_file(file);
  return parse_actions({bytes.begin(), bytes.end()}, file.native());
}

}  // namespace legal
