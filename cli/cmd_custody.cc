// SPDX-License-Identifier: Apache-2.0
// transfer, access, fact add, authority, incident open, link: each one entry.
#include "cli/entries.h"
#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/handover.h"
#include "custody/incoming.h"
#include "legal/incident.h"

namespace cli {

using core::json::Object;

namespace {

int transfer_inside(const Transfer& args, const Common& common, Session& session, custody::Ledger& ledger) {
  const std::string& giver = args.from.empty() ? common.signing.as : args.from;
  if (giver.empty() || args.to.empty()) {
    core::fail_usage("a transfer inside needs --from KEY and --to KEY (or --to-outside, --from-outside)");
  }
  if (!common.signing.as.empty() &&
      !(session.keys().find(common.signing.as).key == session.keys().find(giver).key)) {
    core::fail_usage("--as names another key than --from: whoever hands over inside signs with --from");
  }
  needed_text(args.words.reason, "--reason");
  const custody::Handover handover = handover_of(args.words);
  for (const std::string& item : args.items) {
    custody::holder_of(ledger, item);
  }
  const custody::UnlockedKey from =
      session.unlock(giver, common.signing.passphrase_file, "--passphrase-file");
  const custody::UnlockedKey to = session.unlock(args.to, args.to_passphrase_file, "--to-passphrase-file");
  if (from.card.key == to.card.key) {
    core::fail_usage("--from and --to are the same key; a handover has two sides");
  }
  const auto done = ledger.append([&](const custody::Ledger&) {
    return Drafts{custody::draft_transfer(args.items, from, to, handover)};
  });
  tell(done[0],
       joined(args.items) + " handed over by " + core::shown(from.card.name) + " to " +
           core::shown(to.card.name) + ", signed by both on this device",
       common, Object{{"from", from.card.key.name}, {"to", to.card.key.name}});
  return 0;
}

int transfer_outside(const Transfer& args, const Common& common, Session& session, custody::Ledger& ledger) {
  const bool coming_back = args.from_outside_set;
  const std::string flag = coming_back ? "--from-outside" : "--to-outside";
  const custody::OutsideParty party{needed_text(coming_back ? args.from_outside : args.to_outside, flag),
                                    needed_text(args.agency, "--agency"),
                                    core::typed_text(args.badge, "--badge")};
  if (args.receipt.empty()) {
    core::fail_usage(flag +
                     " needs --receipt FILE, the paper receipt that both signed, scanned or photographed");
  }
  const custody::Handover handover = handover_of(args.words);
  for (const std::string& item : args.items) {
    custody::holder_of(ledger, item);
  }
  const custody::UnlockedKey by = session.signer();
  std::optional<custody::UnlockedKey> witness;
  if (!args.witness.empty()) {
    witness.emplace(session.unlock(args.witness, args.witness_passphrase_file, "--witness-passphrase-file"));
  }
  const auto done = ledger.append([&](const custody::Ledger& open) {
    const custody::Outside outside{party, custody::stage_attachment(open.folder(), args.receipt),
                                   args.seized};
    const custody::UnlockedKey* second = witness ? &*witness : nullptr;
    if (coming_back) {
      return Drafts{custody::draft_from_outside(args.items, by, outside, handover, second)};
    }
    const std::string holder = args.seized ? custody::holder_of(open, args.items.front()) : by.card.key.name;
    return Drafts{custody::draft_to_outside(args.items, by, outside, holder, handover, second)};
  });
  tell(done[0],
       joined(args.items) + (coming_back ? " received from " : " handed to ") + core::shown(party.name) +
           ", " + core::shown(party.agency) + "; the other side's signature is on paper and was not verified",
       common);
  return 0;
}

/// What says nothing about a handover of this kind is refused, not left out in silence.
void refuse_needless(const std::vector<std::pair<const char*, const std::string*>>& options,
                     const std::string& kind) {
  for (const auto& [flag, value] : options) {
    if (!value->empty()) {
      core::fail_usage(std::string(flag) + " does not go with a transfer " + kind);
    }
  }
}

}  // namespace

int run(const Transfer& args, const Common& common) {
  check_ids(args.items);
  const int kinds =
      (args.to_outside.empty() ? 0 : 1) + (args.from_outside_set ? 1 : 0) + (args.to.empty() ? 0 : 1);
  if (kinds > 1) {
    core::fail_usage("give only one of --to, --to-outside and --from-outside");
  }
  if (args.seized && args.to_outside.empty() && !args.from_outside_set) {
    core::fail_usage("--seized goes with --to-outside or --from-outside");
  }
  const bool outside = !args.to_outside.empty() || args.from_outside_set;
  if (outside) {
    refuse_needless({{"--from", &args.from}}, "to or from outside; who is here signs with --as");
  } else {
    refuse_needless({{"--agency", &args.agency},
                     {"--badge", &args.badge},
                     {"--receipt", &args.receipt},
                     {"--witness", &args.witness}},
                    "inside; it goes with --to-outside or --from-outside");
  }
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  return outside ? transfer_outside(args, common, session, ledger)
                 : transfer_inside(args, common, session, ledger);
}

int run(const FactAdd& args, const Common& common) {
  const auto fact = core::EvidenceId::parse(args.fact);
  if (!fact) {
    core::fail_usage("'" + core::shown(args.fact) + "' is no fact number; write it as F18");
  }
  const legal::LateFact late{item_id(args.item), *fact, needed_text(args.value, "--value"),
                             time_of(args.observed_at, "--observed-at")};
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  check_item(ledger, args.item);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger& open) {
    return Drafts{as_asked(open, legal::add_fact(open, late, by), args.secret)};
  });
  tell(done[0], args.fact + " of " + args.item + " is recorded, marked as added later", common);
  return 0;
}

