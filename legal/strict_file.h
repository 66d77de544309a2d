// SPDX-License-Identifier: Apache-2.0
// What the readers of files that were fixed beforehand share: the first fault is thrown, with file, line and reason.
#pragma once

#include <string>
#include <vector>

#include "legal/law/rule_members.h"

namespace legal {

/// The file's one value. Throws Error when it has more than 1 MiB or is no YAML as docs/rules.md takes it.
YamlNode read_strict_file(const std::string& bytes, const std::string& file);
/// Throws the first of the faults that were noted, if any.
void fail_on_first(RuleFaults& faults);
/// A text that is one of the words.
std::string one_word(RuleMembers& members, const char* name, const std::vector<std::string>& known);
/// Notes an id that `seen` holds; adds it.
void need_unique(RuleMembers& members, std::vector<std::string>& seen, const std::string& id);

}  // namespace legal
