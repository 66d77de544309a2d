// SPDX-License-Identifier: Apache-2.0
// sync, case mirror, case continue, case restore, custody resolve.
#include "cli/entries.h"
#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/bundle.h"

namespace cli {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

int make_bundle(const Sync& args, const Common& common, const custody::Ledger& ledger) {
  ledger.read_consistently([&] { custody::write_bundle(ledger, args.out, !args.no_images); });
  if (common.json) {
    print_json(Object{{"bundle", args.out}});
  } else {
    print("bundle made in " + core::shown(args.out) +
          "; the other device takes it in with 'exhibit sync DIR --with'");
  }
  return 0;
}

Object taken_object(const custody::Ledger& ledger, const custody::Appended& done) {
  const custody::Entry entry = ledger.entry(done.seq);
  const auto log = custody::VerifierKey::parse(entry.body().text_of("log").value_or(""));
  return Object{{"entry", Value(done.seq)},
                {"label", done.label},
                {"log", log ? log->name : ""},
                {"size", Value(entry.body().integer_of("size").value_or(0))},
                {"type", entry.type}};
}

int take_in(const Sync& args, const Common& common, Session& session, custody::Ledger& ledger) {
  const custody::CaseOrigin origin(args.with);
  const custody::TakenIn done = ledger.take_in(origin.logs(), session.signer());
  const auto copied =
      custody::copy_recorded_files(origin.files(), ledger.store(), ledger.folder(), !args.no_images);
  Array taken;
  for (const custody::Appended& entry : done.entries) {
    taken.emplace_back(taken_object(ledger, entry));
  }
  if (common.json) {
    print_json(Object{{"bytes", Value(copied.bytes)},
                      {"files", Value(copied.files)},
                      {"outsiders", Value(done.outsiders)},
                      {"taken_in", std::move(taken)}});
    return 0;
  }
  if (done.entries.empty() && done.outsiders == 0) {
    print("nothing new there");
  }
  for (const Value& log : taken) {
    const std::string fingerprint(custody::fingerprint_of(*log.text_of("log")));
    print("entry " + *log.text_of("label") + ": " +
          (log.text_of("type") == "imported"
               ? "taken in " + fingerprint + " up to " + std::to_string(log.integer_of("size").value_or(0)) +
                     " entries"
               : "this device's log in the case begins, " + fingerprint + "; it builds on all that is here"));
  }
  if (done.outsiders > 0) {
    print(grouped(done.outsiders) + " cosignatures and time stamps of outsiders were verified and kept");
  }
  print(grouped(copied.files) + " files copied, " + grouped(copied.bytes) + " bytes");
  return 0;
}

/// The origin of a log given by (the beginning of) its fingerprint.
std::string log_named(const custody::Ledger& ledger, const std::string& what) {
  const auto logs = ledger.store().logs();
  if (what.empty()) {
    return logs.at(0).name;
  }
  for (const custody::VerifierKey& log : logs) {
    if (log.name == what || (what.size() >= 6 && custody::fingerprint_of(log.name).starts_with(what))) {
      return log.name;
    }
  }
  core::fail("no log '" + core::shown(what) + "' in this case; 'exhibit case show' lists them");
}

}  // namespace

int run(const Sync& args, const Common& common) {
  if (args.with.empty() == args.out.empty()) {
    core::fail_usage("name either --with (to take in) or --out (to make a bundle)");
  }
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  return args.with.empty() ? make_bundle(args, common, ledger) : take_in(args, common, session, ledger);
}

int run(const CaseMirror& args, const Common& common) {
  Session session(common);
  const custody::CaseOrigin origin(args.from);
  const custody::Ledger ledger = custody::Ledger::mirror(args.folder, origin.logs(), session.environment());
  const auto copied =
      custody::copy_recorded_files(origin.files(), ledger.store(), args.folder, !args.no_images);
  if (common.json) {
    print_json(Object{{"case_id", ledger.case_id().hex()},
                      {"bytes", Value(copied.bytes)},
                      {"files", Value(copied.files)},
                      {"folder", args.folder}});
  } else {
    print("case id " + ledger.case_id().hex() + "  (compare it with your papers)");
    print(grouped(copied.files) + " files copied, " + grouped(copied.bytes) +
          " bytes; this device begins a log of its own with its first entry");
  }
  return 0;
}

int run(const CaseContinue& args, const Common& common) {
  const std::string reason = needed_text(args.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const std::string ended = log_named(ledger, args.log);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.start_log(custody::draft_continued(ended, reason, by));
  tell(done, "the case goes on in the log " + std::string(custody::fingerprint_of(ledger.log().name)), common,
       Object{{"ended", ended}, {"log", ledger.log().name}});
  return 0;
}

int run(const CaseRestore& args, const Common& common) {
  const std::string reason = needed_text(args.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::Checkpoint lost = custody::lost_head(ledger);
  const custody::UnlockedKey by = session.signer();
  const custody::UnlockedKey approver =
      session.unlock(args.approver.key, args.approver.passphrase_file, "--approver-passphrase-file");
  const auto done = ledger.start_log(custody::draft_restored(lost, reason, by, approver));
  tell(done, "the case goes on in the log " + std::string(custody::fingerprint_of(ledger.log().name)), common,
       Object{{"ended", lost.origin}, {"log", ledger.log().name}});
  return 0;
}

int run(const CustodyResolve& args, const Common& common) {
  const std::string item = item_id(args.item).value();
  const std::string reason = needed_text(args.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  check_item(ledger, item);
  const std::string holder = enrolled_key(args.holder, ledger, session.keys());
  const custody::UnlockedKey by = session.signer();
  const custody::UnlockedKey approver =
      session.unlock(args.approver.key, args.approver.passphrase_file, "--approver-passphrase-file");
  const auto done = ledger.append([&](const custody::Ledger&) {
    return Drafts{custody::draft_settlement(item, holder, reason, by, approver)};
  });
  tell(done[0], "custody of " + item + " is settled", common, Object{{"item", item}});
  return 0;
}

}  // namespace cli
