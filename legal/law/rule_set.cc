// SPDX-License-Identifier: Apache-2.0
#include "legal/law/rule_set.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/shipped_folder.h"
#include "core/text.h"
#include "legal/law/rule_words.h"

namespace legal {
namespace {

constexpr const char* kInstalled = "share/exhibit/rules";
constexpr std::uint64_t kMaxFile = 1U << 20U;
constexpr std::size_t kMaxFiles = 5000;

bool is_folder(const core::Path& path) {
  boost::system::error_code ignored;
  return core::fs::is_directory(path, ignored);
}

std::string folded(std::string name) {
  for (char& c : name) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

std::vector<core::Path> rule_files(const core::Path& folder) {
  std::vector<core::Path> out;
  boost::system::error_code error;
  for (core::fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".yaml") {
      continue;
    }
    boost::system::error_code ignored;
    if (!core::fs::is_regular_file(at->path(), ignored)) {
      core::fail("cannot read the rule " + core::shown(at->path().native()) + ": it is no regular file");
    }
    out.push_back(at->path());
  }
  if (error) {
    core::fail_errno("cannot list the rules in", folder, error.value());
  }
  if (out.size() > kMaxFiles) {
    core::fail("cannot read the rules in " + core::shown(folder.native()) + ": it holds more than " +
               std::to_string(kMaxFiles) + " of them");
  }
  std::sort(out.begin(), out.end());
  return out;
}

void add_file(const core::Path& file, const std::string& name, RuleFolder& out) {
  boost::system::error_code ignored;
  const auto size = core::fs::file_size(file, ignored);
  if (!ignored && size > kMaxFile) {
    out.faults.push_back({name, 0, "the file is larger than 1 MiB"});
    return;
  }
  const core::Bytes bytes = core::read_file(file, kMaxFile);
  auto parsed = parse_rule(std::string(core::as_text(bytes)), name);
  if (auto* rule = std::get_if<Rule>(&parsed)) {
    out.rules.push_back(std::move(*rule));
  } else {
    const auto& faults = std::get<std::vector<RuleFault>>(parsed);
    out.faults.insert(out.faults.end(), faults.begin(), faults.end());
  }
}

/// Names that are taken, folded, with the rule that has them.
class NameTable {
 public:
  explicit NameTable(std::vector<RuleFault>& faults) : faults_(faults) {}

  void take(const std::string& name, const std::string& what, const Rule& rule) {
    const auto [at, is_new] = taken_.emplace(folded(name), &rule);
    if (is_new || (what == "stage" && at->second == &rule && folded(rule.id) == folded(name))) {
      return;
    }
    const Rule& other = *at->second;
    faults_.push_back({rule.file, 0,
                       other.shipped && !rule.shipped
                           ? "the " + what + " " + name +
                                 " belongs to a rule that ships with this program (" + other.file +
                                 "): a rule of your own needs another"
                           : "the " + what + " " + name + " is also used in " + other.file});
  }

