// SPDX-License-Identifier: Apache-2.0
// Commands that image, check and hand over.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {
namespace {

void add_damage_options(CLI::App* acquire, Acquire& args) {
  acquire
      ->add_option("--retries", args.retries, "further attempts at a sector that cannot be read (default 2)")
      ->check(CLI::Range(0, 100));
  acquire
      ->add_option("--fill", args.fill,
                   "what stands for unreadable bytes: zero (default) or pattern (BADBLOCK)")
      ->check(CLI::IsMember({"zero", "pattern"}));
  acquire
      ->add_option(
          "--read-timeout", args.read_timeout,
          "seconds from which on a read is noted as slow (default 30); it is waited for all the same")
      ->check(CLI::Range(1, 86400));
  acquire->add_option(
      "--map", args.map,
      "GNU ddrescue mapfile: of the file SOURCE that ddrescue wrote; where there is no such file, "
      "it is written at the end");
  acquire->add_option("--map-out", args.map_out, "write a ddrescue mapfile of what was read and what not");
}

void add_interruption_options(CLI::App* acquire, Acquire& args) {
  acquire->add_flag(
      "--resume", args.resume,
      "go on with the item's interrupted image, after the end of it was compared with the source");
  acquire->add_option(
      "--continue-in", args.continue_in,
      "with --resume: a folder on another disk in which the image goes on; what there is of it stays, but "
      "for the file that was being written, which is moved");
  acquire
      ->add_option(
          "--checkpoint-every", args.checkpoint_every,
          "how much may have to be imaged again after a power cut (default 1GiB, and never more than ten "
          "seconds' work)")
      ->type_name("SIZE");
}

void add_source_options(CLI::App* acquire, Acquire& args) {
  acquire->add_flag("--write-block", args.write_block,
                    "set the kernel's read-only flag of the source and its partitions, and leave it set "
                    "(software, not a hardware write blocker)");
  acquire->add_flag("--live", args.live,
                    "the source is in use while it is imaged: the image is not of one moment");
  acquire->add_flag("--unsigned", args.is_unsigned,
                    "with --live and --out: use no key and no case on this computer");
  acquire->add_option("--out", args.out, "with --unsigned: the folder to make, on another disk");
}

void add_acquire(CommandTable& table) {
  auto& acquire_args = table.keep<Acquire>();
  CLI::App* acquire =
      table.command(table.app(), "acquire", "image a disk or file, hash it, compare it and record it",
                    "exhibit acquire /dev/sdb --case 2026-0042 --item EV-001", table.runs(acquire_args));
  acquire->add_option("SOURCE", acquire_args.source, "block device or file; opened read-only")->required();
  acquire->add_option("--case", acquire_args.folder, "the case folder (not with --unsigned)");
  acquire->add_option("--item", acquire_args.item, "exhibit number, for example EV-001")->required();
  acquire->add_option("--format", acquire_args.format, "e01 (default) or raw");
  acquire->add_option("--compression", acquire_args.compression, "none, fast (default) or best");
  acquire->add_option("--hash", acquire_args.hash, "digests, separated by commas (default md5,sha1,sha256)");
  acquire->add_option("--segment-size", acquire_args.segment_size,
                      "largest file of the image, for example 2000M (default E01 1500M, raw unsplit)");
  acquire->add_option(
      "--second", acquire_args.second,
      "a folder on another disk that gets the same image at the same time, compared by itself "
      "(with --resume: the one begun with, or none to go on without it)");
  acquire->add_option("--carrier", acquire_args.carrier, "what the image is written on, in your words");
  acquire->add_option("--description", acquire_args.description, "what the source is");
  acquire->add_option("--reason", acquire_args.reason, "why it is imaged");
  acquire->add_option("--facts", acquire_args.facts,
                      "YAML file of facts that only a person knows: 'F18: clock 3 s ahead of NTP'");
  acquire->add_option("--playbook", acquire_args.playbook,
                      "entry of the playbook it follows ('exhibit policy')");
  add_damage_options(acquire, acquire_args);
  acquire->add_flag("--no-questions", acquire_args.no_questions,
                    "ask nothing on the terminal while the image is made");
  acquire->add_flag("--no-verify", acquire_args.no_verify,
                    "do not read the image back; it is recorded as not compared");
  add_interruption_options(acquire, acquire_args);
  add_source_options(acquire, acquire_args);
  acquire->add_flag("--profile", acquire_args.profile, "print how long each stage worked, and its rate");
  acquire->add_flag("--again", acquire_args.again, "make a further image of an item that has one");
}

void add_import(CommandTable& table) {
  auto& args = table.keep<Import>();
  CLI::App* command = table.command(
      table.app(), "import",
      "take in an image that another tool made, or one taken unsigned; read and record it",
      "exhibit import /mnt/usb/disk.E01 --case 2026-0042 --item EV-002 --reason 'handed over by the police'",
      table.runs(args));
  command->add_option("IMAGE", args.image, "first file of an E01, raw or split raw image; it is copied")
      ->required();
  command->add_option("--case", args.folder, "the case folder")->required();
  command->add_option("--item", args.item, "exhibit number of what was imaged, for example EV-002")
      ->required();
  CLI::Option* sign =
      command->add_flag("--sign", args.sign,
                        "the image was taken with 'acquire --live --unsigned': check and record its sheet");
  command
      ->add_option("--sheet", args.sheet,
                   "with --sign: the digest of the sheet that was printed when the image was taken")
      ->needs(sign);
  command->add_option("--carrier", args.carrier, "what the case folder lies on, in your words");
  command->add_option("--description", args.description, "what was imaged");
  command->add_option("--holder-outside", args.holder_outside,
                      "who holds what was imaged, when that is nobody with a key here (default: who signs)");
  command->add_option("--reason", args.reason, "why, and where the image comes from");
  command->add_flag("--again", args.again, "a further image of an item that has one");
}

}  // namespace

