// SPDX-License-Identifier: Apache-2.0
#include "cli/command_table.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "core/version.h"

namespace cli {
namespace {

constexpr const char* kStatus =
    "Exit status: 0 done, or verified and intact; 1 could not be done; 2 wrong usage; 3 faults found.";

/// An empty word is a variable that was never set: left alone it would pass for an option not given.
void refuse_empty(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const auto given = option->results();
    if (!option->empty() && std::find(given.begin(), given.end(), "") != given.end()) {
      core::fail_usage(option->get_name() + " is empty");
    }
  }
  for (const CLI::App* command : app.get_subcommands()) {
    refuse_empty(*command);
  }
}

/// Refuses a word in the place of a command that is none. `path` is how the words before it name `app`; empty at the top.
void refuse_unknown(const CLI::App& app, const std::string& path, char** word, char** end) {
  std::string known;
  for (const CLI::App* command : app.get_subcommands(std::function<bool(const CLI::App*)>())) {
    if (word != end && command->get_name() == *word) {
      refuse_unknown(*command, path + (path.empty() ? "" : " ") + *word, word + 1, end);
      return;
    }
    known += (known.empty() ? "" : ", ") + command->get_name();
  }
  if (app.get_require_subcommand_min() == 0) {
    return;
  }
  if (word != end && (*word)[0] != '-') {
    core::fail_usage("there is no command '" + path + (path.empty() ? "" : " ") + core::shown(*word) + "'; " +
                     (path.empty() ? "'exhibit --help' lists the commands" : "'" + path + "' has " + known));
  }
  if (word == end && !path.empty()) {
    core::fail_usage("'" + path + "' needs a command: " + known);
  }
}

}  // namespace

CommandTable::CommandTable(Common& common) : common_(common) {
  app_.name("exhibit");
  app_.description("exhibit preserves digital evidence so that anybody can check it.");
  app_.footer(std::string("Start with 'exhibit demo'. Each command tells more with --help.\n") + kStatus);
  app_.set_version_flag("--version", std::string(core::kProgramName) + " " + core::kProgramVersion);
  app_.require_subcommand(1);
  app_.option_defaults()->take_last();
  add_section("Cases, keys and the ledger", {&add_key_commands, &add_case_commands});
  add_section("Evidence",
              {&add_disk_commands, &add_evidence_commands, &add_thing_commands, &add_access_commands});
  add_section("Custody", {&add_handover_commands, &add_keeping_commands, &add_device_commands});
  add_section("Incidents and legal work",
              {&add_legal_commands, &add_form_commands, &add_incident_commands, &add_exercise_commands,
               &add_sharing_commands, &add_rule_commands, &add_deadline_commands});
  add_section("Documents and packages", {&add_output_commands, &add_package_command});
  add_section("Outsiders, watching, discretion",
              {&add_outsider_commands, &add_watch_commands, &add_discretion_commands});
}

/// Commands under one heading of the help.
void CommandTable::add_section(const char* title, const std::vector<void (*)(CommandTable&)>& adders) {
  const auto all = [&] { return app_.get_subcommands(std::function<bool(CLI::App*)>()); };
  const std::vector<CLI::App*> before = all();
  for (const auto add : adders) {
    add(*this);
  }
  for (CLI::App* command : all()) {
    if (std::find(before.begin(), before.end(), command) == before.end()) {
      command->group(title);
    }
  }
}

int CommandTable::run(int argc, char** argv) {
  refuse_unknown(app_, "", argv + 1, argv + argc);
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app_.exit(error);
    return status == 0 ? 0 : 2;
  }
  refuse_empty(app_);
  return chosen_();
}

CLI::App* CommandTable::command(CLI::App* parent, const char* name, const char* what, const char* example,
                                std::function<int()> action, bool signs) {
  CLI::App* out = parent->add_subcommand(name, what);
  out->footer(std::string("Example:\n  ") + example + "\n" + kStatus);
  out->add_flag("--json", common_.json, "one JSON object on standard output");
  if (signs) {
    out->add_option("--as", common_.signing.as,
                    "key that signs: id, or name if only one key has it (default: the "
                    "only key, or $EXHIBIT_KEY)");
    add_passphrase(out);
  }
  if (parent->get_footer() == kStatus) {
    parent->footer(out->get_footer());  // a group's page shows its first command
  }
  // A parent command's callback runs after that of its subcommand, which is the one meant.
  out->callback([this, action = std::move(action)] { chosen_ = chosen_ ? chosen_ : action; });
  return out;
}

void CommandTable::add_passphrase(CLI::App* command) {
  command->add_option("--passphrase-file", common_.signing.passphrase_file,
                      "file whose first line is the passphrase (default: $EXHIBIT_PASSPHRASE, or a prompt)");
}

CLI::App* CommandTable::group(const char* name, const char* what) {
  for (CLI::App* made : app_.get_subcommands(std::function<bool(CLI::App*)>())) {
    if (made->get_name() == name) {
      return made;
    }
  }
  CLI::App* out = app_.add_subcommand(name, what);
  out->require_subcommand(1);
  out->footer(kStatus);
  return out;
}

}  // namespace cli
