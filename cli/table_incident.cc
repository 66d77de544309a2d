// SPDX-License-Identifier: Apache-2.0
// Commands that read what the legal work recorded: incidents, timelines, clocks, readiness, facts.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {

namespace {

void add_lang(CLI::App* command, std::string& into) {
  command->add_option("--lang", into, "en or ja (default: the case's)")->check(CLI::IsMember({"en", "ja"}));
}

void add_incident_readers(CommandTable& table) {
  auto& list_args = table.keep<IncidentRead>();
  auto& show_args = table.keep<IncidentRead>();
  auto& timeline_args = table.keep<TimelineRead>();
  CLI::App* group = table.group("incident", "incidents of a case");
  CLI::App* list = table.command(group, "list", "the incidents of a case and how far each has come",
                                 "exhibit incident list 2026-0042", table.runs(list_args), false);
  add_folder(list, list_args.folder);
  CLI::App* show =
      table.command(group, "show", "one incident", "exhibit incident show 2026-0042 --number INC-7",
                    table.runs(show_args), false);
  add_folder(show, show_args.folder);
  show->add_option("--number", show_args.number, "the incident's number")->required();
  CLI::App* timeline = table.command(group, "timeline", "what happened in an incident, in order of time",
                                     "exhibit incident timeline 2026-0042 --number INC-7 --svg timeline.svg",
                                     table.runs(timeline_args), false);
  add_folder(timeline, timeline_args.folder);
  timeline->add_option("--number", timeline_args.number, "the incident's number")->required();
  timeline->add_option("--csv", timeline_args.csv, "file to make, for a spreadsheet");
  timeline->add_option("--svg", timeline_args.svg, "picture to make");
  timeline->add_flag("--with-private", timeline_args.with_private,
                     "private entries too; for those who may read them");
  add_lang(timeline, timeline_args.lang);
}

void add_clock_readers(CommandTable& table) {
  auto& deadlines_args = table.keep<DeadlinesRead>();
  auto& readiness_args = table.keep<ReadinessRead>();
  auto& options_args = table.keep<OptionsRead>();
  CLI::App* deadlines = table.command(
      table.app(), "deadlines", "what falls due when, from the awareness events that were recorded",
      "exhibit deadlines 2026-0042 --jurisdiction JP --ics deadlines.ics", table.runs(deadlines_args), false);
  add_folder(deadlines, deadlines_args.folder);
  deadlines->add_option("--incident", deadlines_args.incident, "of this incident alone");
  deadlines->add_option("--jurisdiction", deadlines_args.jurisdictions, "JP, US, EU, UK; may be repeated")
      ->expected(1)
      ->take_all();
  deadlines
      ->add_option("--role", deadlines_args.roles, "what the entity is, as in the rules; may be repeated")
      ->expected(1)
      ->take_all();
  deadlines->add_option("--at", deadlines_args.at, "as things stand at this time, with zone (default: now)");
  deadlines->add_option("--ics", deadlines_args.ics, "iCalendar file to make");
  add_lang(deadlines, deadlines_args.lang);
  CLI::App* readiness = table.command(table.app(), "readiness",
                                      "the readiness register, and what in it has gone stale (status 3)",
                                      "exhibit readiness 2026-0042", table.runs(readiness_args), false);
  add_folder(readiness, readiness_args.folder);
  CLI::App* options =
      table.command(table.app(), "options", "actions that call for thought, and the rules each touches",
                    "exhibit options pay-ransom", table.runs(options_args), false);
  options->add_option("NAME", options_args.name, "one of them");
  options->add_option("--case", options_args.folder, "a case: also names what counsel recorded on each");
}

void add_fact_readers(CommandTable& table) {
  auto& selftest_args = table.keep<SelfTest>();
  CLI::App* selftest = table.command(table.app(), "selftest",
                                     "image known data, damage it and compare: does this program work here?",
                                     "exhibit selftest --case 2026-0042", table.runs(selftest_args));
  selftest->add_option("--case", selftest_args.folder, "case folder to record the result in");
  auto& assess_args = table.keep<Assess>();
  auto& facts_args = table.keep<Facts>();
  CLI::App* assess = table.command(
      table.app(), "assess",
      "lay the recorded facts of an item against a rule, element by element; writes nothing",
      "exhibit assess 2026-0042 --item EV-001-I1 --rules US-FRE-902-14", table.runs(assess_args));
  add_folder(assess, assess_args.folder);
  assess->add_option("--item", assess_args.item, "thing or image")->required();
  assess->add_option("--rules", assess_args.rules, "id of the rule")->required();
  assess->add_flag("--record", assess_args.record, "counsel keeps the result as a private entry");
  CLI::App* facts =
      table.command(table.app(), "facts", "the facts F01 to F49 of an item, each with its entries",
                    "exhibit facts 2026-0042 --item EV-001-I1", table.runs(facts_args), false);
  add_folder(facts, facts_args.folder);
  facts->add_option("--item", facts_args.item, "thing or image")->required();
  for (auto [command, lang] : {std::pair{assess, &assess_args.lang}, std::pair{facts, &facts_args.lang}}) {
    command->add_option("--lang", *lang, "en or ja (default: the case's)")
        ->check(CLI::IsMember({"en", "ja"}));
  }
}

}  // namespace

void add_incident_commands(CommandTable& table) {
  add_incident_readers(table);
  add_clock_readers(table);
  add_fact_readers(table);
}

}  // namespace cli
