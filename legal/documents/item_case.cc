// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "custody/reference.h"
#include "legal/fact.h"
#include "report/item_facts.h"

namespace legal {

ItemCase::ItemCase(const Records& records, std::string item)
    : records_(records), item_(std::move(item)), thing_(report::thing_of(records.view(), item_)) {
  const custody::Ledger& ledger = records_.ledger();
  const bool whole_thing = item_ == thing_;
  for (const auto& [id, row] : ledger.store().list("image", "")) {
    if (id == item_ || (whole_thing && report::thing_of(records_.view(), id) == thing_)) {
      images_.push_back(id);
    }
  }
  std::set<std::uint64_t> numbers;
  for (const std::string& id : images_) {
    const auto about = ledger.entries_about(id);
    numbers.insert(about.begin(), about.end());
  }
  const auto about = ledger.entries_about(thing_);
  numbers.insert(about.begin(), about.end());
  for (const std::uint64_t number : numbers) {
    by_type_[records_.entry(number).type].push_back(number);
  }
  for (const custody::Entry* entry : of("fact_added")) {
    std::string value = view().text(entry->number, "body.value");
    const std::string hash = custody::reference_to(ledger, entry->number);
    for (const auto& [id, row] : ledger.store().list("correction", hash + "/")) {
      const auto number = static_cast<std::uint64_t>(std::stoull(id.substr(id.find('/') + 1)));
      value = view().text(number, "body.value");
    }
    late_[entry->body().text_of("fact").value_or("")].push_back({entry->number, value});
  }
  read_private();
}

/// Facts that counsel or others recorded as private entries.
void ItemCase::read_private() {
  for (const Record& record : records_.of("fact_added")) {
    const auto items = records_.items(record);
    const bool here = std::any_of(items.begin(), items.end(), [&](const std::string& id) {
      return id == thing_ || std::find(images_.begin(), images_.end(), id) != images_.end();
    });
    if (record.is_private && here) {
      late_[records_.text(record, "fact")].push_back({record.number, records_.text(record, "value")});
    }
  }
}

std::vector<const custody::Entry*> ItemCase::of(const std::string& type) const {
  std::vector<const custody::Entry*> out;
  if (const auto found = by_type_.find(type); found != by_type_.end()) {
    for (const std::uint64_t number : found->second) {
      out.push_back(&records_.entry(number));
    }
  }
  return out;
}

const custody::Entry* ItemCase::newest_image() const {
  const custody::Entry* made = newest("acquisition_finished");
  const custody::Entry* imported = newest("image_imported");
  return made == nullptr || (imported != nullptr && imported->number > made->number) ? imported : made;
}

const custody::Entry* ItemCase::newest(const std::string& type) const {
  const auto found = by_type_.find(type);
  return found == by_type_.end() ? nullptr : &records_.entry(found->second.back());
}

const std::vector<ItemCase::Late>& ItemCase::late(const std::string& fact) const {
  static const std::vector<Late> none;
  const auto found = late_.find(fact);
  return found == late_.end() ? none : found->second;
}

const Fact& ItemCase::fact(const std::string& number) const {
  const auto found = facts_.find(number);
  return found != facts_.end() ? found->second
                               : facts_.emplace(number, fact_rule(number)->derive(*this)).first->second;
}

core::UtcTime ItemCase::newest_time() const {
  core::UtcTime out;
  for (std::uint64_t log = 0; log < records_.ledger().store().logs().size(); ++log) {
    const std::uint64_t size = records_.ledger().store().head(log).size;
    if (size > 0) {
      out = std::max(out, records_.entry(custody::entry_number(log, size - 1)).time);
    }
  }
  return out;
}

const char* word_of(FactState state) {
  switch (state) {
    case FactState::recorded: return "recorded";
    case FactState::missing: return "missing";
    case FactState::contradictory: return "contradictory";
  }
  return "";
}

Fact recorded(std::vector<std::uint64_t> entries, const std::string& en, const std::string& ja) {
  std::sort(entries.begin(), entries.end());
  return {FactState::recorded, std::move(entries), {en, ja}};
}

Fact against(std::vector<std::uint64_t> entries, const std::string& en, const std::string& ja) {
  std::sort(entries.begin(), entries.end());
  return {FactState::contradictory, std::move(entries), {en, ja}};
}

FactLine fact_line(const ItemCase& item, const std::string& number) {
  return {number, fact_rule(number)->title, item.fact(number)};
}

Fact late_fact(const ItemCase& item, const std::string& number) {
  Fact out;
  for (const ItemCase::Late& late : item.late(number)) {
    out.state =
        out.entries.empty() || out.text.en == late.value ? FactState::recorded : FactState::contradictory;
    out.entries.push_back(late.entry);
    out.text.en = late.value;
  }
  out.text.ja = out.text.en;
  if (out.state == FactState::contradictory) {
    out.text = {"two records of this fact differ, and none corrects the other",
                "この事実について異なる記録があり、訂正がない"};
  }
  return out;
}

Fact or_late(const Fact& first, const ItemCase& item, const std::string& number) {
  return first.state == FactState::missing ? late_fact(item, number) : first;
}

const std::vector<FactRule>& fact_rules() {
  static const std::vector<FactRule> all = [] {
    std::vector<FactRule> out = acquisition_facts();
    for (const auto& more : {custody_facts(), person_facts()}) {
      out.insert(out.end(), more.begin(), more.end());
    }
    std::sort(out.begin(), out.end(),
              [](const FactRule& a, const FactRule& b) { return std::string_view(a.number) < b.number; });
    return out;
  }();
  return all;
}

const FactRule* fact_rule(const std::string& number) {
  const auto found = std::find_if(fact_rules().begin(), fact_rules().end(),
                                  [&](const FactRule& rule) { return rule.number == number; });
  return found == fact_rules().end() ? nullptr : &*found;
}

}  // namespace legal
