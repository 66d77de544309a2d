// SPDX-License-Identifier: Apache-2.0
// Facts F01 to F49 of one item: each derived in one place from what the ledger records, with the entries that show it.
// docs/facts.md says what each is.
#pragma once

#include <string>
#include <vector>

#include "legal/law/rule.h"
#include "legal/records.h"

namespace legal {

enum class FactState { recorded, missing, contradictory };
/// "recorded", "missing", "contradictory".
const char* word_of(FactState state);

struct Fact {
  FactState state = FactState::missing;
  std::vector<std::uint64_t> entries = {};  // numbers, rising
  Bilingual text = {};                      // what is recorded, or what speaks against it
};

/// Everything the ledger holds of one thing and its images, read once. Reads only; `records` must outlive it.
class ItemCase {
 public:
  /// Throws Error when the case has no such item. For an image: the image, and the thing it is an image of.
  ItemCase(const Records& records, std::string item);

  const Records& records() const { return records_; }
  const report::CaseView& view() const { return records_.view(); }
  const std::string& item() const { return item_; }
  const std::string& thing() const { return thing_; }
  const std::vector<std::string>& images() const { return images_; }

  /// Entries of a type about the item, in order.
  std::vector<const custody::Entry*> of(const std::string& type) const;
  /// The newest of them; null when there is none.
  const custody::Entry* newest(const std::string& type) const;
  /// The newest entry by which an image of the item came into the case: an acquisition that finished, or an import.
  const custody::Entry* newest_image() const;
  /// Entries that recorded a fact afterwards, those of private entries too, by fact number.
  struct Late {
    std::uint64_t entry = 0;
    std::string value;
  };
  const std::vector<Late>& late(const std::string& fact) const;
  /// The fact of that number (F01 to F49), derived once.
  const Fact& fact(const std::string& number) const;
  /// Claimed time of the newest entry of the case: what "now" is for the ledger alone.
  core::UtcTime newest_time() const;

 private:
  void read_private();

  const Records& records_;
  std::string item_, thing_;
  std::vector<std::string> images_;
  std::map<std::string, std::vector<std::uint64_t>> by_type_;
  std::map<std::string, std::vector<Late>> late_;
  mutable std::map<std::string, Fact> facts_;
};

struct FactRule {
  const char* number;  // "F12"
  Bilingual title;
  Fact (*derive)(const ItemCase& item);
};
/// F01 to F49 in order.
const std::vector<FactRule>& fact_rules();
/// Null when there is no such fact.
const FactRule* fact_rule(const std::string& number);

/// A fact as it is printed beside its number.
struct FactLine {
  std::string number;
  Bilingual title;
  Fact fact;
};
FactLine fact_line(const ItemCase& item, const std::string& number);

std::vector<FactRule> acquisition_facts();  // F01 to F18
std::vector<FactRule> custody_facts();      // F19 to F27, F38, F40, F44 to F49
std::vector<FactRule> person_facts();       // F28 to F43 but those

/// What these entries show; in whatever order they are given.
Fact recorded(std::vector<std::uint64_t> entries, const std::string& en, const std::string& ja);
/// Likewise, where they speak against each other.
Fact against(std::vector<std::uint64_t> entries, const std::string& en, const std::string& ja);
/// Nothing but what somebody recorded under the fact's number: missing without it, contradictory where two values stand.
Fact late_fact(const ItemCase& item, const std::string& number);
/// `first` where it says anything, else what was recorded under the number.
Fact or_late(const Fact& first, const ItemCase& item, const std::string& number);

}  // namespace legal
