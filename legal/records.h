// SPDX-License-Identifier: Apache-2.0
// The records of the legal work in a case, public and private, as the replayed ledger has them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "report/case_view.h"

namespace legal {

/// One entry of the legal work. A private one stands here with the content that was committed.
struct Record {
  std::uint64_t number = 0;  // of its entry
  std::string type;          // of the content, where it is private
  std::string hash;          // leaf hash, hexadecimal
  std::string incident;      // empty: names none
  bool is_private = false;
  bool ended = false;  // a later entry ended it or took its place
};

/// Reads only, and the ledger as it was when a type was first asked for; what it is made from must outlive it. Not for
/// several threads.
class Records {
 public:
  /// Without `with_private` it knows no private entry.
  explicit Records(const report::CaseView& view, bool with_private = true)
      : view_(view), with_private_(with_private) {}

  const report::CaseView& view() const { return view_; }
  const custody::Ledger& ledger() const { return view_.ledger(); }

  /// All of a type, in order of their entries; with `incident` those that name it.
  const std::vector<Record>& of(const std::string& type, const std::string& incident = "") const;
  /// Those of a type that nothing ended.
  std::vector<Record> standing(const std::string& type, const std::string& incident = "") const;
  /// The record with that leaf hash; nullopt when there is none of that type.
  std::optional<Record> find(const std::string& type, const std::string& hash) const;

  /// A member of the body: in clear, or as it was disclosed; empty when absent. Lists are joined by "; ".
  std::string text(const Record& record, const std::string& member) const;
  /// Likewise, as it is; null when absent.
  core::json::Value value(const Record& record, const std::string& member) const;
  std::vector<std::string> texts(const Record& record, const std::string& member) const;
  std::optional<core::UtcTime> time(const Record& record, const std::string& member) const;
  std::optional<std::int64_t> integer(const Record& record, const std::string& member) const;
  bool flag(const Record& record, const std::string& member) const;
  /// Claimed time of its entry.
  core::UtcTime recorded_at(const Record& record) const { return entry(record.number).time; }
  /// Key name of who signed it.
  std::string author(const Record& record) const { return entry(record.number).signers.front().key; }
  /// What it is about.
  std::vector<std::string> items(const Record& record) const;

  const custody::Entry& entry(std::uint64_t number) const;

 private:
  struct OfType {
    std::vector<Record> all;
    std::map<std::string, std::vector<Record>> by_incident;
  };
  const OfType& read(const std::string& type) const;
  using Named = std::pair<std::string, std::string>;  // type and leaf hash
  /// Records that a private entry ended or took the place of.
  const std::set<Named>& privately_ended() const;
  bool is_ended(const std::string& type, const std::string& hash, bool in_clear) const;
  const core::json::Value& content(std::uint64_t number) const;
  const std::vector<Record>& private_records() const;

  const report::CaseView& view_;
  bool with_private_;
  mutable std::map<std::uint64_t, custody::Entry> entries_;
  mutable std::map<std::uint64_t, core::json::Value> contents_;
  mutable std::optional<std::vector<Record>> private_;
  mutable std::optional<std::set<Named>> privately_ended_;
  mutable std::map<std::string, OfType> types_;
};

}  // namespace legal
