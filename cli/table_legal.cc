// SPDX-License-Identifier: Apache-2.0
// Commands about authority, incidents and documents.
#include "cli/command_table.h"
#include "cli/commands.h"
#include "core/error.h"
#include "legal/incident.h"

namespace cli {

void add_legal_commands(CommandTable& table) {
  auto& authority_args = table.keep<Authority>();
  auto& incident_open_args = table.keep<IncidentOpen>();
  CLI::App* authority =
      table.command(table.app(), "authority", "record what entitles us to collect",
                    "exhibit authority 2026-0042 --kind consent --scope 'server FS-1' --issuer "
                    "'K. Abe, owner' --document consent.pdf",
                    table.runs(authority_args));
  add_folder(authority, authority_args.folder);
  const auto& kinds = legal::authority_kinds();
  authority
      ->add_option("--kind", authority_args.kind,
                   "consent, ownership, policy, contract, warrant, order, voluntary, statute or other")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>(kinds.begin(), kinds.end())));
  authority->add_option("--scope", authority_args.scope, "what it covers")->required();
  add_secret(authority, authority_args.secret);
  authority->add_option("--issuer", authority_args.issuer, "who gave it")->required();
  authority->add_option("--expires", authority_args.expires, "when it ends, with zone");
  authority->add_option("--document", authority_args.document, "the paper, scanned; kept by its digest");
  authority
      ->add_option("--item", authority_args.items, "thing or image it is about; may be given more than once")
      ->take_all();
  CLI::App* incident = table.group("incident", "incidents of a case");
  CLI::App* open =
      table.command(incident, "open", "open an incident",
                    "exhibit incident open 2026-0042 --number INC-7 --title 'Ransom note on FS-1'",
                    table.runs(incident_open_args));
  add_folder(open, incident_open_args.folder);
  open->add_option("--number", incident_open_args.number, "the incident's number")->required();
  add_secret(open, incident_open_args.secret);
  open->add_option("--title", incident_open_args.title, "the incident's title")->required();
}

void add_output_commands(CommandTable& table) {
  auto& document_args = table.keep<DocumentMake>();
  auto& demo_args = table.keep<Demo>();
  CLI::App* document = table.command(
      table.app(), "document", "draw up a document from the ledger",
      "exhibit document 2026-0042 custody-form --item EV-001 --out custody-form.pdf", [&] {
        const bool kinds = document_args.folder == "kinds" && document_args.kind.empty();
        if (kinds) {
          return run_document_kinds(table.common());
        }
        if (document_args.kind.empty() || document_args.out.empty()) {
          throw core::Error(
              core::ErrorCode::usage,
              "document needs DIR, KIND and --out FILE ('exhibit document kinds' lists the kinds)");
        }
        return run(document_args, table.common());
      });
  document->add_option("DIR", document_args.folder, "the case folder; or the word 'kinds' to list the kinds")
      ->required();
  document->add_option("KIND", document_args.kind, "kind of document");
  document->add_option("--lang", document_args.lang, "en or ja (default: the case's)");
  document->add_option("--item", document_args.item, "the thing it is about");
  document->add_option("--incident", document_args.incident, "the incident it is about");
  document->add_option("--entry", document_args.entry, "the entry it is about");
  document->add_option("--rules", document_args.rules, "the rule it is about");
  document->add_option("--from", document_args.from, "beginning of the period it is about, with zone");
  document->add_option("--to", document_args.to, "its end, with zone (default: now)");
  document->add_option("--out", document_args.out, "PDF file to make");
  document->add_flag("--without-protected", document_args.without_protected,
                     "of an exercise: leave out protected injects and what rests on them");
  document->add_option(
      "--released-to", document_args.released_to,
      "of an exercise: for this reader, with the protected injects that the plan releases to them");
  document->add_flag("--committed-only", document_args.committed_only,
                     "print no personal, privileged or free text, only that it is committed to");
  document->add_flag("--secret", document_args.secret,
                     "record it as a private entry; it is then part of no package");
  CLI::App* demo = table.command(table.app(), "demo", "a whole case on sample data, each step explained",
                                 "exhibit demo", table.runs(demo_args), false);
  demo->add_option("DIR", demo_args.folder, "folder to make (default: a new one below the temporary folder)");
  demo->add_flag("--full", demo_args.full,
                 "also an incident from intake to review, with every document in both languages");
}

}  // namespace cli
