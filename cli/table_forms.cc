// SPDX-License-Identifier: Apache-2.0
// One command for each form of the legal work: legal/forms/form.h says what each asks.
#include <map>

#include "cli/command_table.h"
#include "cli/commands.h"
#include "core/error.h"
#include "legal/forms/form.h"

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
    parent = table.group(group.c_str(), group == "incident"   ? "incidents of a case"
                                        : group == "exercise" ? "exercises, played by a plan and scored"
                                                              : "rules of law");
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

void add_form_commands(CommandTable& table) {
  for (const legal::Form& form : legal::forms()) {
    add_form(table, form);
  }
}

}  // namespace cli