int run(const Access& args, const Common& common) {
  item_id(args.item);
  const std::string reason = needed_text(args.reason, "--reason");
  const std::string range = needed_text(args.range, "--range");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  check_item(ledger, args.item);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger& open) {
    return Drafts{
        as_asked(open, custody::draft_access(args.item, args.action, range, reason, by), args.secret)};
  });
  tell(done[0], args.item + " " + args.action, common);
  return 0;
}

int run(const Authority& args, const Common& common) {
  legal::Authority authority{args.kind,
                             needed_text(args.scope, "--scope"),
                             needed_text(args.issuer, "--issuer"),
                             time_of(args.expires, "--expires"),
                             std::nullopt,
                             args.items};
  check_ids(args.items);
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  for (const std::string& item : args.items) {
    check_item(ledger, item);
  }
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger& open) {
    if (!args.document.empty()) {
      authority.document = custody::stage_attachment(open.folder(), args.document);
    }
    return Drafts{as_asked(open, legal::record_authority(authority, by), args.secret)};
  });
  tell(done[0], "authority recorded: " + args.kind + " by " + core::shown(args.issuer), common,
       authority.document ? Object{{"document", authority.document->sha256.hex()}} : Object{});
  return 0;
}

namespace {

core::IncidentNumber incident_number(const std::string& text) {
  const auto number = core::IncidentNumber::parse(text);
  if (!number) {
    core::fail_usage(
        "'" + core::shown(text) +
        "' cannot be an incident number: use 1 to 64 letters, digits, '.', '_' and '-', for example "
        "INC-2026-7");
  }
  return *number;
}

}  // namespace

int run(const IncidentOpen& args, const Common& common) {
  const auto number = incident_number(args.number);
  const std::string title = needed_text(args.title, "--title");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger& open) {
    return Drafts{as_asked(open, legal::open_incident(number, title, by), args.secret)};
  });
  tell(done[0], "incident " + number.value() + " is open", common, Object{{"incident", number.value()}});
  return 0;
}

}  // namespace cli
