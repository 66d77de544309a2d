// SPDX-License-Identifier: Apache-2.0
// document, document kinds.
#include "cli/entries.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "report/issue_document.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

int run(const DocumentMake& args, const Common& common) {
  if (core::fs::symlink_status(args.out).type() != core::fs::file_not_found) {
    core::fail("cannot write " + core::shown(args.out) + ": it exists already; choose a new name");
  }
  const core::Path parent = core::fs::absolute(args.out).parent_path();
  if (!core::fs::is_directory(parent)) {
    core::fail("cannot write " + core::shown(args.out) + ": the folder " + core::shown(parent.native()) +
               " does not exist");
  }
  report::find_template(args.kind, "en");
  if (args.item.empty()) {
    core::fail_usage("the document '" + args.kind + "' is about one thing; name it with --item");
  }
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const report::IssueRequest request{args.kind, args.lang, item_id(args.item).value(), args.committed_only};
  report::thing_of(report::CaseView(ledger), request.item);
  const custody::UnlockedKey by = session.signer();
  const report::IssuedDocument document = report::issue_document(ledger, request, by);
  try {
    core::write_new_file(args.out, document.pdf);
  } catch (const core::Error& error) {
    throw core::Error(error.code(), std::string(error.what()) +
                                        "; the document is issued and kept in documents/" + document.file +
                                        " of the case");
  }
  if (common.json) {
    print_json(Object{{"entry", Value(document.entry)},
                      {"file", document.file},
                      {"kind", args.kind},
                      {"label", ledger.label(document.entry)},
                      {"out", args.out},
                      {"sha256", document.sha256.hex()}});
  } else {
    print("entry " + ledger.label(document.entry) + ": " + args.kind + " of " + args.item + " written to " +
          core::shown(args.out));
  }
  return 0;
}

int run_document_kinds(const Common& common) {
  Array kinds;
  for (const report::TemplateName& name : report::document_kinds()) {
    Array languages(name.languages.begin(), name.languages.end());
    std::string listed;
    for (const std::string& language : name.languages) {
      listed += " " + language;
    }
    kinds.emplace_back(Object{{"kind", name.kind}, {"languages", std::move(languages)}});
    if (!common.json) {
      print(name.kind + " " + listed);
    }
  }
  if (common.json) {
    print_json(std::move(kinds));
  }
  return 0;
}

}  // namespace cli
