// SPDX-License-Identifier: Apache-2.0
// Commands about things that are not imaged at once, and about copies and extracts.
#include <algorithm>

#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {
namespace {

void add_register(CommandTable& table, CLI::App* thing) {
  auto& args = table.keep<ThingRegister>();
  CLI::App* add =
      table.command(thing, "register", "register a paper, a telephone, a carrier: any thing taken",
                    "exhibit thing register 2026-0042 --item EV-007 --kind paper --description "
                    "'notebook, blue' --collected-place 'desk of K. Ito'",
                    table.runs(args));
  add_folder(add, args.folder);
  add->add_option("--item", args.item, "exhibit number in this case, for example EV-007")->required();
  add->add_option("--kind", args.kind, "source (default: holds data to be imaged), carrier or paper")
      ->check(CLI::IsMember({"source", "carrier", "paper"}));
  add->add_option("--description", args.description, "what it is")->required();
  const std::pair<const char*, const char*> texts[] = {{"type", "for example 'smartphone'"},
                                                       {"make", "maker"},
                                                       {"model", "model"},
                                                       {"serial", "serial number or other marks"},
                                                       {"exhibit", "exhibit number that others use"},
                                                       {"root-exhibit", "exhibit it was taken out of"},
                                                       {"condition", "condition when collected"},
                                                       {"seal", "number of the seal put on when collected"},
                                                       {"bag", "number of the bag"},
                                                       {"owner", "owner"}};
  for (const auto& [name, what] : texts) {
    std::string member = name;
    std::replace(member.begin(), member.end(), '-', '_');
    add->add_option(std::string("--") + name, args.texts[member], what);
  }
  const std::pair<const char*, const char*> collected[] = {
      {"place", "where"}, {"by", "by whom"}, {"from", "from whom"}, {"witness", "who saw it"}};
  for (const auto& [name, what] : collected) {
    add->add_option(std::string("--collected-") + name, args.collected[name],
                    std::string("collected: ") + what);
  }
  add->add_option("--collected-at", args.collected_at, "when, with zone: 2026-11-22T18:53:00+09:00");
  add->add_option("--quantity", args.quantity, "how many")->each([&args](const std::string&) {
    args.quantity_set = true;
  });
  add->add_option("--power", args.power, "on, off, standby or 'not known'")
      ->check(CLI::IsMember({"on", "off", "standby", "not known"}));
  add->add_option("--lock", args.lock, "locked, unlocked, none or 'not known'")
      ->check(CLI::IsMember({"locked", "unlocked", "none", "not known"}));
  add->add_option("--photograph", args.photographs, "a photograph; may be given more than once")->take_all();
  add->add_option("--holder-outside", args.holder_outside,
                  "who holds it, when that is nobody with a key here (default: who signs)");
}

void add_show(CommandTable& table, CLI::App* thing) {
  auto& folder = table.keep<std::string>();
  auto& item = table.keep<std::string>();
  CLI::App* show = table.command(
      thing, "show", "what was recorded when a thing was registered, and what was made from it",
      "exhibit thing show 2026-0042 --item EV-007",
      [&folder, &item, &table] { return run_thing_show(folder, item, table.common()); }, false);
  add_folder(show, folder);
  show->add_option("--item", item, "the thing")->required();
}

}  // namespace

void add_thing_commands(CommandTable& table) {
  CLI::App* thing = table.group("thing", "things that were taken");
  add_register(table, thing);
  add_show(table, thing);
  auto& args = table.keep<Derive>();
  CLI::App* derive = table.command(
      table.app(), "derive", "copy a file into the case as a working copy or extract of an item",
      "exhibit derive 2026-0042 --item EV-001-I1 --as-item EV-001-X1 --kind extract --file mail.pst --range "
      "'Users/ito/mail.pst' --reason 'for counsel'",
      table.runs(args));
  add_folder(derive, args.folder);
  derive->add_option("--item", args.parent, "thing or image it was made from")->required();
  derive->add_option("--as-item", args.item, "item id of the copy or extract")->required();
  derive->add_option("--kind", args.kind, "working-copy or extract")
      ->required()
      ->check(CLI::IsMember({"working-copy", "extract"}));
  derive->add_option("--file", args.file, "the file; it is hashed before and after it is copied")->required();
  derive->add_option("--range", args.range, "which part of the item");
  derive->add_option("--reason", args.reason, "why")->required();
}

}  // namespace cli
