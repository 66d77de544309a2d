// SPDX-License-Identifier: Apache-2.0
// Where a thing is kept, how it is sealed, and what people say of it afterwards.
#include <algorithm>

#include "custody/entry_check.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

/// Only who holds a thing, or somebody of the house while a colleague holds it, can move or seal it.
void need_inside(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    const auto row = entry.rows().get("thing", about.id);
    const Value* holder = row ? row->find("holder") : nullptr;
    if (holder == nullptr || !holder->text_of("key")) {
      entry.report("unauthorised", "about", about.id, about.id + " is not held in this house");
    }
  }
}

void put_place(EntryEffect& entry) {
  for (const About& about : entry.entry().about) {
    entry.set("thing", about.id, "place", entry.seq());
  }
}

std::vector<std::int64_t> seals_of(const Rows& rows, const std::string& thing) {
  std::vector<std::int64_t> out;
  const auto row = rows.get("thing", thing);
  const Value* seals = row ? row->find("seals") : nullptr;
  if (seals != nullptr && seals->array() != nullptr) {
    for (const Value& seal : *seals->array()) {
      out.push_back(seal.integer() == nullptr ? -1 : *seal.integer());
    }
  }
  return out;
}

void keep_seals(EntryEffect& entry, const std::vector<std::int64_t>& seals) {
  entry.set("thing", entry.entry().about.front().id, "seals", Array(seals.begin(), seals.end()));
}

void put_seal(EntryEffect& entry) {
  if (entry.entry().about.size() == 1) {
    auto seals = seals_of(entry.rows(), entry.entry().about.front().id);
    seals.push_back(static_cast<std::int64_t>(entry.entry().seq));
    keep_seals(entry, seals);
  }
}

/// A seal may be found broken by others, so it need not be in this house.
void check_broken_seal(EntryCheck& entry) {
  for (const About& about : entry.entry().about) {
    const auto seals = seals_of(entry.rows(), about.id);
    if (std::find(seals.begin(), seals.end(), entry.integer("seal").value_or(-1)) == seals.end()) {
      entry.report("tampered", "body.seal", about.id, "no unbroken seal of " + about.id + " has that entry");
    }
  }
}

void put_broken_seal(EntryEffect& entry) {
  if (entry.entry().about.size() == 1) {
    auto seals = seals_of(entry.rows(), entry.entry().about.front().id);
    const auto broken = *entry.entry().body().integer_of("seal");
    seals.erase(std::remove(seals.begin(), seals.end(), broken), seals.end());
    keep_seals(entry, seals);
  }
}

/// A correction points at an earlier entry and is about nothing that entry was not about.
void check_correction(EntryCheck& entry) {
  const auto corrected = static_cast<std::uint64_t>(entry.integer("entry").value_or(0));
  if (corrected >= entry.entry().seq) {
    entry.tampered("body.entry", "the entry corrected is not an earlier one");
  }
  for (const About& about : entry.entry().about) {
    if (!entry.rows().get("about", about_row(about.id, corrected))) {
      entry.not_there("about", "the entry corrected is not about " + about.id);
    }
  }
}

void put_correction(EntryEffect& entry) {
  const auto corrected = static_cast<std::uint64_t>(*entry.entry().body().integer_of("entry"));
  entry.rows().put("correction", about_row(about_row("entry", corrected), entry.entry().seq), Object{});
}

}  // namespace

TypeRules keeping_rules() {
  TypeRules out;
  out["moved"] = {{{"place", K::committed}, {"reason", K::committed}},
                  AboutRule::things,
                  kHandlers,
                  &need_inside,
                  &put_place,
                  nullptr,
                  false,
                  true};
  out["seal_applied"] = {{{"number", K::committed}, optional_member("reason", K::committed)},
                         AboutRule::one_thing,
                         kHandlers,
                         &need_inside,
                         &put_seal,
                         nullptr,
                         true,
                         true};
  out["seal_broken"] = {
      {optional_member("condition", K::committed), {"reason", K::committed}, {"seal", K::integer}},
      AboutRule::one_thing,
      kHandlers,
      &check_broken_seal,
      &put_broken_seal,
      nullptr,
      true,
      true};
  out["corrected"] = {
      {{"entry", K::integer}, {"field", K::text}, {"reason", K::committed}, {"value", K::committed}},
      AboutRule::any,
      kHandlers,
      &check_correction,
      &put_correction};
  out["noted"] = {{{"text", K::committed}}, AboutRule::any, kAnyRole};
  out["noted"].discreet = out["noted"].may_be_private = true;
  return out;
}

}  // namespace custody
