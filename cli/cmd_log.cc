// SPDX-License-Identifier: Apache-2.0
// log, log export.
#include "cli/entries.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/export.h"
#include "report/case_view.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

int run(const Log& args, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  std::vector<std::uint64_t> wanted;
  if (args.item.empty()) {
    for (std::uint64_t seq = 0; seq < ledger.checkpoint().size; ++seq) {
      wanted.push_back(seq);
    }
  } else {
    wanted = ledger.entries_about(item_id(args.item).value());
    if (wanted.empty()) {
      core::fail("no entry is about '" + core::shown(args.item) +
                 "'; 'exhibit case show' lists things and images");
    }
  }
  Array entries;
  for (const std::uint64_t seq : wanted) {
    const custody::Entry entry = ledger.entry(seq);
    std::string who;
    for (const custody::Signer& signer : entry.signers) {
      who += (who.empty() ? "" : " and ") + view.person(signer.key) + " (" +
             std::string(custody::text_of(signer.role)) + ")";
    }
    const std::string summary = core::shown(view.summary(entry));
    if (common.json) {
      entries.emplace_back(Object{{"entry", Value(seq)},
                                  {"signers", who},
                                  {"summary", summary},
                                  {"time", entry.time.text()},
                                  {"type", entry.type}});
    } else {
      print(std::to_string(seq) + "  " + entry.time.text().substr(0, 19) + "Z  " + core::shown(who) +
            "\n     " + summary);
    }
  }
  if (common.json) {
    print_json(Object{{"entries", std::move(entries)}, {"log", ledger.log().name}});
  } else if (args.item.empty()) {
    const custody::Checkpoint head = ledger.checkpoint();
    print("head: " + std::to_string(head.size) + " entries, root " + head.root.hex());
  }
  return 0;
}

int run(const LogExport& args, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  custody::Redaction redaction;
  ledger.read_consistently([&] {
    redaction = custody::choose_redaction(ledger, redaction_of(args.redact));
    custody::export_ledger(ledger, args.out, redaction);
  });
  const custody::Checkpoint head = ledger.checkpoint();
  if (common.json) {
    print_json(Object{{"entries", Value(head.size)},
                      {"out", args.out},
                      {"root", head.root.hex()},
                      {"values_withheld", Value(std::uint64_t{redaction.disclosures.size()})},
                      {"withheld", Value(std::uint64_t{redaction.leaves.size()})}});
  } else {
    print(std::to_string(head.size) + " entries written to " + core::shown(args.out) +
          "; HOW-TO-VERIFY.txt there tells how to check them");
    if (redaction.any()) {
      print("kept back: " + std::to_string(redaction.disclosures.size()) + " values and " +
            std::to_string(redaction.leaves.size()) + " entries");
    }
  }
  return 0;
}

}  // namespace cli
