// SPDX-License-Identifier: Apache-2.0
// move, seal, note, correct, hold, restrict, dispose: each one entry.
#include "cli/entries.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/entry_label.h"
#include "custody/incoming.h"
#include "custody/keeping.h"

namespace cli {

using core::json::Object;

namespace {

using Drafting = std::function<custody::Draft(const custody::Ledger& ledger, const custody::UnlockedKey& by,
                                              const custody::UnlockedKey* witness)>;

/// Opens the case, unlocks the signer and the witness, who may be nobody, and appends what `draft` makes.
custody::Appended append_one(const std::string& folder, const Common& common, const Drafting& draft,
                             const std::vector<std::string>& items, const SecondSigner& second = {}) {
  Session session(common);
  custody::Ledger ledger = session.open(folder);
  for (const std::string& item : items) {
    check_item(ledger, item);
  }
  const custody::UnlockedKey by = session.signer();
  std::optional<custody::UnlockedKey> witness;
  if (!second.key.empty()) {
    witness.emplace(session.unlock(second.key, second.passphrase_file, "--witness-passphrase-file"));
  }
  return ledger.append(
      [&](const custody::Ledger& open) { return Drafts{draft(open, by, witness ? &*witness : nullptr)}; })[0];
}

void need_some(const std::vector<std::string>& items) {
  if (items.empty()) {
    core::fail_usage("--item is missing: name the thing or image");
  }
  check_ids(items);
}

/// An entry that ends another is about the same; naming items besides would only raise doubts.
void refuse_items(const std::vector<std::string>& items, const char* flag) {
  if (!items.empty()) {
    core::fail_usage(std::string("--item does not go with ") + flag +
                     ": the entry is about what the other one is about");
  }
}

}  // namespace

int run(const Move& args, const Common& common) {
  need_some(args.items);
  const std::string place = needed_text(args.place, "--place");
  const std::string reason = needed_text(args.reason, "--reason");
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger&, const custody::UnlockedKey& by, const custody::UnlockedKey*) {
        return custody::draft_move(args.items, place, reason, by);
      },
      args.items);
  tell(done, joined(args.items) + " is kept at " + core::shown(place), common);
  return 0;
}

int run(const Seal& args, const Common& common) {
  item_id(args.item);
  const std::string number = !args.broken.empty() ? "" : needed_text(args.number, "--number");
  const std::string reason =
      !args.broken.empty() ? needed_text(args.reason, "--reason") : core::typed_text(args.reason, "--reason");
  const std::string condition = core::typed_text(args.condition, "--condition");
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger& ledger, const custody::UnlockedKey& by, const custody::UnlockedKey* second) {
        return !args.broken.empty() ? custody::draft_seal_broken(ledger, args.item,
                                                                 custody::entry_labelled(ledger, args.broken),
                                                                 condition, reason, by, second)
                                    : custody::draft_seal(args.item, number, reason, by, second);
      },
      {args.item}, args.witness);
  tell(done,
       !args.broken.empty() ? "the seal of entry " + args.broken + " on " + args.item + " is broken"
                            : args.item + " is sealed with " + core::shown(number),
       common);
  return 0;
}

int run(const Note& args, const Common& common) {
  check_ids(args.items);
  const std::string text = needed_text(args.text, "--text");
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger& open, const custody::UnlockedKey& by, const custody::UnlockedKey*) {
        return as_asked(open, custody::draft_note(args.items, text, by), args.secret);
      },
      args.items);
  tell(done, "the note is written", common);
  return 0;
}

int run(const Correct& args, const Common& common) {
  const std::string field = needed_text(args.field, "--field");
  const std::string value = needed_text(args.value, "--value");
  const std::string reason = needed_text(args.reason, "--reason");
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger& ledger, const custody::UnlockedKey& by, const custody::UnlockedKey*) {
        return custody::draft_correction(ledger, custody::entry_labelled(ledger, args.entry), field, value,
                                         reason, by);
      },
      {});
  tell(done, "entry " + args.entry + " is corrected, and stays as it is", common);
  return 0;
}

