// SPDX-License-Identifier: Apache-2.0
// The table of commands: each names its arguments and the function that runs it. Exactly one runs.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "cli/commands.h"

namespace cli {

class CommandTable {
 public:
  explicit CommandTable(Common& common);
  CommandTable(const CommandTable&) = delete;
  CommandTable& operator=(const CommandTable&) = delete;
  /// Parses and runs; returns the exit status. Throws core::Error `usage` for an unknown command.
  int run(int argc, char** argv);

  CLI::App* app() { return &app_; }
  Common& common() { return common_; }
  /// A place for arguments that lives as long as the table.
  template <typename Args>
  Args& keep() {
    auto made = std::make_shared<Args>();
    kept_.push_back(made);
    return *made;
  }
  /// What runs the command whose arguments these are.
  template <typename Args>
  std::function<int()> runs(Args& args) {
    return [this, &args] { return cli::run(args, common_); };
  }
  CLI::App* command(CLI::App* parent, const char* name, const char* what, const char* example,
                    std::function<int()> action, bool signs = true);
  /// --passphrase-file, for what needs a passphrase and signs nothing in a case.
  void add_passphrase(CLI::App* command);
  /// The group of that name, made when it is not there.
  CLI::App* group(const char* name, const char* what);

 private:
  void add_section(const char* title, const std::vector<void (*)(CommandTable&)>& adders);

  Common& common_;
  CLI::App app_;
  std::function<int()> chosen_;
  std::vector<std::shared_ptr<void>> kept_;
};

/// The argument DIR of most commands.
inline void add_folder(CLI::App* command, std::string& into) {
  command->add_option("DIR", into, "the case folder")->required();
}

/// An option or argument that names an entry.
inline CLI::Option* add_entry(CLI::App* command, const char* flag, std::string& into,
                              const std::string& what) {
  return command->add_option(flag, into, what)->type_name("ENTRY");
}
/// The second person who signs.
void add_approver(CLI::App* command, SecondSigner& approver);
/// What somebody looked at in a handover.
void add_checks(CLI::App* command, HandoverWords& words);
/// All that a handover asks.
void add_handover_words(CLI::App* command, HandoverWords& words);
/// Which entries, and --csv.
void add_entry_filter(CLI::App* command, EntryFilter& into);
/// --redact, --withhold-disclosures, --withhold
void add_redaction(CLI::App* command, Redact& into);
/// --private
inline void add_secret(CLI::App* command, bool& into) {
  command->add_flag(
      "--private", into,
      "commit kind, role, item and words of the entry; in public it says only that there is one");
}

void add_key_commands(CommandTable& table);
void add_case_commands(CommandTable& table);
void add_evidence_commands(CommandTable& table);
void add_disk_commands(CommandTable& table);
void add_thing_commands(CommandTable& table);
void add_handover_commands(CommandTable& table);
void add_keeping_commands(CommandTable& table);
void add_device_commands(CommandTable& table);
void add_access_commands(CommandTable& table);
void add_legal_commands(CommandTable& table);
void add_form_commands(CommandTable& table);
void add_incident_commands(CommandTable& table);
void add_exercise_commands(CommandTable& table);
void add_sharing_commands(CommandTable& table);
void add_output_commands(CommandTable& table);
void add_package_command(CommandTable& table);
void add_outsider_commands(CommandTable& table);
void add_watch_commands(CommandTable& table);
void add_discretion_commands(CommandTable& table);
void add_deadline_commands(CommandTable& table);
void add_rule_commands(CommandTable& table);

}  // namespace cli
