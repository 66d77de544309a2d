// SPDX-License-Identifier: Apache-2.0
// sign-review, and package: who it is for, on what that rests, and what the sender decides about what is held back.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {

namespace {

void add_basis(CLI::App* package, PackageMake& args) {
  package->add_option("--name", args.name, "who receives it, where --for gives only the kind");
  add_entry(package, "--agreement", args.agreement, "entry of the live agreement with them that allows it");
  package->add_option("--duty", args.duty,
                      "the legal duty that demands it, as 'exhibit rules list' names it");
  package->add_option("--override", args.override_reason, "your reason where neither is there; recorded");
  package->add_option("--purpose", args.purpose,
                      "what it is handed over for; reports received for that use go");
  package->add_option("--tlp", args.tlp, "TLP of the package: clear, green, amber, amber+strict or red")
      ->check(CLI::IsMember({"clear", "green", "amber", "amber+strict", "red"}));
  package->add_option("--approved-by", args.approved_by, "who approved the disclosure");
  package->add_flag("--personal-data", args.personal_data, "it holds personal data");
  package->add_option("--transfer-basis", args.transfer_basis, "on what a transfer abroad rests");
}

void add_choices(CLI::App* package, PackageMake& args) {
  package
      ->add_option("--include-request", args.requests,
                   "entry of a secret request that goes all the same; may be given more than once")
      ->take_all();
  package
      ->add_option("--include-document", args.documents,
                   "document that goes although it may print what is held back; may be given more than once")
      ->take_all();
  package
      ->add_option("--without", args.without,
                   "thing or image to leave out, with all that is about it; may be given more than once")
      ->take_all();
  package->add_flag("--with-images", args.with_images, "images go to a CSIRT too");
  package->add_flag("--tell-withheld", args.tell_withheld,
                    "tell the recipient what is held back and why; counsel decides that");
  package->add_flag("--dry-run", args.dry_run, "only print what would be held back and why");
}

}  // namespace

void add_package_command(CommandTable& table) {
  auto& args = table.keep<PackageMake>();
  CLI::App* package = table.command(
      table.app(), "package", "put images, ledger, documents and a guide together for handing over",
      "exhibit package 2026-0042 --for police --out HANDOVER-2026-0042", table.runs(args));
  add_folder(package, args.folder);
  package->add_option("--for", args.recipient, "who it is for: police, court, csirt, auditor or a name")
      ->required();
  package->add_option("--out", args.out, "folder or FILE.zip to make");
  package->add_option("--policy", args.policy, "trust policy to ship with the ledger");
  add_basis(package, args);
  add_choices(package, args);
  add_redaction(package, args.redact);
  auto& sign_args = table.keep<SignReview>();
  CLI::App* sign = table.command(
      table.app(), "sign-review", "sign the review that you made of somebody's package, as an outside firm",
      "exhibit sign-review HANDOVER-2026-0042 --review review.pdf --out review.note", table.runs(sign_args));
  sign->add_option("PACKAGE", sign_args.package, "the package that was reviewed, as a folder")->required();
  sign->add_option("--review", sign_args.review, "the review")->required();
  sign->add_option("--out", sign_args.out, "signature file to make")->required();
}

}  // namespace cli
