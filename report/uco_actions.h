// SPDX-License-Identifier: Apache-2.0
// What was done with evidence, as CASE/UCO InvestigativeActions, each with the provenance records it leads to.
#pragma once

#include "report/uco_objects.h"

namespace report {

/// How an entry type is told as an action.
struct UcoActionRule {
  /// When the action began and ended, as far as the entry's own time says: at that moment, at some time before, or from then on.
  enum class Time { moment, end, start };
  /// On which histories later actions rest on it.
  enum class Chain { none, custody, image };

  const char* name = "";
  Time time = Time::moment;
  Chain chain = Chain::none;
  bool recorded = false;  // results in provenance records
};

/// Nullptr where entries of the type are no action.
const UcoActionRule* uco_action_rule(const std::string& type);

class UcoActions {
 public:
  /// All must outlive it.
  UcoActions(UcoGraph& graph, const UcoEntries& entries, const custody::Ledger& ledger, UcoObjects& objects)
      : graph_(graph), entries_(entries), ledger_(ledger), objects_(objects) {}

  /// One action for each entry of a type that is one, and one for each collection told of. Returns how many entries.
  std::uint64_t add_all();

 private:
  UcoNode& action(const UcoEntry& from, const char* kind, const std::string& name);
  void add_action(const UcoEntry& from, const UcoActionRule& rule);
  void add_times(UcoNode& node, const custody::Entry& entry, const UcoActionRule& rule) const;
  void add_people(UcoNode& node, const UcoEntry& from);
  void add_items(UcoNode& node, const UcoEntry& from, const UcoActionRule& rule);
  void add_record(UcoNode& node, const UcoEntry& from, const std::string& id);
  void add_collection(const UcoEntry& from);
  /// Links the actions about an identifier to those that they rest on, as the signed heads of its history tell.
  void link_history(const std::string& id, bool image);
  std::string action_iri(const std::string& leaf_hash) const { return graph_.iri("action", leaf_hash); }

  UcoGraph& graph_;
  const UcoEntries& entries_;
  const custody::Ledger& ledger_;
  UcoObjects& objects_;
};

}  // namespace report
