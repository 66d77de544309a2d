// SPDX-License-Identifier: Apache-2.0
// Files that were fixed beforehand and that decisions go by: triage criteria and sharing profiles, as YAML (docs/legal.md).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/path.h"
#include "custody/ledger.h"

namespace legal {

struct Criterion {
  std::string id, priority;
  std::string en, ja;  // when it fires
};

/// What may be shared with a body.
struct SharingProfile {
  std::string body;                 // its name
  std::vector<std::string> fields;  // that may be shared
  std::string tlp;                  // the most that may be shared
  std::string onward;               // rule for passing on
};

/// Throw Error naming file, line and reason.
std::vector<Criterion> parse_criteria(const std::string& bytes, const std::string& file);
SharingProfile parse_profile(const std::string& bytes, const std::string& file);

/// A file that ships beside the rules.
core::Path shipped_file(const char* name);

/// The bytes of the file that the entry with that leaf hash fixed, checked against its digest. Throws Error.
std::string fixed_file(const custody::Ledger& ledger, const std::string& leaf_hash);

/// An action that calls for thought before it is taken.
struct RiskyAction {
  std::string id, en, ja;
  bool needs_counsel = false;
  std::vector<std::string> rules;  // ids of rules it touches
};
/// legal/actions.yaml as it ships, found as rules are.
std::vector<RiskyAction> load_actions();
std::vector<RiskyAction> parse_actions(const std::string& bytes, const std::string& file);

/// 0 clear, 1 green, 2 amber, 3 amber+strict, 4 red; nullopt for any other word.
std::optional<int> tlp_rank(const std::string& tlp);

}  // namespace legal
