// SPDX-License-Identifier: Apache-2.0
// Commands about handovers apart, places, seals, holds, restrictions, disposal, notes and corrections.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {
namespace {

void add_items(CLI::App* command, std::vector<std::string>& into, const char* what) {
  command->add_option("--item", into, what)->take_all();
}

void add_witness(CLI::App* command, SecondSigner& witness) {
  command->add_option("--witness", witness.key, "key of a witness who signs too");
  command->add_option("--witness-passphrase-file", witness.passphrase_file,
                      "passphrase of the witness's key");
}

void add_release(CommandTable& table) {
  auto& args = table.keep<Release>();
  CLI::App* release = table.command(
      table.app(), "release", "let a thing go to somebody who is not here; they answer with 'receive'",
      "exhibit release 2026-0042 --item EV-001 --to 'H. Mori' --reason 'courier' --out release.json",
      table.runs(args));
  add_folder(release, args.folder);
  add_items(release, args.items, "the thing; may be given more than once");
  release->add_option("--to", args.to, "enrolled key of who may receive (default: any enrolled handler)");
  release->add_option("--out", args.out, "file to make for the receiver");
  add_handover_words(release, args.words);
  add_entry(release, "--withdraw", args.withdraw,
            "take back the release of that entry, which nobody has answered");
}

void add_receive(CommandTable& table) {
  auto& args = table.keep<Receive>();
  CLI::App* receive = table.command(
      table.app(), "receive", "answer a release on your own device, or record an answer in the case",
      "exhibit receive --request release.json --seal intact --digest matches --out answer.json",
      table.runs(args));
  receive->add_option("DIR", args.folder, "the case folder, to record an answer");
  receive->add_option("--request", args.request,
                      "the file that 'release' made; needs no case and no network");
  receive->add_option("--out", args.out, "file to make: the signed answer");
  receive->add_flag("--refuse", args.refuse, "answer that the thing is not accepted");
  receive->add_option("--reason", args.words.reason, "why, needed to refuse");
  receive->add_option("--answer", args.answer, "the file that the receiver made");
  add_checks(receive, args.words);
}

void add_places(CommandTable& table) {
  auto& move_args = table.keep<Move>();
  CLI::App* move = table.command(table.app(), "move", "record where a thing is kept now",
                                 "exhibit move 2026-0042 --item EV-001 --place 'Tokyo/Room 3/Safe 2/Shelf 1' "
                                 "--reason 'long-term storage'",
                                 table.runs(move_args));
  add_folder(move, move_args.folder);
  add_items(move, move_args.items, "the thing; may be given more than once");
  move->add_option("--place", move_args.place, "site/room/safe/shelf")->required();
  move->add_option("--reason", move_args.reason, "why")->required();
  auto& seal_args = table.keep<Seal>();
  CLI::App* seal =
      table.command(table.app(), "seal", "record a seal put on a thing, or one that was broken",
                    "exhibit seal 2026-0042 --item EV-001 --number A-118273", table.runs(seal_args));
  add_folder(seal, seal_args.folder);
  seal->add_option("--item", seal_args.item, "the thing")->required();
  seal->add_option("--number", seal_args.number, "the seal's number, or that of the sealed bag");
  add_entry(seal, "--broken", seal_args.broken, "the seal that this entry applied was opened or found open");
  seal->add_option("--condition", seal_args.condition, "how it was found");
  seal->add_option("--reason", seal_args.reason, "why; needed for a broken seal");
  add_witness(seal, seal_args.witness);
}

void add_words(CommandTable& table) {
  auto& note_args = table.keep<Note>();
  CLI::App* note = table.command(table.app(), "note", "write a note into the ledger",
                                 "exhibit note 2026-0042 --item EV-001 --text 'label came off, put back'",
                                 table.runs(note_args));
  add_folder(note, note_args.folder);
  add_items(note, note_args.items, "thing or image; may be given more than once");
  note->add_option("--text", note_args.text, "the note")->required();
  add_secret(note, note_args.secret);
  auto& correct_args = table.keep<Correct>();
  CLI::App* correct = table.command(
      table.app(), "correct", "say what should stand in an earlier entry, which stays as it is",
      "exhibit correct 2026-0042 --entry 12 --field description --value 'server FS-2' --reason 'misread'",
      table.runs(correct_args));
  add_folder(correct, correct_args.folder);
  add_entry(correct, "--entry", correct_args.entry, "the entry")->required();
  correct->add_option("--field", correct_args.field, "what is wrong in it")->required();
  correct->add_option("--value", correct_args.value, "what should stand there")->required();
  correct->add_option("--reason", correct_args.reason, "why")->required();
}

void add_limits(CommandTable& table) {
  auto& hold_args = table.keep<Hold>();
  CLI::App* hold = table.command(table.app(), "hold", "place or lift a legal hold; it blocks disposal",
                                 "exhibit hold 2026-0042 --item EV-001 --reason 'Tokyo District Court, 8812'",
                                 table.runs(hold_args));
  add_folder(hold, hold_args.folder);
  add_items(hold, hold_args.items, "thing or image (default: the whole case)");
  hold->add_option("--authority", hold_args.authority, "the order or request behind it");
  hold->add_option("--reason", hold_args.reason, "why")->required();
  add_entry(hold, "--lift", hold_args.lift, "lift the hold of that entry");
  auto& restrict_args = table.keep<Restrict>();
  CLI::App* restricted = table.command(
      table.app(), "restrict", "forbid copying, mounting, disclosing and packaging; only counsel lifts it",
      "exhibit restrict 2026-0042 --item EV-001 --kind contraband --reason 'seen in the preview'",
      table.runs(restrict_args));
  add_folder(restricted, restrict_args.folder);
  add_items(restricted, restrict_args.items, "thing or image; may be given more than once");
  restricted->add_option("--kind", restrict_args.kind, "contraband, privilege or secrecy")
      ->check(CLI::IsMember({"contraband", "privilege", "secrecy"}));
  restricted->add_option("--reason", restrict_args.reason, "why")->required();
  add_entry(restricted, "--lift", restrict_args.lift, "lift the restriction of that entry (counsel)");
  restricted->add_option("--recipient", restrict_args.recipient, "for whom it is lifted");
}

void add_disposal(CommandTable& table) {
  auto& args = table.keep<Dispose>();
  CLI::App* dispose = table.command(
      table.app(), "dispose", "ask for, approve or record the end of evidence: returned, erased or destroyed",
      "exhibit dispose 2026-0042 --item EV-001 --action returned --method 'to the owner' --reason 'case "
      "closed'",
      table.runs(args));
  add_folder(dispose, args.folder);
  add_items(dispose, args.items, "thing or image; may be given more than once");
  dispose->add_option("--action", args.action, "returned, erased or destroyed")
      ->check(CLI::IsMember({"returned", "erased", "destroyed"}));
  dispose->add_option("--method", args.method, "how");
  dispose->add_option("--authority", args.authority, "what entitles to it");
  dispose->add_option("--reason", args.reason, "why");
  add_entry(dispose, "--approve", args.approve,
            "approve the request of that entry; not by its author nor by who enrolled them");
  add_entry(dispose, "--carried-out", args.carried_out,
            "record that the approved request of that entry was carried out; needs --method and --witness");
  dispose->add_option("--receipt", args.receipt, "the owner's signed receipt, scanned");
  add_witness(dispose, args.witness);
}

}  // namespace

void add_keeping_commands(CommandTable& table) {
  add_release(table);
  add_receive(table);
  add_places(table);
  add_words(table);
  add_limits(table);
  add_disposal(table);
}

}  // namespace cli
