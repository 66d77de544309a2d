// SPDX-License-Identifier: Apache-2.0
// The entry types as a table: members of each body, what an entry is about, who may sign. docs/ledger-format.md
// sections 6 and 7 are this table in words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "custody/role.h"

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

enum class AboutRule {
  none,
  one_new_thing,
  one_new_image,
  one_image,
  one_thing_or_image,
  acquisition,
  things,
  any
};

struct TypeRule {
  std::vector<MemberRule> body;
  AboutRule about = AboutRule::none;
  std::vector<Role> roles;  // who may sign as author, releasing or receiving
  bool handover = false;    // signed as releasing and receiving, exclusive, a witness may follow
};

/// The rule of a type; nullptr when the type is not known.
const TypeRule* rule_of(const std::string& type);

/// What is wrong with a body under its rule, or nullopt.
std::optional<std::string> body_fault(const core::json::Value& body, const TypeRule& rule);

}  // namespace custody