int run(const Hold& args, const Common& common) {
  check_ids(args.items);
  const std::string reason = needed_text(args.reason, "--reason");
  const std::string authority = core::typed_text(args.authority, "--authority");
  if (!args.lift.empty()) {
    refuse_items(args.items, "--lift");
  }
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger& ledger, const custody::UnlockedKey& by, const custody::UnlockedKey*) {
        return !args.lift.empty()
                   ? custody::draft_about_same(ledger, "hold_lifted", "hold",
                                               custody::entry_labelled(ledger, args.lift),
                                               Object{{"reason", custody::committed(reason)}}, by)
                   : custody::draft_hold(args.items, authority, reason, by);
      },
      args.items);
  tell(done,
       !args.lift.empty() ? "the hold of entry " + args.lift + " is lifted"
                          : "a legal hold is placed on " +
                                (args.items.empty() ? std::string("the whole case") : joined(args.items)),
       common);
  return 0;
}

int run(const Restrict& args, const Common& common) {
  const std::string reason = needed_text(args.reason, "--reason");
  std::string recipient;
  if (!args.lift.empty()) {
    refuse_items(args.items, "--lift");
    recipient = needed_text(args.recipient, "--recipient");
  } else {
    need_some(args.items);
    needed_text(args.kind, "--kind");
  }
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger& ledger, const custody::UnlockedKey& by, const custody::UnlockedKey*) {
        return !args.lift.empty()
                   ? custody::draft_about_same(ledger, "restriction_lifted", "restriction",
                                               custody::entry_labelled(ledger, args.lift),
                                               Object{{"reason", custody::committed(reason)},
                                                      {"recipient", custody::committed(recipient)}},
                                               by)
                   : custody::draft_restriction(args.items, args.kind, reason, by);
      },
      args.items);
  tell(done,
       !args.lift.empty()
           ? "the restriction of entry " + args.lift + " is lifted for " + core::shown(recipient)
           : joined(args.items) + " is restricted (" + args.kind +
                 "): copying, mounting, disclosing and packaging are refused",
       common);
  return 0;
}

namespace {

int ask_disposal(const Dispose& args, const Common& common) {
  need_some(args.items);
  const custody::DisposalRequest request{
      needed_text(args.action, "--action"), needed_text(args.method, "--method"),
      core::typed_text(args.authority, "--authority"), needed_text(args.reason, "--reason")};
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger&, const custody::UnlockedKey& by, const custody::UnlockedKey*) {
        return custody::draft_disposal(args.items, request, by);
      },
      args.items);
  tell(done,
       "asked that " + joined(args.items) + " be " + args.action +
           "; somebody else approves it with --approve " + done.label,
       common);
  return 0;
}

int approve_disposal(const Dispose& args, const Common& common) {
  refuse_items(args.items, "--approve");
  Object body;
  if (!args.reason.empty()) {
    body["reason"] = custody::committed(needed_text(args.reason, "--reason"));
  }
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger& ledger, const custody::UnlockedKey& by, const custody::UnlockedKey*) {
        return custody::draft_about_same(ledger, "disposal_approved", "request",
                                         custody::entry_labelled(ledger, args.approve), body, by);
      },
      {});
  tell(done, "the disposal of entry " + args.approve + " is approved", common);
  return 0;
}

int record_disposal(const Dispose& args, const Common& common) {
  refuse_items(args.items, "--carried-out");
  const std::string method = needed_text(args.method, "--method");
  if (args.witness.key.empty()) {
    core::fail_usage("--carried-out needs --witness KEY: somebody who saw it signs too");
  }
  const auto done = append_one(
      args.folder, common,
      [&](const custody::Ledger& ledger, const custody::UnlockedKey& by,
          const custody::UnlockedKey* witness) {
        std::optional<custody::DraftAttachment> receipt;
        if (!args.receipt.empty()) {
          receipt = custody::stage_attachment(ledger.folder(), args.receipt);
        }
        return custody::draft_disposal_carried_out(ledger, custody::entry_labelled(ledger, args.carried_out),
                                                   method, receipt ? &*receipt : nullptr, by, *witness);
      },
      {}, args.witness);
  tell(done, "the disposal of entry " + args.carried_out + " is carried out", common);
  return 0;
}

}  // namespace

int run(const Dispose& args, const Common& common) {
  if (!args.approve.empty() && !args.carried_out.empty()) {
    core::fail_usage("give only one of --approve and --carried-out");
  }
  return !args.approve.empty()       ? approve_disposal(args, common)
         : !args.carried_out.empty() ? record_disposal(args, common)
                                     : ask_disposal(args, common);
}

}  // namespace cli