void add_evidence_commands(CommandTable& table) {
  add_acquire(table);
  add_import(table);
  auto& verify_args = table.keep<Verify>();
  CLI::App* verify =
      table.command(table.app(), "verify", "check a case folder, a package or an image; writes nothing",
                    "exhibit verify 2026-0042\n  exhibit verify 2026-0042 --quick", table.runs(verify_args));
  verify
      ->add_option("TARGET", verify_args.target,
                   "case folder, package (folder or ZIP), ledger export or first file of an image")
      ->required();
  verify->add_option("--case-id", verify_args.case_id,
                     "case id from paper: fixes the first administrator and the log's key");
  verify->add_option("--policy", verify_args.policy,
                     "trust policy (C2SP tlog-policy): the log and the witnesses you trust");
  verify
      ->add_option("--head", verify_args.heads,
                   "an earlier head had from elsewhere: SIZE:ROOT from paper, or a checkpoint file, cosigned "
                   "or not; may be "
                   "given more than once")
      ->take_all();
  verify->add_option("--tsa-ca", verify_args.tsa_ca,
                     "certificates (PEM) of the time-stamping authorities you trust");
  verify->add_option("--crl", verify_args.crl, "with --tsa-ca: their lists of revocations (PEM)");
  verify->add_flag("--strict", verify_args.strict, "limits count as faults for the exit status");
  verify->add_flag("--ledger-only", verify_args.ledger_only, "check the ledger, not the files");
  verify->add_flag(
      "--due", verify_args.due,
      "only when images are due to be compared again, and only their media; silent when none is");
  verify->add_flag("--quick", verify_args.quick,
                   "compare the media of images with the recorded block digests only: several times faster; "
                   "digests of the whole are not computed");
  verify->add_flag("--second-reader", verify_args.second_reader,
                   "read each E01 also through libewf, an independent decoder; other media are a fault");
  CLI::Option* reason =
      verify->add_option("--reason", verify_args.reason, "why, for the entry that --record writes");
  verify->add_flag("--record", verify_args.record, "also write an entry that the case was verified")
      ->needs(reason);
}

void add_disk_commands(CommandTable& table) {
  table.command(table.app(), "devices", "list disks to choose a source from; opens them read-only",
                "exhibit devices\n  exhibit devices --json", table.runs(table.keep<Disks>()), false);
}

