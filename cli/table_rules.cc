// SPDX-License-Identifier: Apache-2.0
// Commands about the rules of law that this program knows.
#include "cli/command_table.h"

namespace cli {

void add_rule_commands(CommandTable& table) {
  auto& list_args = table.keep<RulesList>();
  auto& show_args = table.keep<RulesShow>();
  auto& check_args = table.keep<RulesCheck>();
  auto& diff_args = table.keep<RulesDiff>();
  CLI::App* rules = table.group("rules", "rules of evidence law and duties to notify, as data");
  CLI::App* list =
      table.command(rules, "list", "list the rules, with the state of the law and of counsel's word",
                    "exhibit rules list --kind duty --jurisdiction JP", table.runs(list_args), false);
  list->add_option("--kind", list_args.kind, "admissibility, duty or offence (default: all)")
      ->check(CLI::IsMember(std::vector<std::string>{"admissibility", "duty", "offence"}));
  list->add_option("--jurisdiction", list_args.jurisdiction,
                   "JP, US, EU, UK ..., with its parts; or one part, such as US-CA (default: all)");
  CLI::App* show = table.command(rules, "show", "show one rule whole",
                                 "exhibit rules show US-FRE-902-14 --lang ja", table.runs(show_args), false);
  show->add_option("ID", show_args.id, "the rule's id, an alias of it, or the id of one of its stages")
      ->required();
  show->add_option("--lang", show_args.lang, "en or ja (default: en)")
      ->check(CLI::IsMember(std::vector<std::string>{"en", "ja"}));
  CLI::App* check = table.command(rules, "check", "check rule files; ends with 3 when one has a fault",
                                  "exhibit rules check fr-cpp-60.yaml", table.runs(check_args), false);
  check->add_option("FILE", check_args.files, "rule files, or folders of them")->required()->take_all();
  CLI::App* diff = table.command(rules, "diff",
                                 "what differs: between two files or folders; otherwise between the files "
                                 "named, or your own folder, and "
                                 "the rules that ship",
                                 "exhibit rules diff rules-2026 rules-2027", table.runs(diff_args), false);
  diff->add_option("FILE", diff_args.files, "rule files, or folders of them")->take_all();
}

}  // namespace cli
