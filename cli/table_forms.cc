// SPDX-License-Identifier: Apache-2.0
// One command for each form of the legal work: legal/form.h says what each asks.
#include <map>

#include "cli/command_table.h"
#include "cli/commands.h"
#include "core/error.h"
#include "legal/form.h"

namespace cli {

namespace {

/// "incident triage" is a command of a group, "action" one of its own.
CLI::App* form_command(CommandTable& table, const legal::Form& form, std::function<int()> action) {
  const std::string path = form.command;
  const auto space = path.find(' ');
  CLI::App* parent = table.app();
  std::string name = path;
  if (space != std::string::npos) {
    const std::string group = path.substr(0, space);
    parent = table.group(group.c_str(), group == "incident" ? "incidents of a case" : "rules of law");
    name = path.substr(space + 1);
  }
  return table.command(parent, name.c_str(), form.what, form.example, std::move(action));
}

const char* type_name(legal::FieldKind kind) {
  using K = legal::FieldKind;
  switch (kind) {
    case K::entry:
    case K::entries: return "ENTRY";
    case K::file: return "FILE";
    case K::time: return "TIME";
    case K::number: return "N";
    case K::key: return "KEY";
    case K::identifier: return "ID";
    case K::word:
    case K::words: return "WORD";
    default: return "TEXT";
  }
}

void add_field(CLI::App* command, FormFill& args, const legal::FormField& field) {
  if (field.kind == legal::FieldKind::flag || field.kind == legal::FieldKind::opposite_flag) {
    command->add_flag(field.option, args.flags[field.option], field.help);
    return;
  }
  CLI::Option* option = command->add_option(field.option, args.given[field.option], field.help);
  option->type_name(type_name(field.kind))->expected(1)->take_all();
  option->required(field.required);
}

void add_form(CommandTable& table, const legal::Form& form) {
  auto& args = table.keep<FormFill>();
  args.form = &form;
  CLI::App* command = form_command(table, form, table.runs(args));
  add_folder(command, args.folder);
  for (const legal::FormField& field : form.fields) {
    add_field(command, args, field);
  }
  if (form.items != legal::FormItems::none) {
    command->add_option("--item", args.items, "thing or image it is about")
        ->expected(1)
        ->take_all()
        ->required(form.items == legal::FormItems::one);
  }
  if (legal::may_be_private(form) && !form.always_private) {
    add_secret(command, args.secret);
  }
}

}  // namespace

void add_assess_commands(CommandTable& table) {
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

void add_form_commands(CommandTable& table) {
  for (const legal::Form& form : legal::forms()) {
    add_form(table, form);
  }
}

}  // namespace cli
