// SPDX-License-Identifier: Apache-2.0
// The rules this program knows: those that ship with it, and a user's own.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/path.h"
#include "legal/rule.h"

namespace legal {

/// What is wrong with a rule file.
struct RuleFault {
  std::string file;
  int line = 0;  // from 1; 0 when no line can be named
  std::string why;
};

/// The rule, or all that is wrong with the bytes. `file` is its name in messages. At most 1 MiB is read.
std::variant<Rule, std::vector<RuleFault>> parse_rule(const std::string& bytes, const std::string& file);

/// Rules by id, in order of id. Reading it checks what one file cannot know: ids and aliases that occur twice, clocks that
/// name a stage nobody has.
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