 private:
  std::map<std::string, const Rule*> taken_;
  std::vector<RuleFault>& faults_;
};

void check_names(const std::vector<Rule>& rules, std::vector<RuleFault>& faults) {
  NameTable table(faults);
  // What ships comes first, so that a user's file is the one at fault.
  for (const bool shipped : {true, false}) {
    for (const Rule& rule : rules) {
      if (rule.shipped != shipped) {
        continue;
      }
      table.take(rule.id, "id", rule);
      for (const std::string& alias : rule.aliases) {
        table.take(alias, "alias", rule);
      }
      if (const auto* duty = std::get_if<Duty>(&rule.content)) {
        for (const Stage& stage : duty->stages) {
          table.take(stage.id, "stage", rule);
        }
      }
    }
  }
}

struct StageOfRule {
  const Rule* rule = nullptr;
  const Stage* stage = nullptr;
};

std::map<std::string, StageOfRule> stages_by_name(const std::vector<Rule>& rules) {
  std::map<std::string, StageOfRule> out;
  for (const Rule& rule : rules) {
    if (const auto* duty = std::get_if<Duty>(&rule.content)) {
      for (const Stage& stage : duty->stages) {
        out.emplace(folded(stage.id), StageOfRule{&rule, &stage});
      }
    }
  }
  return out;
}

/// Follows the clocks from each stage: every way ends at an event.
void check_clocks(const std::vector<Rule>& rules, std::vector<RuleFault>& faults) {
  const auto stages = stages_by_name(rules);
  for (const auto& [name, start] : stages) {
    std::set<const Stage*> seen;
    StageOfRule at = start;
    for (auto awaited = stage_awaited(at.stage->clock); awaited; awaited = stage_awaited(at.stage->clock)) {
      const auto next = stages.find(folded(*awaited));
      if (next == stages.end()) {
        if (at.stage == start.stage) {
          faults.push_back({at.rule->file, 0,
                            "the clock of stage " + at.stage->id + " waits for the notification " + *awaited +
                                ", a stage that no rule has"});
        }
        break;
      }
      if (!seen.insert(at.stage).second) {
        faults.push_back({start.rule->file, 0,
                          "the clock of stage " + start.stage->id +
                              " never starts: the stages that it waits for wait for each other"});
        break;
      }
      at = next->second;
    }
  }
}

core::Path shipped_folder() {
#ifdef EXHIBIT_SOURCE_DIR
  const core::Path source = core::Path(EXHIBIT_SOURCE_DIR) / "legal/rules";
#else
  const core::Path source;
#endif
  return core::find_shipped({"EXHIBIT_RULES", kInstalled, source, "the rules"});
}

}  // namespace

std::string text_of(const RuleFault& fault) {
  return core::shown(fault.file) + ":" + std::to_string(fault.line) + ": " + fault.why;
}

RuleFolder read_rule_folder(const core::Path& folder) {
  RuleFolder out;
  for (const core::Path& file : rule_files(folder)) {
    add_file(file, file.filename().string(), out);
  }
  return out;
}

RuleFolder read_rule_file(const core::Path& file) {
  RuleFolder out;
  add_file(file, file.string(), out);
  return out;
}

std::vector<RuleFault> faults_among(const std::vector<Rule>& rules) {
  std::vector<RuleFault> faults;
  check_names(rules, faults);
  check_clocks(rules, faults);
  return faults;
}

RuleSet RuleSet::load(const std::vector<core::Path>& folders) {
  RuleSet out;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    RuleFolder read = read_rule_folder(folders[i]);
    if (!read.faults.empty()) {
      RuleFault fault = read.faults.front();
      fault.file = (folders[i] / fault.file).string();
      core::fail("cannot use the rule " + text_of(fault));
    }
    for (Rule& rule : read.rules) {
      rule.shipped = i == 0;
      out.rules_.push_back(std::move(rule));
    }
  }
  const auto faults = faults_among(out.rules_);
  if (!faults.empty()) {
    core::fail("cannot use the rule " + text_of(faults.front()));
  }
  std::sort(out.rules_.begin(), out.rules_.end(), [](const Rule& a, const Rule& b) { return a.id < b.id; });
  return out;
}

std::vector<core::Path> RuleSet::folders(const core::Path& home) {
  std::vector<core::Path> out = {shipped_folder()};
  if (is_folder(home / "rules")) {
    out.push_back(home / "rules");
  }
  return out;
}

const Rule* RuleSet::find(const std::string& id) const {
  const std::string wanted = folded(id);
  for (const Rule& rule : rules_) {
    const auto names = [&](const std::string& name) { return folded(name) == wanted; };
    const auto* duty = std::get_if<Duty>(&rule.content);
    if (names(rule.id) || std::any_of(rule.aliases.begin(), rule.aliases.end(), names) ||
        (duty != nullptr && std::any_of(duty->stages.begin(), duty->stages.end(),
                                        [&](const Stage& stage) { return names(stage.id); }))) {
      return &rule;
    }
  }
  return nullptr;
}

}  // namespace legal
