// SPDX-License-Identifier: Apache-2.0
// The rules this program knows: those that ship with it, and a user's own.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/path.h"
#include "legal/law/rule.h"

namespace legal {

/// What is wrong with a rule file.
struct RuleFault {
  std::string file;
  int line = 0;  // from 1; 0 when no line can be named
  std::string why;
};

/// The rule, or all that is wrong with the bytes. `file` is its name in messages. At most 1 MiB is read.
std::variant<Rule, std::vector<RuleFault>> parse_rule(const std::string& bytes, const std::string& file);

/// The rules of all *.yaml files of a folder, in order of file name, and all faults of the files that are none. Throws
/// Error when the folder or a file cannot be read.
struct RuleFolder {
  std::vector<Rule> rules;
  std::vector<RuleFault> faults;
};
RuleFolder read_rule_folder(const core::Path& folder);
/// The same for one file.
RuleFolder read_rule_file(const core::Path& file);

/// What one file cannot know: ids, aliases and stages that occur twice, clocks that name a stage nobody has or that wait for
/// each other. Letters' case does not tell names apart.
std::vector<RuleFault> faults_among(const std::vector<Rule>& rules);

/// "file:line: why"
std::string text_of(const RuleFault& fault);

/// Rules by id, in order of id; what faults_among() finds is refused.
class RuleSet {
 public:
  /// Reads every *.yaml of the folders, the first being the one that ships. Throws Error naming file, line and reason of
  /// the first fault.
  static RuleSet load(const std::vector<core::Path>& folders);
  /// legal/rules as it ships ($EXHIBIT_RULES, else ../share/exhibit/rules beside the program, else the source tree), and
  /// $EXHIBIT_HOME/rules where that is a folder.
  static std::vector<core::Path> folders(const core::Path& home);

  const std::vector<Rule>& all() const { return rules_; }
  /// By id, alias or the id of one of its stages; null when there is none. Letters' case does not matter.
  const Rule* find(const std::string& id) const;

 private:
  std::vector<Rule> rules_;
};

}  // namespace legal
