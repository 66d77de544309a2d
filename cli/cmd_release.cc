// SPDX-License-Identifier: Apache-2.0
// release, receive: a handover between people who are not in one place.
#include "cli/entries.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/answer.h"
#include "custody/entry_label.h"

namespace cli {

using core::json::Object;
using core::json::Value;

namespace {

constexpr std::uint64_t kMostBytes = 16U << 20U;

void refuse_existing(const std::string& out) {
  if (core::fs::symlink_status(out).type() != core::fs::file_not_found) {
    core::fail("cannot write " + core::shown(out) + ": it exists already; nothing was recorded");
  }
}

int withdraw(const Release& args, const std::string& reason, const Common& common, Session& session,
             custody::Ledger& ledger) {
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger& open) {
    return Drafts{
        custody::draft_release_withdrawn(open, custody::entry_labelled(open, args.withdraw), reason, by)};
  });
  tell(done[0], "the release of entry " + args.withdraw + " is withdrawn", common);
  return 0;
}

/// What the receiver should know before signing; every line is proven by the file.
void show(const custody::ReleaseRequest& request) {
  print("case     " + core::shown(request.told("case_opened", "", "body.number")) + ": " +
        core::shown(request.told("case_opened", "", "body.title")));
  print("case id  " + request.case_id().hex() + "  (compare it with your papers)");
  print("from     " + core::shown(request.giver_name()) + ", key " +
        std::string(custody::fingerprint_of(request.giver())));
  for (const custody::About& about : request.release().about) {
    print("thing    " + about.id + "  " +
          core::shown(request.told("thing_registered", about.id, "body.description")));
  }
  print("reason   " + core::shown(request.told("released", "", "body.reason")));
  print("released " + request.release().time.text() + ", entry " + request.label());
}

int answer_request(const Receive& args, const Common& common) {
  if (args.out.empty()) {
    core::fail_usage("--request needs --out FILE, the answer to send back");
  }
  refuse_existing(args.out);
  const std::string reason = args.refuse ? needed_text(args.words.reason, "--reason")
                                         : core::typed_text(args.words.reason, "--reason");
  const auto request = custody::ReleaseRequest::parse(core::read_text_file(args.request, kMostBytes));
  if (!common.json) {
    show(request);
  }
  Session session(common);
  const custody::UnlockedKey by = session.signer();
  const auto to = request.release().body().text_of("to");
  if (to && *to != by.card.key.name) {
    core::fail("the release names another receiver, the key " + std::string(custody::fingerprint_of(*to)) +
               "; nothing was signed");
  }
  core::SystemRandom random;
  const auto answer =
      custody::sign_answer(request, !args.refuse, checks_of(args.words), reason, by, session.clock(), random);
  core::write_new_file(args.out, core::as_bytes(answer.text()));
  if (common.json) {
    print_json(Object{{"accepted", !args.refuse},
                      {"answer", args.out},
                      {"case_id", request.case_id().hex()},
                      {"label", request.label()},
                      {"release", Value(request.release().seq)}});
  } else {
    print(std::string(args.refuse ? "refused" : "received") + ": send " + core::shown(args.out) +
          " back; until it is recorded in the case the giver stays accountable");
  }
  return 0;
}

int record_answer(const Receive& args, const Common& common) {
  if (args.folder.empty() || args.answer.empty()) {
    core::fail_usage(
        "receive needs --request FILE --out FILE to answer, or DIR --answer FILE to record an answer");
  }
  const auto answer = custody::Answer::parse(core::read_text_file(args.answer, kMostBytes));
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const std::uint64_t release = custody::release_entry(ledger, answer);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append(
      [&](const custody::Ledger& open) { return Drafts{custody::draft_answer(open, answer, by)}; });
  tell(done[0],
       "the release of entry " + ledger.label(release) +
           (answer.accepts() ? " is answered: received" : " is answered: refused"),
       common, Object{{"accepted", answer.accepts()}});
  return 0;
}

}  // namespace

int run(const Release& args, const Common& common) {
  const std::string reason = needed_text(args.words.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  if (!args.withdraw.empty()) {
    return withdraw(args, reason, common, session, ledger);
  }
  need_items(ledger, args.items);
  if (args.out.empty()) {
    core::fail_usage("--out FILE is missing: the file to send to the receiver");
  }
  refuse_existing(args.out);
  for (const std::string& item : args.items) {
    custody::holder_of(ledger, item);
  }
  const custody::Handover handover = handover_of(args.words);
  const std::string to = args.to.empty() ? "" : enrolled_key(args.to, ledger, session.keys());
  const custody::UnlockedKey from = session.signer();
  const auto done = ledger.append(
      [&](const custody::Ledger&) { return Drafts{custody::draft_release(args.items, from, to, handover)}; });
  core::write_new_file(args.out, core::as_bytes(custody::ReleaseRequest::make(ledger, done[0].seq)));
  tell(done[0],
       joined(args.items) + " is released; send " + core::shown(args.out) +
           " to the receiver. You stay accountable until the answer is recorded",
       common, Object{{"request", args.out}});
  return 0;
}

int run(const Receive& args, const Common& common) {
  return args.request.empty() ? record_answer(args, common) : answer_request(args, common);
}

}  // namespace cli
