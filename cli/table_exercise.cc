// SPDX-License-Identifier: Apache-2.0
// Commands that read an exercise; those that record in it are forms (legal/forms/forms_exercise.cc).
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {

namespace {

CLI::App* add_reader(CommandTable& table, const char* name, const char* what, const char* example,
                     int (*read)(const ExerciseRead&, const Common&)) {
  auto& args = table.keep<ExerciseRead>();
  CLI::App* group = table.group("exercise", "exercises, played by a plan and scored");
  CLI::App* command = table.command(
      group, name, what, example, [&args, &table, read] { return read(args, table.common()); }, false);
  add_folder(command, args.folder);
  command->add_option("--at", args.at, "as things stand at this time, with zone (default: now)");
  command->add_flag("--with-protected", args.with_protected,
                    "words of protected injects too; for those who control the exercise");
  return command;
}

}  // namespace

void add_exercise_commands(CommandTable& table) {
  add_reader(table, "next", "which injects are due, and which come next",
             "exhibit exercise next EX-2026 --with-protected", &run_exercise_next);
  add_reader(table, "score", "which expected actions were recorded, and how long after the inject",
             "exhibit exercise score EX-2026", &run_exercise_score);
}

}  // namespace cli
