// SPDX-License-Identifier: Apache-2.0
// log, log export, log checkpoint, search.
#include "cli/entries.h"
#include "cli/entry_list.h"
#include "cli/policy_file.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/cosigning.h"
#include "custody/exercise.h"
#include "custody/export.h"
#include "report/case_uco.h"

namespace cli {

using core::json::Object;
using core::json::Value;

int run(const Log& args, const Common& common) {
  Session session(common);
  const report::LogFilter filter = filter_of(args.filter, "");
  const custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  if (!filter.item.empty() && ledger.entries_about(filter.item).empty()) {
    core::fail("no entry is about '" + core::shown(filter.item) +
               "'; 'exhibit case show' lists things and images");
  }
  std::vector<report::LogLine> lines;
  std::vector<custody::Checkpoint> heads;
  ledger.read_consistently([&] {
    lines = report::find_entries(view, filter);
    heads = ledger.checkpoints();
  });
  list_entries(ledger, lines, args.filter, common);
  if (!common.json && filter.is_empty() && args.filter.csv.empty()) {
    for (const custody::Checkpoint& head : heads) {
      print("head: " + std::to_string(head.size) + " entries, root " + head.root.hex() +
            (heads.size() == 1 ? "" : ", log " + std::string(custody::fingerprint_of(head.origin))));
    }
  }
  return 0;
}

int run(const Search& args, const Common& common) {
  Session session(common);
  const report::LogFilter filter = filter_of(args.filter, args.text);
  if (filter.is_empty()) {
    core::fail_usage("search needs a text or a filter, for example --person 'R. Sato'");
  }
  const custody::Ledger ledger = session.open(args.folder);
  const report::CaseView view(ledger);
  std::vector<report::LogLine> lines;
  ledger.read_consistently([&] { lines = report::find_entries(view, filter); });
  list_entries(ledger, lines, args.filter, common);
  return 0;
}

namespace {

/// Says what was written; `more` goes into the JSON object, `words` stands on the line.
void tell_export(const LogExport& args, const Common& common, const custody::Ledger& ledger,
                 const custody::Checkpoint& head, const custody::Redaction& redaction,
                 const std::string& words, Object more) {
  if (const auto exercise = custody::exercise_of(ledger.store())) {
    more["exercise"] = *exercise;
    if (!common.json) {
      print("EXERCISE " + core::shown(*exercise) + ": what is written out was played and did not happen");
    }
  }
  more["entries"] = Value(head.size);
  more["out"] = args.out;
  more["root"] = head.root.hex();
  more["values_withheld"] = Value(std::uint64_t{redaction.disclosures.size()});
  more["withheld"] = Value(std::uint64_t{redaction.leaves.size()});
  if (common.json) {
    print_json(std::move(more));
    return;
  }
  print(words);
  if (redaction.any()) {
    print("kept back: " + std::to_string(redaction.disclosures.size()) + " values and " +
          std::to_string(redaction.leaves.size()) + " entries");
  }
}

int export_case_uco(const LogExport& args, const Common& common, const custody::Ledger& ledger) {
  if (!args.policy.empty()) {
    core::fail_usage("--policy does not go with --format case-uco: a policy is shipped with a ledger");
  }
  custody::Redaction redaction;
  custody::Checkpoint head;
  report::CaseUco graph;
  ledger.read_consistently([&] {
    redaction = custody::choose_redaction(ledger, redaction_of(args.redact));
    graph = report::case_uco(ledger, redaction);
    head = ledger.checkpoint();
  });
  core::write_new_file(args.out, core::as_bytes(graph.json_ld));
  tell_export(args, common, ledger, head, redaction,
              std::to_string(graph.actions) + " entries told as actions in " + core::shown(args.out) +
                  ", CASE/UCO " + report::kCaseUcoVersion +
                  "; it carries no signature: each node names the " + "entry to check it by",
              Object{{"actions", Value(graph.actions)}, {"case_uco", report::kCaseUcoVersion}});
  return 0;
}

}  // namespace

int run(const LogExport& args, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  if (args.format == "case-uco") {
    return export_case_uco(args, common, ledger);
  }
  custody::ExportContents contents;
  contents.policy = args.policy.empty() ? "" : policy_of(args.policy).text;
  ledger.read_consistently([&] {
    contents.redaction = custody::choose_redaction(ledger, redaction_of(args.redact));
    custody::export_ledger(ledger, args.out, contents);
  });
  const custody::Checkpoint head = ledger.checkpoint();
  tell_export(args, common, ledger, head, contents.redaction,
              std::to_string(head.size) + " entries written to " + core::shown(args.out) +
                  "; HOW-TO-VERIFY.txt there tells how to check them",
              {});
  return 0;
}

int run(const LogCheckpoint& args, const Common& common) {
  Session session(common);
  const custody::Ledger ledger = session.open(args.folder);
  custody::CheckpointRequest request;
  ledger.read_consistently([&] {
    const std::uint64_t since =
        args.since_set ? args.since
                       : custody::cosigned_size(ledger.store().database(), ledger.log_index(), std::nullopt);
    request = custody::cosigning_request(ledger, since);
  });
  core::write_new_file(args.out, core::as_bytes(request.text()));
  const std::uint64_t size = ledger.checkpoint().size;
  if (common.json) {
    print_json(Object{{"entries", Value(size)},
                      {"log", ledger.log().text()},
                      {"out", args.out},
                      {"since", Value(request.old_size)}});
  } else {
    print("the head of " + std::to_string(size) + " entries, continuing that of " +
          std::to_string(request.old_size) + ", is in " + core::shown(args.out) +
          "; the witness runs 'exhibit witness " + core::shown(args.out) +
          " --log VKEY' with this log's key:");
    print(ledger.log().text());
  }
  return 0;
}

}  // namespace cli
