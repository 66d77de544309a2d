// SPDX-License-Identifier: Apache-2.0
// Commands about keys, roles and cases.
#include "cli/command_table.h"
#include "cli/commands.h"
#include "core/error.h"

namespace cli {

void add_approver(CLI::App* command, SecondSigner& approver) {
  command->add_option("--approver", approver.key, "the second person's key")->required();
  command->add_option("--approver-passphrase-file", approver.passphrase_file,
                      "passphrase of the second person's key");
}

namespace {

void add_key_create(CommandTable& table, CLI::App* key) {
  auto& args = table.keep<KeyCreate>();
  CLI::App* create =
      table.command(key, "create", "make a key; prints its id",
                    "exhibit key create --name 'R. Sato' --role responder", table.runs(args), false);
  table.add_passphrase(create);
  create->add_option("--name", args.name, "the person's name")->required();
  create->add_option("--role", args.role, "administrator, responder, examiner, custodian, counsel or auditor")
      ->required();
  create->add_option("--org", args.org, "organisation");
  create->add_flag("--exercise", args.exercise,
                   "a key for exercises: no real case admits it, and an exercise admits no other");
}

void add_key_ends(CommandTable& table, CLI::App* key) {
  auto& revoke_args = table.keep<KeyRevoke>();
  CLI::App* revoke = table.command(
      key, "revoke", "end a lost or stolen key in a case; two people sign",
      "exhibit key revoke 2026-0042 'R. Sato' --last 41 --reason 'laptop stolen' --approver 'K. Abe'",
      table.runs(revoke_args));
  add_folder(revoke, revoke_args.folder);
  revoke->add_option("KEY", revoke_args.key, "id, name or vkey")->required();
  revoke
      ->add_option("--last", revoke_args.last,
                   "newest entry that the owner vouches for in its log (default: the newest there is); may "
                   "be given for "
                   "each log")
      ->type_name("ENTRY")
      ->take_all();
  revoke->add_option("--reason", revoke_args.reason, "why")->required();
  add_approver(revoke, revoke_args.approver);
  auto& rotate_args = table.keep<KeyRotate>();
  CLI::App* rotate =
      table.command(key, "rotate", "put a new key in the place of one's own; signed by the old one",
                    "exhibit key rotate 2026-0042 'R. Sato' 5c1f0d9a", table.runs(rotate_args), false);
  table.add_passphrase(rotate);
  add_folder(rotate, rotate_args.folder);
  rotate->add_option("KEY", rotate_args.key, "the old key: id or name")->required();
  rotate->add_option("NEW", rotate_args.new_key, "the new key: id, or a file made with 'key export --card'")
      ->required();
}

void add_log_checkpoint(CommandTable& table, CLI::App* log) {
  auto& args = table.keep<LogCheckpoint>();
  CLI::App* checkpoint =
      table.command(log, "checkpoint", "write the newest head for a witness to cosign",
                    "exhibit log checkpoint 2026-0042 --out to-witness", table.runs(args), false);
  add_folder(checkpoint, args.folder);
  checkpoint->add_option("--out", args.out, "the file to make")->required();
  checkpoint
      ->add_option("--since", args.since,
                   "entries of the head that the witness cosigned last (default: of the newest cosigned one "
                   "kept in the case)")
      ->each([&args](const std::string&) { args.since_set = true; });
}

void add_log_export(CommandTable& table, CLI::App* log) {
  auto& args = table.keep<LogExport>();
  CLI::App* exported =
      table.command(log, "export", "write the ledger for other verifiers, or its custody for other tools",
                    "exhibit log export 2026-0042 ledger-2026-0042", table.runs(args), false);
  add_folder(exported, args.folder);
  exported->add_option("OUT", args.out, "the folder to make; with --format case-uco the file")->required();
  exported
      ->add_option("--format", args.format,
                   "ledger: a folder with proofs and a guide (default); case-uco: custody as CASE/UCO 1.4.0, "
                   "JSON-LD")
      ->check(CLI::IsMember({"ledger", "case-uco"}));
  exported->add_option("--policy", args.policy, "trust policy to ship with the ledger");
  add_redaction(exported, args.redact);
}

}  // namespace

void add_key_commands(CommandTable& table) {
  auto& key_enrol_args = table.keep<KeyEnrol>();
  auto& role_grant_args = table.keep<RoleGrant>();
  auto& text = table.keep<std::string>();
  auto& second_text = table.keep<std::string>();
  auto& flag = table.keep<bool>();
  CLI::App* key = table.group("key", "people's keys on this device");
  add_key_create(table, key);
  table.command(
      key, "list", "list the keys of this device", "exhibit key list",
      [&] { return run_key_list(table.common()); }, false);
  CLI::App* exported = table.command(
      key, "export", "print a key's public half", "exhibit key export 'R. Sato'",
      [&] { return run_key_export(text, flag, table.common()); }, false);
  exported->add_option("KEY", text, "id or name")->required();
  exported->add_flag("--card", flag,
                     "print the card (key, name, role, proof of possession) that another device enrols");
  CLI::App* passwd = table.command(
      key, "passwd", "change a key's passphrase", "exhibit key passwd 'R. Sato'",
      [&] { return run_key_passwd(text, second_text, table.common()); }, false);
  table.add_passphrase(passwd);
  passwd->add_option("KEY", text, "id or name")->required();
  passwd->add_option("--new-passphrase-file", second_text,
                     "file whose first line is the new passphrase (default: a prompt)");
  CLI::App* enrol =
      table.command(key, "enrol", "admit a key to a case (administrators)",
                    "exhibit key enrol 2026-0042 'H. Mori' --role custodian", table.runs(key_enrol_args));
  add_folder(enrol, key_enrol_args.folder);
  enrol
      ->add_option(
          "VKEY", key_enrol_args.key,
          "the key: id, name or vkey of a key on this device, or a file made with 'key export --card'")
      ->required();
  enrol->add_option("--role", key_enrol_args.role, "the role the key gets in the case")->required();
  add_key_ends(table, key);
  CLI::App* role = table.group("role", "roles in a case");
  CLI::App* grant =
      table.command(role, "grant", "give an enrolled key a further role (administrators)",
                    "exhibit role grant 2026-0042 'H. Mori' administrator", table.runs(role_grant_args));
  add_folder(grant, role_grant_args.folder);
  grant->add_option("KEY", role_grant_args.key, "id, name or vkey")->required();
  grant->add_option("ROLE", role_grant_args.role, "the role")->required();
  auto& withdraw_args = table.keep<RoleGrant>();
  CLI::App* withdraw = table.command(role, "withdraw", "take a role from a key (administrators)",
                                     "exhibit role withdraw 2026-0042 'H. Mori' administrator",
                                     [&] { return run_role_withdraw(withdraw_args, table.common()); });
  add_folder(withdraw, withdraw_args.folder);
  withdraw->add_option("KEY", withdraw_args.key, "id, name or vkey")->required();
  withdraw->add_option("ROLE", withdraw_args.role, "the role")->required();
}

void add_case_commands(CommandTable& table) {
  auto& case_create_args = table.keep<CaseCreate>();
  auto& log_args = table.keep<Log>();
  auto& text = table.keep<std::string>();
  CLI::App* group_case = table.group("case", "case folders");
  CLI::App* create =
      table.command(group_case, "create", "make a case folder with its own ledger",
                    "exhibit case create 2026-0042 --number 2026-0042 --title 'Intrusion, file server'",
                    table.runs(case_create_args));
  create->add_option("DIR", case_create_args.folder, "the folder to make; it must not exist")->required();
  create->add_option("--number", case_create_args.number, "the case's number")->required();
  create->add_option("--title", case_create_args.title, "the case's title")->required();
  create->add_option("--lang", case_create_args.lang, "language of documents: en or ja");
  create->add_option("--exercise", case_create_args.exercise,
                     "name of the exercise: the case is one for ever, says so on every page and is never "
                     "packaged; it takes keys made with 'key create --exercise'");
  CLI::App* show = table.command(
      group_case, "show", "what the case holds and who holds what", "exhibit case show 2026-0042",
      [&] { return run_case_show(text, table.common()); }, false);
  add_folder(show, text);
  CLI::App* log = table.command(
      table.app(), "log", "the ledger, readable", "exhibit log 2026-0042 --item EV-001",
      [&] {
        return log_args.folder.empty()
                   ? throw core::Error(core::ErrorCode::usage, "log needs DIR, the case folder")
                   : run(log_args, table.common());
      },
      false);
  log->add_option("DIR", log_args.folder, "the case folder");
  add_entry_filter(log, log_args.filter);
  log->require_subcommand(0, 1);
  add_log_export(table, log);
  add_log_checkpoint(table, log);
}

}  // namespace cli
