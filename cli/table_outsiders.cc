// SPDX-License-Identifier: Apache-2.0
// Commands about what outsiders see: witnesses, proofs, time stamps.
#include "cli/command_table.h"
#include "cli/commands.h"
#include "core/error.h"

namespace cli {
namespace {

void add_passphrase(CommandTable& table, CLI::App* command) {
  command->add_option("--passphrase-file", table.common().signing.passphrase_file,
                      "file whose first line is the passphrase (default: $EXHIBIT_PASSPHRASE, or a prompt)");
}

void add_witness_key(CommandTable& table, CLI::App* command, std::string& key) {
  command->add_option("--key", key, "the witness key: its name or vkey (default: the only one)");
  add_passphrase(table, command);
}

void add_logs(CLI::App* command, std::vector<std::string>& logs) {
  command
      ->add_option("--log", logs,
                   "vkey of a log to cosign for, or a file that holds it; may be given more than once")
      ->take_all();
}

void add_keys(CommandTable& table, CLI::App* witness) {
  auto& name = table.keep<std::string>();
  auto& which = table.keep<std::string>();
  CLI::App* key = witness->add_subcommand("key", "keys of witnesses on this device");
  key->require_subcommand(1);
  CLI::App* create = table.command(
      key, "create", "make a witness's key; prints its vkey",
      "exhibit witness key create --name witness.example.org/w1",
      [&] { return run_witness_key_create(name, table.common()); }, false);
  create->add_option("--name", name, "the witness's name: by custom a URL without scheme")->required();
  add_passphrase(table, create);
  table.command(
      key, "list", "list the witness keys of this device", "exhibit witness key list",
      [&] { return run_witness_key_list(table.common()); }, false);
  CLI::App* exported = table.command(
      key, "export", "print the vkey that others put into their policy",
      "exhibit witness key export witness.example.org/w1",
      [&] { return run_witness_key_export(which, table.common()); }, false);
  exported->add_option("KEY", which, "name or vkey (default: the only one)");
}

void add_serve(CommandTable& table, CLI::App* witness) {
  auto& args = table.keep<WitnessServe>();
  CLI::App* serve =
      table.command(witness, "serve", "cosign over HTTP (C2SP tlog-witness), until stopped",
                    "exhibit witness serve --port 8080 --log log.vkey", table.runs(args), false);
  serve->add_option("--listen", args.listen, "address to listen on (default: this machine only)");
  serve->add_option("--port", args.port, "port (default: any free one, which is printed)");
  add_logs(serve, args.logs);
  add_witness_key(table, serve, args.key);
}

void add_case_side(CommandTable& table, CLI::App* witness) {
  auto& ask_args = table.keep<WitnessAsk>();
  CLI::App* ask =
      table.command(witness, "ask", "have a witness cosign the newest head, over HTTP",
                    "exhibit witness ask 2026-0042 --url http://witness.example.org/ --witness w1.vkey",
                    table.runs(ask_args), false);
  add_folder(ask, ask_args.folder);
  ask->add_option("--url", ask_args.url, "the witness's address (its submission prefix)")->required();
  ask->add_option("--witness", ask_args.witness, "the witness's vkey, or a file that holds it")->required();
  auto& add_args = table.keep<WitnessAdd>();
  CLI::App* add =
      table.command(witness, "add", "take a witness's answer into the case",
                    "exhibit witness add 2026-0042 answer --witness w1.vkey", table.runs(add_args), false);
  add_folder(add, add_args.folder);
  add->add_option("FILE", add_args.answer, "the cosigned checkpoint or the cosignature line")->required();
  add->add_option("--witness", add_args.witness, "the witness's vkey, or a file that holds it");
  add->add_option("--policy", add_args.policy, "a policy that names the witness");
}

void add_witness(CommandTable& table) {
  auto& args = table.keep<WitnessCosign>();
  CLI::App* witness = table.command(
      table.app(), "witness", "cosign a head of a log that continues what this witness cosigned before",
      "exhibit witness to-witness --log log.vkey --out answer",
      [&] {
        return args.checkpoint.empty()
                   ? throw core::Error(core::ErrorCode::usage,
                                       "witness needs CHECKPOINT, the file made by 'exhibit log checkpoint'")
                   : run(args, table.common());
      },
      false);
  witness->add_option("CHECKPOINT", args.checkpoint,
                      "the file made by 'log checkpoint', or a checkpoint alone");
  witness->add_option("--from", args.from, "case or ledger export to take the proof of consistency from");
  witness->add_option("--proof", args.proof,
                      "file with the line 'old N' and the lines of the proof of consistency");
  witness->add_option("--out", args.out, "file to make: the cosigned checkpoint");
  add_logs(witness, args.logs);
  add_witness_key(table, witness, args.key);
  witness->require_subcommand(0, 1);
  add_keys(table, witness);
  add_serve(table, witness);
  add_case_side(table, witness);
}

void add_prove(CommandTable& table) {
  auto& args = table.keep<Prove>();
  CLI::App* prove = table.command(
      table.app(), "prove", "write a proof that an entry is in the log, or check one",
      "exhibit prove 2026-0042 7 --out 7.tlog-proof --leaf-out 7.leaf", table.runs(args), false);
  auto* folder = prove->add_option("DIR", args.folder, "the case folder");
  folder->needs(add_entry(prove, "ENTRY", args.entry, "the entry"));
  prove->add_option("--out", args.out, "file to make: the proof (default: printed)");
  prove->add_option("--leaf-out", args.leaf_out, "file to make: the entry's bytes");
  prove->add_option("--check", args.check, "the proof to check instead");
  prove->add_option("--leaf", args.leaf, "with --check: file with the entry's bytes");
  prove->add_option("--policy", args.policy, "with --check: the policy that names log and witnesses");
  prove->add_option("--log", args.log, "with --check: vkey of the log, when no witness is asked for");
}

void add_timestamp(CommandTable& table) {
  auto& args = table.keep<Stamp>();
  CLI::App* stamp =
      table.command(table.app(), "timestamp", "ask a time-stamping authority (RFC 3161) to stamp the head",
                    "exhibit timestamp 2026-0042 --tsa http://tsa.example.org/ --tsa-ca tsa-ca.pem",
                    table.runs(args), false);
  add_folder(stamp, args.folder);
  stamp->add_option("--tsa", args.tsa, "the authority's address; also sends the queries that wait");
  stamp->add_option("--query-out", args.query_out, "file to make: the query, to be carried to an authority");
  stamp->add_option("--reply-in", args.reply_in, "the authority's reply to a query that waits");
  stamp->add_option("--tsa-ca", args.tsa_ca,
                    "the authority's certificates up to its root (PEM); kept with the time stamp");
  stamp->add_option("--crl", args.crl, "lists of revocations of that time (PEM); kept with the time stamp");
  stamp->add_flag("--due", args.due,
                  "only when something was recorded that should be bounded in time soon; for a timer");
  stamp->add_flag("--renew", args.renew,
                  "stamp anew the time stamps whose authority's certificate ends within 90 days");
}

}  // namespace

void add_outsider_commands(CommandTable& table) {
  add_witness(table);
  add_prove(table);
  add_timestamp(table);
}

}  // namespace cli
