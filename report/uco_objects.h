// SPDX-License-Identifier: Apache-2.0
// What is there in a case, as CASE/UCO nodes: people and organisations, things, images and their files, places, authorities, logs.
#pragma once

#include "report/uco_entries.h"

namespace report {

class UcoObjects {
 public:
  /// All must outlive it.
  UcoObjects(UcoGraph& graph, const UcoEntries& entries, const custody::Ledger& ledger)
      : graph_(graph), entries_(entries), ledger_(ledger) {}

  /// Logs, people, things, images and authorities, with their relations.
  void add_all();

  /// IRI of the thing or image.
  std::string item(const std::string& id) const { return graph_.iri("item", id); }
  /// The person behind a key, who may have had other keys.
  std::string person(const std::string& key_name) const;
  /// Somebody without a key, as this entry alone names them; an empty text where the name is absent.
  std::string outsider(const UcoEntry& from, const std::string& name_path,
                       const std::string& agency_path = "");
  /// The place of that name; an empty text where it is absent.
  std::string place(const UcoEntry& from, const std::string& path);
  std::string tool(const custody::Entry& entry);
  /// Exhibit numbers: what the collector said, or else the identifier; the first one is that of the thing it comes from.
  std::string exhibit_number(const std::string& id) const;
  std::string root_exhibit_number(const std::string& id) const;

 private:
  void add_logs();
  void add_people();
  void add_organisation_of(const std::string& person, const std::optional<std::string>& name);
  void add_thing(const UcoEntry& from, const std::string& id);
  void add_image(const UcoEntry& from, const std::string& id);
  void add_contents(const UcoEntry& from);
  void add_derived(const UcoEntry& from);
  void add_authority(const UcoEntry& from);
  UcoNode& organisation(const std::string& name);
  void relate(const std::string& from, const char* kind, const std::string& to);
  /// The entry whose number stands in that member of the row.
  const UcoEntry* row_entry(const char* kind, const std::string& id, const char* member) const;

  UcoGraph& graph_;
  const UcoEntries& entries_;
  const custody::Ledger& ledger_;
};

}  // namespace report
