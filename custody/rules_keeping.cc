// SPDX-License-Identifier: Apache-2.0
// Where a thing is kept, how it is sealed, and what people say of it afterwards.
#include <algorithm>

#include "custody/pending.h"
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

/// The unbroken seals of the entry's thing, without the one named.
Array seals_but(EntryEffect& entry, const std::string& broken) {
  Array out;
  const auto row = entry.rows().get("thing", entry.entry().about.front().id);
  for (const std::string& seal : row ? texts_in(*row, "seals") : std::vector<std::string>{}) {
    if (seal != broken) {
      out.emplace_back(seal);
    }
  }
  return out;
}

void put_seal(EntryEffect& entry) {
  if (entry.entry().about.size() == 1) {
    put_pending(entry, "seal");
    Array seals = seals_but(entry, "");
    seals.emplace_back(entry.leaf_hash().hex());
    entry.set("thing", entry.entry().about.front().id, "seals", std::move(seals));
  }
}

/// A seal may be found broken by others, so its thing need not be in this house.
void check_broken_seal(EntryCheck& entry) { need_pending(entry, "seal", "seal"); }

void put_broken_seal(EntryEffect& entry) {
  if (entry.entry().about.size() == 1) {
    mark_pending(entry, "seal", "seal");
    entry.set("thing", entry.entry().about.front().id, "seals", seals_but(entry, entry.text("seal")));
  }
}

/// True when an earlier entry with that leaf hash is about `id`; an empty one stands for entries about nothing.
bool knows(const Rows& rows, const std::string& id, const std::string& leaf_hash) {
  const auto list = rows.list("about", id + "/");
  return std::any_of(list.begin(), list.end(),
                     [&](const auto& row) { return row.second.text_of("hash") == leaf_hash; });
}

/// A correction points at an earlier entry and is about nothing that entry was not about.
void check_correction(EntryCheck& entry) {
  const auto& about = entry.entry().about;
  const std::string corrected = entry.text("entry");
  if (about.empty() && !knows(entry.rows(), "", corrected)) {
    entry.not_there("body.entry", "no earlier entry about nothing has that leaf hash");
  }
  for (const About& item : about) {
    if (!knows(entry.rows(), item.id, corrected)) {
      entry.not_there("body.entry", "no earlier entry about " + item.id + " has that leaf hash");
      entry.findings().back().item = item.id;
    }
  }
}

void put_correction(EntryEffect& entry) {
  entry.rows().put("correction", about_row(entry.text("entry"), entry.entry().number), Object{});
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
      {optional_member("condition", K::committed), {"reason", K::committed}, {"seal", K::hex}},
      AboutRule::one_thing,
      kHandlers,
      &check_broken_seal,
      &put_broken_seal,
      nullptr,
      true,
      true};
  out["corrected"] = {
      {{"entry", K::hex}, {"field", K::text}, {"reason", K::committed}, {"value", K::committed}},
      AboutRule::any,
      kHandlers,
      &check_correction,
      &put_correction};
  out["noted"] = {{{"text", K::committed}}, AboutRule::any, kAnyRole};
  out["noted"].discreet = out["noted"].may_be_private = true;
  return out;
}

}  // namespace custody
