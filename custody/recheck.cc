// SPDX-License-Identifier: Apache-2.0
#include "custody/recheck.h"

#include <algorithm>

#include "custody/history.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

constexpr std::int64_t kDay = 86'400'000'000;

bool is_comparison(const Entry& entry) {
  return entry.type == "image_verified" ||
         (entry.type == "accessed" && entry.body().text_of("action") == "verified" &&
          entry.body().text_of("range").value_or("").starts_with(kWholeImage));
}

}  // namespace

core::UtcTime RecheckInterval::after(core::UtcTime time) const { return {time.micros + days * kDay}; }

RecheckInterval recheck_interval(const Rows& rows) {
  RecheckInterval out;
  const auto row = rows.get("case", "recheck");
  if (const auto days = row ? row->integer_of("days") : std::nullopt) {
    out.days = std::clamp<std::int64_t>(*days, 1, kMostRecheckDays);
    out.entry = static_cast<std::uint64_t>(row->integer_of("entry").value_or(0));
  }
  return out;
}

std::vector<ImageCheck> checks_of(const Ledger& ledger, const std::string& image) {
  std::vector<ImageCheck> out;
  for (const std::uint64_t number : ledger.entries_about(image)) {
    const Entry entry = ledger.entry(number);
    if (entry.type == "acquisition_finished" || entry.type == "image_imported" ||
        (!out.empty() && is_comparison(entry))) {
      out.push_back({number, entry.time, entry.type != "acquisition_finished"});
    }
  }
  return out;
}

std::vector<ImageDue> images_by_due_time(const Ledger& ledger) {
  const RecheckInterval interval = recheck_interval(ledger.store());
  std::vector<ImageDue> out;
  for (const auto& [image, row] : ledger.store().list("image", "")) {
    const auto checks =
        row.text_of("state") == "finished" ? checks_of(ledger, image) : std::vector<ImageCheck>{};
    if (!checks.empty()) {
      const ImageCheck& last = checks.back();
      out.push_back({image, last, last.compared ? interval.after(last.time) : last.time});
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const ImageDue& a, const ImageDue& b) { return a.due < b.due; });
  return out;
}

Draft draft_recheck_days(std::int64_t days, const std::string& reason, const UnlockedKey& by) {
  return {"case_setting",
          {},
          Object{{"reason", committed(reason)}, {"recheck_days", Value(days)}},
          {{&by, "author"}},
          {}};
}

}  // namespace custody
