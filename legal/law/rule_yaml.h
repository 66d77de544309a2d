// SPDX-License-Identifier: Apache-2.0
// A rule file's YAML as values with lines. Of YAML it knows only texts, lists and names with values: anchors, aliases, tags,
// further documents and deep nesting are refused, so that a file is as large as it looks.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "legal/law/rule_set.h"

namespace legal {

struct YamlMember;

struct YamlNode {
  enum class Kind { text, list, map };
  Kind kind = Kind::text;
  int line = 0;
  std::string text;
  bool plain = false;               // of a text: not in quotes and no block
  std::vector<YamlNode> items;      // of a list
  std::vector<YamlMember> members;  // of a map, as they stand, doubled ones too
};

struct YamlMember {
  YamlNode name, value;
};

/// The file's one value, or why it is none. Every text in it is UTF-8 without control or hidden characters.
std::variant<YamlNode, RuleFault> read_yaml(const std::string& bytes, const std::string& file);

}  // namespace legal
