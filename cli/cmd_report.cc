// SPDX-License-Identifier: Apache-2.0
// document, document kinds.
#include "cli/entries.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/documents/document.h"
#include "report/item_facts.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

void refuse_bad_out(const std::string& out) {
  if (core::fs::symlink_status(out).type() != core::fs::file_not_found) {
    core::fail("cannot write " + core::shown(out) + ": it exists already; choose a new name");
  }
  const core::Path parent = core::fs::absolute(out).parent_path();
  if (!core::fs::is_directory(parent)) {
    core::fail("cannot write " + core::shown(out) + ": the folder " + core::shown(parent.native()) +
               " does not exist");
  }
}

const char* needs_text(legal::DocumentNeeds needs) {
  switch (needs) {
    case legal::DocumentNeeds::item: return "--item";
    case legal::DocumentNeeds::incident: return "--incident";
    case legal::DocumentNeeds::incident_maybe_rule: return "--incident [--rules]";
    case legal::DocumentNeeds::incident_and_period: return "--incident [--from --to]";
    case legal::DocumentNeeds::entry: return "--entry";
    case legal::DocumentNeeds::item_and_rule: return "--item --rules";
    case legal::DocumentNeeds::exercise_or_incident: return "[--incident]";
    case legal::DocumentNeeds::nothing: return "";
  }
  return "";
}

/// The document is in the case; what is missing is the copy of it that was asked for.
void write_copy(const std::string& out, const report::IssuedDocument& document) {
  try {
    core::write_new_file(out, document.pdf);
  } catch (const core::Error& error) {
    throw core::Error(error.code(), std::string(error.what()) + "; the document is issued and kept in " +
                                        document.kept_at + " of the case");
  }
}

}  // namespace

int run(const DocumentMake& args, const Common& common) {
  refuse_bad_out(args.out);
  report::find_template(args.kind, args.lang.empty() ? "en" : args.lang);
  const legal::DocumentRequest request{
      args.kind,
      args.lang,
      {args.item, args.incident, args.entry, args.rules, time_of(args.from, "--from"),
       time_of(args.to, "--to"), args.without_protected, args.released_to},
      args.committed_only,
      args.secret};
  legal::check_about(request);
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  if (!args.item.empty()) {
    report::thing_of(report::CaseView(ledger), item_id(args.item).value());
  }
  const custody::UnlockedKey by = session.signer();
  const legal::LawFiles law(session.keys().home());
  const report::IssuedDocument document = legal::issue(ledger, request, law, by);
  write_copy(args.out, document);
  if (common.json) {
    print_json(Object{{"entry", Value(document.entry)},
                      {"file", document.file},
                      {"kind", args.kind},
                      {"label", ledger.label(document.entry)},
                      {"out", args.out},
                      {"sha256", document.sha256.hex()}});
  } else {
    print("entry " + ledger.label(document.entry) + ": " + args.kind +
          (args.item.empty() ? "" : " of " + args.item) + " written to " + core::shown(args.out));
  }
  return 0;
}

int run_document_kinds(const Common& common) {
  Array kinds;
  for (const report::TemplateName& name : report::document_kinds()) {
    const legal::DocumentKind kind = legal::document_kind(name.kind);
    Array languages(name.languages.begin(), name.languages.end());
    std::string listed;
    for (const std::string& language : name.languages) {
      listed += " " + language;
    }
    kinds.emplace_back(Object{{"kind", name.kind},
                              {"languages", std::move(languages)},
                              {"needs", needs_text(kind.needs)},
                              {"private", kind.is_private},
                              {"what", kind.what.en}});
    if (!common.json) {
      const std::string needs = needs_text(kind.needs);
      print(name.kind + " " + listed + (needs.empty() ? "" : "  " + needs) +
            (kind.what.en.empty() ? "" : "  " + kind.what.en) + (kind.is_private ? "; private" : ""));
    }
  }
  if (common.json) {
    print_json(std::move(kinds));
  }
  return 0;
}

}  // namespace cli
