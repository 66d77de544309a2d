// SPDX-License-Identifier: Apache-2.0
// What the body of an entry must hold: its members, their kinds, and nothing else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"

namespace custody {

enum class MemberKind {
  text,
  name,
  identifier,
  integer,
  boolean,
  time,
  hex,
  committed,
  vkey,
  role,
  base64,
  digests,
  holder,
  head_list,  // [{log, root, size}], rising by log
  text_list,
  integer_list,
  fact_map,
  setting_map,
  object
};

struct MemberRule {
  std::string name;
  MemberKind kind;
  bool optional = false;
  std::vector<MemberRule> members = {};  // of an object
  std::vector<std::string> words = {};   // allowed texts; empty: any
};

MemberRule one_of(std::string name, std::vector<std::string> words);
MemberRule object_with(std::string name, std::vector<MemberRule> members);
MemberRule optional_member(std::string name, MemberKind kind);

/// What is wrong with a body under these rules, or nullopt.
std::optional<std::string> body_fault(const core::json::Value& body, const std::vector<MemberRule>& rules);

}  // namespace custody
