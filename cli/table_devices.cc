// SPDX-License-Identifier: Apache-2.0
// Commands about several devices on one case: logs that travel, end and go on.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {
namespace {

void add_sync(CommandTable& table) {
  auto& args = table.keep<Sync>();
  CLI::App* sync = table.command(
      table.app(), "sync", "take in what other devices recorded, or make a bundle for them",
      "exhibit sync 2026-0042 --with /media/usb/2026-0042\n  exhibit sync 2026-0042 --out /media/usb/bundle",
      table.runs(args));
  add_folder(sync, args.folder);
  sync->add_option("--with", args.with,
                   "case folder, bundle, package or ledger export of the same case, from another device");
  sync->add_option("--out", args.out, "folder to make: a bundle that another device can take in");
  sync->add_flag("--no-images", args.no_images,
                 "leave the images where they are; verify says they are missing");
}

void add_cases(CommandTable& table) {
  CLI::App* group = table.group("case", "cases");
  auto& mirror_args = table.keep<CaseMirror>();
  CLI::App* mirror =
      table.command(group, "mirror", "make a case folder on this device from another's",
                    "exhibit case mirror 2026-0042 --from /media/usb/bundle", table.runs(mirror_args), false);
  add_folder(mirror, mirror_args.folder);
  mirror->add_option("--from", mirror_args.from, "case folder, bundle, package or ledger export")->required();
  mirror->add_flag("--no-images", mirror_args.no_images, "leave the images where they are");
  auto& continue_args = table.keep<CaseContinue>();
  CLI::App* go_on = table.command(
      group, "continue", "go on in a new log when a device and its log's key are lost (administrator)",
      "exhibit case continue 2026-0042 --reason 'laptop stolen' --as 'K. Abe'", table.runs(continue_args));
  add_folder(go_on, continue_args.folder);
  go_on->add_option("--log", continue_args.log,
                    "fingerprint of the log that ends (default: the one that opened the case)");
  go_on->add_option("--reason", continue_args.reason, "why")->required();
  auto& restore_args = table.keep<CaseRestore>();
  CLI::App* restore = table.command(
      group, "restore", "go on after an older copy of the folder was put back; two people sign",
      "exhibit case restore 2026-0042 --reason 'disk failed, backup of Monday' --approver 'H. Mori'",
      table.runs(restore_args));
  add_folder(restore, restore_args.folder);
  restore->add_option("--reason", restore_args.reason, "why")->required();
  add_approver(restore, restore_args.approver);
}

void add_resolve(CommandTable& table) {
  auto& args = table.keep<CustodyResolve>();
  CLI::App* resolve = table.command(table.group("custody", "who is accountable for what"), "resolve",
                                    "settle custody that went two ways on two devices; two roles sign",
                                    "exhibit custody resolve 2026-0042 --item EV-001 --holder 'H. Mori' "
                                    "--reason 'receipt of 3 May' --approver "
                                    "'K. Abe'",
                                    table.runs(args));
  add_folder(resolve, args.folder);
  resolve->add_option("--item", args.item, "the thing")->required();
  resolve->add_option("--holder", args.holder, "enrolled key of who has it")->required();
  resolve->add_option("--reason", args.reason, "from what this was settled")->required();
  add_approver(resolve, args.approver);
}

}  // namespace

void add_device_commands(CommandTable& table) {
  add_sync(table);
  add_cases(table);
  add_resolve(table);
}

}  // namespace cli
