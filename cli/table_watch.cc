// SPDX-License-Identifier: Apache-2.0
// Commands that watch over a case: gaps in custody, its settings, search, labels.
#include "cli/command_table.h"
#include "cli/commands.h"
#include "core/error.h"

namespace cli {
namespace {

constexpr const char* kGapsStatus =
    "\nGaps are findings about custody: with none the exit status is 0, with any it is 3.";

void add_gaps(CommandTable& table) {
  auto& args = table.keep<CustodyGaps>();
  CLI::App* gaps = table.command(
      table.group("custody", "who is accountable for things, and where that is open"), "gaps",
      "what nobody accounts for: handovers without an answer, places, seals, digests not compared again",
      "exhibit custody gaps 2026-0042", table.runs(args), false);
  gaps->footer(gaps->get_footer() + kGapsStatus);
  add_folder(gaps, args.folder);
  gaps->add_option("--at", args.at, "as things stood at this time, with its zone (default: now)");
}

void add_settings(CommandTable& table) {
  auto& args = table.keep<CaseSet>();
  CLI::App* set = table.command(
      table.group("case", "case folders"), "set", "settings of the case; each is an entry",
      "exhibit case set 2026-0042 --recheck-days 90 --reason 'agency rule 12'", table.runs(args));
  add_folder(set, args.folder);
  set->add_option("--recheck-days", args.recheck_days,
                  "days within which every image is to be read again and compared (default of a case: 180)")
      ->required();
  set->add_option("--reason", args.reason, "why")->required();
}

void add_search(CommandTable& table) {
  auto& args = table.keep<Search>();
  CLI::App* search = table.command(
      table.app(), "search", "entries that hold a text: people, places, reasons, digests, numbers, types",
      "exhibit search 2026-0042 'file server' --from 2026-11-01T00:00:00+09:00", table.runs(args), false);
  add_folder(search, args.folder);
  search->add_option("TEXT", args.text, "what to look for; case and width of letters do not matter");
  add_entry_filter(search, args.filter);
}

void add_label(CommandTable& table) {
  auto& make_args = table.keep<LabelMake>();
  auto& check_args = table.keep<LabelCheck>();
  CLI::App* label = table.command(
      table.app(), "label", "a label with a QR code for a thing: what it is, its case, the head of the log",
      "exhibit label 2026-0042 --item EV-001 --out EV-001.svg",
      [&] {
        return make_args.folder.empty() || make_args.item.empty() || make_args.out.empty()
                   ? throw core::Error(core::ErrorCode::usage,
                                       "label needs DIR, --item ID and --out FILE; or 'label check DIR TEXT'")
                   : run(make_args, table.common());
      },
      false);
  label->add_option("DIR", make_args.folder, "the case folder");
  label->add_option("--item", make_args.item, "the thing");
  label->add_option("--out", make_args.out, "the file to make: NAME.svg or NAME.png");
  label->require_subcommand(0, 1);
  CLI::App* check = table.command(
      label, "check", "compare a label, as scanned, with the log, and tell what happened since",
      "exhibit label check 2026-0042 'exhibit:1 case=... thing=EV-001 log=... size=41 root=...'",
      table.runs(check_args), false);
  check->footer(check->get_footer() + "\nA label that the log contradicts ends with 3.");
  add_folder(check, check_args.folder);
  check->add_option("TEXT", check_args.text, "the text of the code, as scanned")->required();
}

}  // namespace

void add_entry_filter(CLI::App* command, EntryFilter& into) {
  command->add_option("--person", into.person, "only entries that this person signed or that name them");
  command->add_option("--place", into.place, "only entries that name this place");
  command->add_option("--type", into.type, "only entries of this type, for example transferred");
  command->add_option("--item", into.item, "only entries about this thing or image");
  command->add_option("--from", into.from, "only entries that claim this time or a later one; with its zone");
  command->add_option("--to", into.to, "only entries that claim this time or an earlier one; with its zone");
  command->add_option(
      "--csv", into.csv,
      "write the entries to this new file (RFC 4180; a value that begins with = + - @ gets a '"
      " before it, so that no spreadsheet runs it)");
}

void add_watch_commands(CommandTable& table) {
  add_gaps(table);
  add_settings(table);
  add_search(table);
  add_label(table);
}

}  // namespace cli
