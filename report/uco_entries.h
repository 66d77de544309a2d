// SPDX-License-Identifier: Apache-2.0
// The entries of a case that a CASE/UCO export may speak of, and of their committed values those that are disclosed and not
// kept back. Nothing of an entry reaches the graph by another way.
#pragma once

#include "custody/redaction.h"
#include "report/uco_graph.h"

namespace report {

struct UcoEntry {
  custody::Entry entry;
  std::string leaf_hash, label;
};

class UcoEntries {
 public:
  /// The ledger must outlive it. REQUIRES: inside Ledger::read_consistently().
  UcoEntries(const custody::Ledger& ledger, const custody::Redaction& redaction);

  /// By number; private entries and those withheld are not among them.
  const std::map<std::uint64_t, UcoEntry>& all() const { return entries_; }
  const UcoEntry* numbered(std::uint64_t number) const;
  /// The entry with that leaf hash; nullptr when there is none or it is not exported.
  const UcoEntry* with_hash(const std::string& leaf_hash) const;

  /// A text of the entry, in clear or disclosed, in its readable form; nullopt when it has none or it is kept back.
  std::optional<std::string> text(const custody::Entry& entry, const std::string& path) const;

  /// Says of a node which entry it comes from: label, leaf hash, log, signers. With `whole` also every member of its body,
  /// each under its path, and names of the values that are absent.
  UcoNode& add_source(UcoGraph& graph, UcoNode& node, const UcoEntry& from, bool whole) const;

 private:
  const core::json::Value* disclosed(const custody::Entry& entry, const std::string& path) const;
  void add_members(UcoNode& facet, const custody::Entry& entry, const std::string& path,
                   const std::string& property, const core::json::Value& value) const;
  void add_attachments(UcoGraph& graph, UcoNode& facet, const UcoEntry& from) const;

  std::map<std::uint64_t, UcoEntry> entries_;
  std::map<std::string, std::uint64_t> by_hash_;
  std::map<std::pair<std::uint64_t, std::string>, core::json::Value> disclosed_;
};

/// Size (an integer, or null where it is not known) and digests, by CASE/UCO's names of them, of what a node is.
void add_uco_content(UcoGraph& graph, UcoNode& node, const core::json::Value& size,
                     const std::map<std::string, std::string>& digests);

}  // namespace report
