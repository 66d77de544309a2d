// SPDX-License-Identifier: Apache-2.0
// What is kept back from others, and erasing.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {

void add_redaction(CLI::App* command, Redact& into) {
  command->add_option("--redact", into.redact, "all: no personal, privileged or free text at all")
      ->check(CLI::IsMember({"all"}));
  command
      ->add_option(
          "--withhold-disclosures", into.disclosures,
          "keep back some of it: a field (body.reason, body.*), entry:ENTRY, item:ID or person:NAME; may "
          "be given more than once")
      ->take_all();
  command
      ->add_option("--withhold", into.entries,
                   "keep back a whole entry, or 'private' for all private ones; may be given more "
                   "than once")
      ->take_all();
}

void add_discretion_commands(CommandTable& table) {
  auto& args = table.keep<Erase>();
  CLI::App* erase = table.command(
      table.app(), "erase", "erase a value that an entry committed to; the entry and all checks stay",
      "exhibit erase 2026-0042 --entry 12 --field body.reason --reason 'request of the person concerned' "
      "--authority 'GDPR Article 17' --yes",
      table.runs(args));
  add_folder(erase, args.folder);
  add_entry(erase, "--entry", args.entry, "the entry")->required();
  erase->add_option("--field", args.field, "the field, such as body.reason")->required();
  erase->add_option("--reason", args.reason, "why")->required();
  erase->add_option("--authority", args.authority, "what requires or allows it")->required();
  erase->add_flag("--yes", args.yes, "erase, having read what cannot be erased");
}

}  // namespace cli