void add_checks(CLI::App* command, HandoverWords& words) {
  command->add_option("--seal", words.seal, "intact, broken, none or 'not stated'")
      ->check(CLI::IsMember({"intact", "broken", "none", "not stated"}));
  command->add_option("--digest", words.digest, "matches, mismatch or 'not checked'")
      ->check(CLI::IsMember({"matches", "mismatch", "not checked"}));
  command->add_option("--condition", words.condition, "condition of the thing");
}

void add_handover_words(CLI::App* command, HandoverWords& words) {
  command->add_option("--reason", words.reason, "why");
  command->add_option("--method", words.method, "how: in person, courier, registered post");
  command->add_option("--carrier", words.carrier, "who carries it, and the waybill's number");
  command->add_option("--purpose", words.purpose, "what for: storage, examination, return");
  command->add_option("--authority", words.authority, "the order, request or rule behind it");
  add_checks(command, words);
}

void add_handover_commands(CommandTable& table) {
  auto& transfer_args = table.keep<Transfer>();
  auto& access_args = table.keep<Access>();
  auto& fact_add_args = table.keep<FactAdd>();
  auto& from_outside = table.keep<CLI::Option*>();
  CLI::App* transfer = table.command(
      table.app(), "transfer", "hand a thing over: two signatures inside, a paper receipt outside",
      "exhibit transfer 2026-0042 --item EV-001 --from 'R. Sato' --to 'H. Mori' --reason 'to the safe'", [&] {
        transfer_args.from_outside_set = from_outside->count() > 0;
        return run(transfer_args, table.common());
      });
  add_folder(transfer, transfer_args.folder);
  transfer->add_option("--item", transfer_args.items, "the thing; may be given more than once")
      ->required()
      ->take_all();
  transfer->add_option("--from", transfer_args.from, "key of who hands over (default: --as)");
  transfer->add_option("--to", transfer_args.to, "key of who receives");
  transfer->add_option("--to-passphrase-file", transfer_args.to_passphrase_file,
                       "passphrase of the receiver's key");
  transfer->add_option("--to-outside", transfer_args.to_outside, "name of the receiver, who has no key here");
  from_outside = transfer->add_option("--from-outside", transfer_args.from_outside,
                                      "name of the giver, who has no key here");
  transfer->add_option("--agency", transfer_args.agency, "the outside party's agency or firm");
  transfer->add_option("--badge", transfer_args.badge, "the outside party's badge or staff number");
  transfer->add_option("--receipt", transfer_args.receipt, "the signed paper receipt, scanned");
  transfer->add_flag("--seized", transfer_args.seized, "taken without anybody here willing to hand it over");
  transfer->add_option("--witness", transfer_args.witness, "key of a witness who signs too");
  transfer->add_option("--witness-passphrase-file", transfer_args.witness_passphrase_file,
                       "passphrase of the witness's key");
  add_handover_words(transfer, transfer_args.words);
  CLI::App* access = table.command(
      table.app(), "access", "record that evidence was looked at or copied by other means",
      "exhibit access 2026-0042 --item EV-001-I1 --action copied --reason 'working copy for the lab'",
      table.runs(access_args));
  add_folder(access, access_args.folder);
  access->add_option("--item", access_args.item, "thing or image")->required();
  access->add_option("--action", access_args.action, "viewed, mounted, exported or copied")
      ->check(CLI::IsMember({"viewed", "mounted", "exported", "copied"}));
  add_secret(access, access_args.secret);
  access->add_option("--range", access_args.range, "which part");
  access->add_option("--reason", access_args.reason, "why")->required();
  CLI::App* fact = table.group("fact", "facts about an item");
  CLI::App* add = table.command(
      fact, "add", "record a fact afterwards; it is marked as added later",
      "exhibit fact add 2026-0042 --item EV-001 --fact F18 --value 'clock of the host 3 s slow'",
      table.runs(fact_add_args));
  add_folder(add, fact_add_args.folder);
  add->add_option("--item", fact_add_args.item, "thing or image")->required();
  add->add_option("--fact", fact_add_args.fact, "number of the fact, for example F18 (clock of the source)")
      ->required();
  add->add_option("--value", fact_add_args.value, "the fact")->required();
  add_secret(add, fact_add_args.secret);
  add->add_option("--observed-at", fact_add_args.observed_at,
                  "when it was observed, with zone: 2026-11-22T18:53:00+09:00");
}

}  // namespace cli
