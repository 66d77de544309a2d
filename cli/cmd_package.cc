// SPDX-License-Identifier: Apache-2.0
// package, sign-review.
#include "cli/entries.h"
#include "cli/policy_file.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "legal/sharing/disclosure.h"
#include "legal/sharing/outside_review.h"
#include "report/package.h"

namespace cli {

using core::json::Object;
using core::json::Value;

namespace {

std::string optional_text(const std::string& text, const std::string& flag) {
  return text.empty() ? "" : needed_text(text, flag);
}

legal::DisclosureRequest request_of(const PackageMake& args) {
  legal::DisclosureRequest out;
  out.recipient = needed_text(args.recipient, "--for");
  out.name = optional_text(args.name, "--name");
  out.agreement = args.agreement;
  out.duty = args.duty;
  out.override_reason = optional_text(args.override_reason, "--override");
  out.purpose = optional_text(args.purpose, "--purpose");
  out.tlp = args.tlp;
  out.approved_by = optional_text(args.approved_by, "--approved-by");
  out.transfer_basis = optional_text(args.transfer_basis, "--transfer-basis");
  out.personal_data = args.personal_data;
  out.with_images = args.with_images;
  out.requests = args.requests;
  out.documents = args.documents;
  out.without = args.without;
  return out;
}

void print_parts(const std::vector<report::CasePart>& parts) {
  for (const report::CasePart& part : parts) {
    print("  " + core::shown(report::line_of(part)));
  }
}

int tell_preview(const report::Withholding& held, const Common& common) {
  if (common.json) {
    print_json(
        Object{{"included", report::list_of(held.included)}, {"withheld", report::list_of(held.held)}});
    return 0;
  }
  print("nothing was written; " + grouped(held.held.size()) + " parts would be held back" +
        (held.held.empty() ? "" : ":"));
  print_parts(held.held);
  if (!held.included.empty()) {
    print("these would go by your choice:");
    print_parts(held.included);
  }
  return 0;
}

void tell_made(const custody::Ledger& ledger, const report::PackageMade& made, const std::string& recipient,
               const std::string& out, const Common& common) {
  const auto label = [&](const std::optional<std::uint64_t>& entry) {
    return entry ? Value(ledger.label(*entry)) : Value(nullptr);
  };
  if (common.json) {
    print_json(Object{{"bytes", Value(made.bytes)},
                      {"entry", Value(made.entry)},
                      {"files", Value(made.files)},
                      {"included", report::list_of(made.withholding.included)},
                      {"label", ledger.label(made.entry)},
                      {"out", out},
                      {"tagmanifest_sha256", made.tag_manifest.hex()},
                      {"withheld", report::list_of(made.withholding.held)},
                      {"withheld_label", label(made.withheld_entry)}});
    return;
  }
  print("entry " + ledger.label(made.entry) + ": package for " + core::shown(recipient) + " in " +
        core::shown(out) + ", " + grouped(made.files) + " files, " + grouped(made.bytes) + " bytes");
  if (made.withheld_entry) {
    print(grouped(made.withholding.held.size()) + " parts are held back, " +
          grouped(made.withholding.included.size()) + " go by choice; the private entry " +
          ledger.label(*made.withheld_entry) + " records what and why:");
    print_parts(made.withholding.held);
  }
}

}  // namespace

int run(const PackageMake& args, const Common& common) {
  const legal::DisclosureRequest asked = request_of(args);
  if (args.out.empty() && !args.dry_run) {
    core::fail_usage("--out is missing: name the folder or FILE.zip to make");
  }
  report::PackageRequest request{legal::recipient_text(asked), args.out,
                                 args.policy.empty() ? "" : policy_of(args.policy).text,
                                 redaction_of(args.redact)};
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const auto rules = [&] { return legal::RuleSet::load(legal::RuleSet::folders(session.keys().home())); };
  request.withhold = [&](const custody::Ledger& open) {
    const report::CaseView view(open);
    const legal::Records records(view);
    legal::need_basis(records, rules, asked);
    return legal::hold_back(records, asked);
  };
  if (args.dry_run) {
    report::Withholding held;
    ledger.read_consistently([&] { held = request.withhold(ledger); });
    return tell_preview(held, common);
  }
  const custody::UnlockedKey by = session.signer();
  request.tell_withheld = args.tell_withheld;
  if (args.tell_withheld) {
    legal::need_may_tell(ledger, by.card.key.name, asked);
  }
  request.further = legal::register_members(ledger, asked);
  const auto progress = terminal_progress("packing");
  const report::PackageMade made = report::make_package(ledger, request, by, *progress, cancel_token());
  tell_made(ledger, made, request.recipient, args.out, common);
  return 0;
}

int run(const SignReview& args, const Common& common) {
  const std::string manifest =
      core::digest_file(core::Path(args.package) / "tagmanifest-sha256.txt").sha256.hex();
  const core::Sha256 review = core::digest_file(args.review).sha256;
  Session session(common);
  const custody::UnlockedKey by = session.signer();
  core::write_new_file(args.out, core::as_bytes(legal::signed_review(review, manifest, by)));
  if (common.json) {
    print_json(Object{{"fingerprint", by.card.id()},
                      {"out", args.out},
                      {"review_sha256", review.hex()},
                      {"tagmanifest_sha256", manifest}});
  } else {
    print("signed as " + by.card.id() + " in " + core::shown(args.out) +
          "; the package's tagmanifest has the SHA-256 " + manifest);
  }
  return 0;
}

}  // namespace cli
