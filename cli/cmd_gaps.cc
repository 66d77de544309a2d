// SPDX-License-Identifier: Apache-2.0
// custody gaps, case set.
#include "cli/entries.h"
#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/gaps.h"
#include "custody/recheck.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

Array labels_of(const custody::Ledger& ledger, const std::vector<std::uint64_t>& entries) {
  Array out;
  for (const std::uint64_t number : entries) {
    out.emplace_back(ledger.label(number));
  }
  return out;
}

Value gap_value(const custody::Ledger& ledger, const custody::Gap& gap) {
  Array entries;
  for (const std::uint64_t number : gap.entries) {
    entries.emplace_back(number);
  }
  return Object{{"class", gap.class_name},
                {"entries", std::move(entries)},
                {"from", gap.from.text()},
                {"item", gap.item},
                {"labels", labels_of(ledger, gap.entries)},
                {"text", gap.text},
                {"to", gap.to ? Value(gap.to->text()) : Value(nullptr)}};
}

void print_gap(const custody::Ledger& ledger, const custody::Gap& gap) {
  std::string entries;
  for (const std::uint64_t number : gap.entries) {
    entries += (entries.empty() ? "" : ", ") + ledger.label(number);
  }
  print(gap.item + "  " + gap.class_name + "  from " + gap.from.text() + " to " +
        (gap.to ? gap.to->text() : "now") + "\n     " + gap.text +
        (gap.entries.size() == 1 ? " (entry " : " (entries ") + entries + ")");
}

}  // namespace

int run(const CustodyGaps& args, const Common& common) {
  Session session(common);
  custody::GapsAsked asked{session.clock().now()};
  if (!args.at.empty()) {
    const auto at = core::parse_zoned_time(args.at);
    if (!at) {
      core::fail_usage("--at is a time with a zone, for example 2026-11-22T09:00:00+09:00");
    }
    asked = {*at, true};
  }
  const custody::Ledger ledger = session.open(args.folder);
  custody::Gaps gaps;
  custody::RecheckInterval interval;
  ledger.read_consistently([&] {
    gaps = custody::find_gaps(ledger, asked);
    interval = custody::recheck_interval(ledger.store());
  });
  if (common.json) {
    Array list;
    for (const custody::Gap& gap : gaps) {
      list.push_back(gap_value(ledger, gap));
    }
    print_json(Object{{"at", asked.now.text()},
                      {"gaps", std::move(list)},
                      {"recheck_days", interval.days},
                      {"recheck_days_set", interval.entry.has_value()}});
  } else {
    for (const custody::Gap& gap : gaps) {
      print_gap(ledger, gap);
    }
    print(std::to_string(gaps.size()) + (gaps.size() == 1 ? " gap" : " gaps") + " up to " + asked.now.text() +
          "; images are to be compared again within " + std::to_string(interval.days) + " days" +
          (interval.entry ? " (entry " + ledger.label(*interval.entry) + ")" : " (the default)"));
  }
  return gaps.empty() ? 0 : 3;
}

int run(const CaseSet& args, const Common& common) {
  if (args.recheck_days < 1 || args.recheck_days > custody::kMostRecheckDays) {
    core::fail_usage("--recheck-days is a number of days from 1 to " +
                     std::to_string(custody::kMostRecheckDays));
  }
  Session session(common);
  const std::string reason = needed_text(args.reason, "--reason");
  custody::Ledger ledger = session.open(args.folder);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger&) {
    return std::vector{custody::draft_recheck_days(args.recheck_days, reason, by)};
  });
  tell(done.front(), "images are to be compared again within " + std::to_string(args.recheck_days) + " days",
       common, Object{{"recheck_days", args.recheck_days}});
  return 0;
}

}  // namespace cli
