// SPDX-License-Identifier: Apache-2.0
// Commands that make something of a case for others: anonymised briefs, share packages, statistics, improvements.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {

namespace {

void add_briefs(CommandTable& table) {
  auto& make_args = table.keep<BriefMake>();
  auto& open_args = table.keep<BriefOpen>();
  CLI::App* group = table.group("brief", "anonymised briefs for a decision body");
  CLI::App* make = table.command(
      group, "make",
      "make an anonymised brief of an incident; who is behind its pseudonyms is sealed for two people",
      "exhibit brief make 2026-0042 --incident INC-7 --ask 'shall the service stay closed?' --out brief.pdf",
      table.runs(make_args));
  add_folder(make, make_args.folder);
  make->add_option("--incident", make_args.incident, "the incident's number")->required();
  make->add_option("--out", make_args.out, "file to make: .pdf, .md, .txt or .json")->required();
  make->add_option("--lang", make_args.lang, "en or ja (default: the case's)")
      ->check(CLI::IsMember({"en", "ja"}));
  add_entry(make, "--profile", make_args.profile,
            "entry of the anonymisation profile (default: the one that ships)");
  make->add_option("--ask", make_args.ask, "what is to be decided; may be repeated")->expected(1)->take_all();
  make->add_option("--allow", make_args.allow,
                   "what the search for identifiers found and may stand; recorded; may be repeated")
      ->expected(1)
      ->take_all();
  make->add_option("--salt-file", make_args.salt_file,
                   "secret salt that the pseudonyms follow from (default: a fresh one)")
      ->type_name("FILE");
  make->add_option("--counsel", make_args.counsel,
                   "counsel's key that the names are sealed for (default: the only one)")
      ->type_name("KEY");
  make->add_option(
          "--keeper", make_args.keeper,
          "key of the administrator or custodian that they are sealed for too (default: the only one)")
      ->type_name("KEY");
  make->add_option("--at", make_args.at, "as things stand at this time, with zone (default: now)");
  CLI::App* open = table.command(group, "open-mapping",
                                 "see who is behind the pseudonyms of a brief; counsel and a keeper sign",
                                 "exhibit brief open-mapping 2026-0042 --brief 41 --as 'K. Abe' --second 'H. "
                                 "Mori' --reason 'the board asks'",
                                 table.runs(open_args));
  add_folder(open, open_args.folder);
  add_entry(open, "--brief", open_args.brief, "entry of the brief")->required();
  open->add_option("--reason", open_args.reason, "why")->required();
  open->add_option("--second", open_args.second.key, "the other person's key")->required();
  open->add_option("--second-passphrase-file", open_args.second.passphrase_file,
                   "passphrase of the other person's key");
}

void add_share_pack(CommandTable& table) {
  auto& args = table.keep<SharePackMake>();
  CLI::App* pack = table.command(table.app(), "share-pack",
                                 "make a package of indicators and an anonymised narrative for a "
                                 "coordination centre, and record it as shared",
                                 "exhibit share-pack 2026-0042 --incident INC-7 --profile 31 --party 'Sector "
                                 "CSIRT' --agreement 17 --purpose "
                                 "'warning of others' --tlp green --out pack",
                                 table.runs(args));
  add_folder(pack, args.folder);
  pack->add_option("--incident", args.incident, "the incident's number")->required();
  add_entry(pack, "--profile", args.profile, "entry of the sharing profile of that body")->required();
  pack->add_option("--party", args.party, "with whom")->required();
  pack->add_option("--purpose", args.purpose, "what for")->required();
  add_entry(pack, "--agreement", args.agreement, "entry of the agreement that allows it");
  pack->add_option("--duty", args.duty, "or the duty that demands it")->type_name("ID");
  pack->add_option("--tlp", args.tlp, "clear, green, amber, amber+strict or red")
      ->required()
      ->check(CLI::IsMember({"clear", "green", "amber", "amber+strict", "red"}));
  pack->add_option("--out", args.out, "folder to make")->required();
  pack->add_option("--lang", args.lang, "en or ja (default: the case's)")->check(CLI::IsMember({"en", "ja"}));
  add_entry(pack, "--anonymise", args.anonymise,
            "entry of the anonymisation profile (default: the one that ships)");
  pack->add_option("--allow", args.allow,
                   "what the search for identifiers found and may stand; may be repeated")
      ->expected(1)
      ->take_all();
  pack->add_option("--salt-file", args.salt_file,
                   "secret salt that the pseudonyms follow from (default: a fresh one)")
      ->type_name("FILE");
}

void add_statistics(CommandTable& table) {
  auto& args = table.keep<StatisticsRead>();
  CLI::App* statistics = table.command(
      table.app(), "statistics", "numbers of a year over one or several cases, without identities",
      "exhibit statistics 2026-0042 2026-0051 --year 2026 --at-least 5", table.runs(args), false);
  statistics->add_option("DIR", args.folders, "case folders")->required();
  statistics->add_option("--year", args.year, "the year")->required();
  statistics->add_option("--zone", args.zone, "time zone that the year begins and ends by (default: UTC)");
  statistics
      ->add_option("--at-least", args.at_least,
                   "withhold counts from 1 up to one less than this (default 0: none is withheld)")
      ->check(CLI::Range(0, 1000));
  statistics->add_flag("--csv", args.csv, "CSV on standard output");
}

void add_improvements(CommandTable& table) {
  auto& args = table.keep<ImprovementsRead>();
  CLI::App* improvements = table.command(
      table.app(), "improvements", "what is to be made better after incidents, and how far that is",
      "exhibit improvements 2026-0042 --kind protect --csv", table.runs(args), false);
  add_folder(improvements, args.folder);
  improvements->add_option("--kind", args.kind, "prepare, protect, detect, triage or respond")
      ->check(CLI::IsMember({"prepare", "protect", "detect", "triage", "respond"}));
  improvements->add_flag("--csv", args.csv, "CSV on standard output");
}

}  // namespace

void add_sharing_commands(CommandTable& table) {
  add_briefs(table);
  add_share_pack(table);
  add_statistics(table);
  add_improvements(table);
}

}  // namespace cli
