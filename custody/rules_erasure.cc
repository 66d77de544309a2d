// SPDX-License-Identifier: Apache-2.0
// Values that were erased: which one, of what entry, why and on what authority.
#include "custody/entry_check.h"
#include "custody/legal_hold.h"
#include "custody/log_view.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using K = MemberKind;

namespace {

/// Number of the entry that the body names; nullopt when its log is not known.
std::optional<std::uint64_t> named_entry(const Entry& entry, const Rows& rows) {
  const auto index = index_of_log(rows, entry.body().text_of("log").value_or(""));
  const auto seq = static_cast<std::uint64_t>(entry.body().integer_of("seq").value_or(0));
  return index ? std::optional(entry_number(*index, seq)) : std::nullopt;
}

/// That the entry committed to that field, and was about the same, is seen where its value is absent.
void check_erasure(EntryCheck& entry) {
  const Entry& own = entry.entry();
  const auto number = named_entry(own, entry.rows());
  const LogView view = LogView::of(entry.rows(), own.log, log_index_of(own.number), own.seq);
  if (!number || !view.knows(*number)) {
    entry.tampered("body.seq", "the entry whose value was erased is no earlier one that its author had seen");
  } else if (entry.rows().get("erased", about_row(entry.text("field"), *number))) {
    entry.tampered("body.field", "the value was erased already");
  }
  need_no_hold(entry);
}

void put_erasure(EntryEffect& entry) {
  if (const auto number = named_entry(entry.entry(), entry.rows())) {
    entry.rows().put("erased", about_row(entry.text("field"), *number), Object{{"entry", entry.seq()}});
  }
}

}  // namespace

TypeRules erasure_rules() {
  TypeRules out;
  out["disclosure_erased"] = {{{"authority", K::committed},
                               {"commit", K::hex},
                               {"field", K::text},
                               {"leaf", K::hex},
                               {"log", K::text},
                               {"reason", K::committed},
                               {"seq", K::integer}},
                              AboutRule::any,
                              {Role::administrator, Role::counsel},
                              &check_erasure,
                              &put_erasure};
  return out;
}

}  // namespace custody
