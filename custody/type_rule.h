// SPDX-License-Identifier: Apache-2.0
// The entry types, each with all its rules in one place: members of its body, what it is about, who may sign, what it may
// follow, and what it changes. docs/ledger-format.md sections 6 to 8 are these tables in words.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "custody/role.h"
#include "custody/schema.h"

namespace custody {

struct Entry;
class EntryCheck;
class EntryEffect;

enum class AboutRule {
  none,
  one_new_thing,
  one_new_image,
  one_image,
  one_thing_or_image,
  acquisition,
  derivation,  // one that is there and one that comes into being, named `item` in the body
  one_thing,
  things,
  some,
  any
};

/// Capacity and key name of each signer that a type needs, in order; an empty name stands for any.
using NeededSigners = std::vector<std::pair<std::string, std::string>>;

struct TypeRule {
  std::vector<MemberRule> body;
  AboutRule about = AboutRule::none;
  std::vector<Role> roles;  // who may sign in a capacity other than witness
  /// Beyond what the members above say; null where there is nothing. Runs only on a body that follows them.
  void (*check)(EntryCheck& entry) = nullptr;
  /// What the entry changes in the rows; null where it changes nothing but histories.
  void (*effect)(EntryEffect& entry) = nullptr;
  /// Null stands for one author.
  NeededSigners (*signers)(const Entry& entry) = nullptr;
  bool witness_may_follow = false;
  bool exclusive = false;  // two of these on one head of a history are a fork in custody
  bool opens_log = false;  // stands first in a log other than the one that opened the case, and only there
  bool discreet = false;   // may be withheld from an export: nothing of custody or keys rests on it
  bool may_be_private = false;  // its kind, role and body may be committed; nothing at all rests on it
};

using TypeRules = std::map<std::string, TypeRule>;
TypeRules case_rules();      // the case, opening of incidents, documents
TypeRules package_rules();   // packages, their receipts, reviews by outside firms
TypeRules incident_rules();  // steps of incidents, artifacts, actions, decisions
TypeRules counsel_rules();   // counsel, agreements, statements, requests, notifications, readiness
TypeRules exercise_rules();  // exercises, and what is observed in them and after incidents
TypeRules brief_rules();     // anonymised briefs and the names behind them
TypeRules key_rules();       // who may sign
TypeRules evidence_rules();  // things, images, acquisitions, facts, accesses
TypeRules handover_rules();  // who holds a thing; with
TypeRules release_rules();   // handovers apart in place and time
TypeRules keeping_rules();   // where a thing is, its seals, notes and corrections
TypeRules disposal_rules();  // holds, restrictions, disposal
TypeRules log_rules();       // further logs of the case: opened, taken in, ended; custody in dispute
TypeRules erasure_rules();   // committed values that were erased
TypeRules private_rules();   // entries whose very kind is committed

/// The rule of a type; nullptr when the type is not known.
const TypeRule* rule_of(const std::string& type);

}  // namespace custody
