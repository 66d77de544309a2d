// SPDX-License-Identifier: Apache-2.0
// Commands that count time for legal duties.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {

void add_deadline_commands(CommandTable& table) {
  auto& args = table.keep<DeadlineCompute>();
  CLI::App* compute = table.command(
      table.group("deadline", "when legal duties fall due"), "compute",
      "when a duty falls due after an event, and what moved the date; no case is read or written",
      "exhibit deadline compute --duty EU-GDPR-33 --at 2026-11-27T18:20:00+01:00", table.runs(args), false);
  compute
      ->add_option("--duty", args.duty,
                   "the rule: its id, another name of it, or the id of one of its stages")
      ->required()
      ->type_name("RULE");
  compute->add_option("--at", args.at, "when the event was that starts the clock, with its zone")
      ->required()
      ->type_name("TIME");
  compute->add_option("--zone", args.zone, "count and show in this IANA time zone (default: the rule's)")
      ->type_name("ZONE");
  compute
      ->add_option("--calendar", args.calendar,
                   "holidays of this calendar (default: the rule's; DORA's relief needs one named here)")
      ->type_name("ID");
}

}  // namespace cli
