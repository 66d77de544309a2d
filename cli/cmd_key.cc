// SPDX-License-Identifier: Apache-2.0
// key create, list, export, passwd, enrol; role grant.
#include "cli/entries.h"
#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/enrolment.h"
#include "custody/entry_label.h"
#include "custody/keeping.h"

namespace cli {

using core::json::Array;
using core::json::Object;

namespace {

custody::Role role_of(const std::string& text) {
  const auto role = custody::parse_role(text);
  if (!role) {
    core::fail_usage("'" + core::shown(text) + "' is no role; the roles are " + custody::role_list());
  }
  return *role;
}

Object card_object(const custody::KeyCard& card) {
  Object out{{"id", card.id()},
             {"key", card.key.name},
             {"name", card.name},
             {"org", card.org},
             {"possession", core::to_base64(card.possession)},
             {"role", custody::text_of(card.role)},
             {"vkey", card.key.text()}};
  if (card.use == custody::KeyUse::exercise) {
    out["exercise"] = true;
  }
  return out;
}

/// A card from a file, or from this device's keys.
custody::KeyCard card_of(const std::string& what, custody::KeyStore& keys) {
  boost::system::error_code ignored;
  if (core::fs::is_regular_file(what, ignored)) {
    const auto card = custody::KeyCard::parse(core::read_text_file(what, 64U << 10U));
    if (!card) {
      core::fail("the key card " + core::shown(what) +
                 " is damaged or its proof of possession does not verify");
    }
    return *card;
  }
  if (const auto card = custody::KeyCard::parse(what)) {
    return *card;
  }
  if (custody::VerifierKey::parse(what)) {
    for (const custody::KeyCard& card : keys.list()) {
      if (card.key.text() == what) {
        return card;
      }
    }
    core::fail("the key " + core::shown(what) +
               " is not on this device, and enrolling needs its proof of possession: have its owner run "
               "'exhibit key export KEY --card > FILE' and name that file");
  }
  return keys.find(what);
}

}  // namespace

int run(const KeyCreate& args, const Common& common) {
  Session session(common);
  const custody::Role role = role_of(args.role);
  const std::string name = needed_text(args.name, "--name");
  const core::Secret passphrase = read_passphrase(
      common.signing.passphrase_file, "new passphrase for " + core::shown(name), "--passphrase-file");
  const bool asked = common.signing.passphrase_file.empty() && ::getenv("EXHIBIT_PASSPHRASE") == nullptr;
  if (asked &&
      read_passphrase("", "the same passphrase again", "--passphrase-file").view() != passphrase.view()) {
    core::fail("the two passphrases differ; no key was made");
  }
  const auto card =
      session.keys().create(name, core::typed_text(args.org, "--org"), role, passphrase,
                            args.exercise ? custody::KeyUse::exercise : custody::KeyUse::evidence);
  if (common.json) {
    print_json(card_object(card));
  } else {
    print(card.id());
  }
  return 0;
}

int run_key_list(const Common& common) {
  Session session(common);
  Array list;
  for (const custody::KeyCard& card : session.keys().list()) {
    list.emplace_back(card_object(card));
    if (!common.json) {
      print(card.id() + "  " + std::string(custody::text_of(card.role)) + "  " + core::shown(card.name) +
            (card.org.empty() ? "" : ", " + core::shown(card.org)) +
            (card.use == custody::KeyUse::exercise ? "  (for exercises)" : ""));
    }
  }
  if (common.json) {
    print_json(Object{{"keys", std::move(list)}});
  }
  return 0;
}

int run_key_export(const std::string& key, bool card, const Common& common) {
  Session session(common);
  const custody::KeyCard found = session.keys().find(key);
  if (common.json) {
    print_json(card_object(found));
  } else {
    print(card ? found.text() : found.key.text());
  }
  return 0;
}

int run_key_passwd(const std::string& key, const std::string& new_passphrase_file, const Common& common) {
  Session session(common);
  const custody::KeyCard card = session.keys().find(key);
  const core::Secret before = read_passphrase(
      common.signing.passphrase_file, "old passphrase of " + core::shown(card.name), "--passphrase-file");
  const core::Secret after = read_passphrase(
      new_passphrase_file, "new passphrase of " + core::shown(card.name), "--new-passphrase-file", true);
  session.keys().change_passphrase(card, before, after);
  if (common.json) {
    print_json(card_object(card));
  } else {
    print("the passphrase of " + card.id() + " is changed");
  }
  return 0;
}

int run(const KeyEnrol& args, const Common& common) {
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::KeyCard card = card_of(args.key, session.keys());
  const custody::Role role = role_of(args.role);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger&) {
    return std::vector<custody::Draft>{custody::draft_enrolment(card, role, by)};
  });
  tell(done[0],
       core::shown(card.name) + " (" + card.id() + ") is enrolled as " + std::string(custody::text_of(role)),
       common, Object{{"key", card.key.name}, {"role", custody::text_of(role)}});
  return 0;
}

int run(const RoleGrant& args, const Common& common) {
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const std::string key = enrolled_key(args.key, ledger, session.keys());
  const custody::Role role = role_of(args.role);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append([&](const custody::Ledger&) {
    return std::vector<custody::Draft>{custody::draft_role_grant(key, role, by)};
  });
  tell(done[0], "the role " + args.role + " is granted", common,
       Object{{"key", key}, {"role", custody::text_of(role)}});
  return 0;
}

int run_role_withdraw(const RoleGrant& args, const Common& common) {
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const std::string key = enrolled_key(args.key, ledger, session.keys());
  const custody::Role role = role_of(args.role);
  const custody::UnlockedKey by = session.signer();
  const auto done = ledger.append(
      [&](const custody::Ledger&) { return Drafts{custody::draft_role_withdrawal(key, role, by)}; });
  tell(done[0], "the role " + args.role + " is withdrawn", common, Object{{"key", key}});
  return 0;
}

int run(const KeyRevoke& args, const Common& common) {
  const std::string reason = needed_text(args.reason, "--reason");
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const std::string key = enrolled_key(args.key, ledger, session.keys());
  const custody::UnlockedKey by = session.signer();
  const custody::UnlockedKey approver =
      session.unlock(args.approver.key, args.approver.passphrase_file, "--approver-passphrase-file");
  const auto done = ledger.append([&](const custody::Ledger& open) {
    std::map<std::string, std::uint64_t> last;
    for (const custody::Checkpoint& head : open.checkpoints()) {
      last[head.origin] = head.size;
    }
    for (const std::string& label : args.last) {
      const std::uint64_t entry = custody::entry_labelled(open, label);
      last[open.store().logs().at(custody::log_index_of(entry)).name] = custody::seq_of(entry) + 1;
    }
    return Drafts{custody::draft_revocation(key, last, reason, by, approver)};
  });
  tell(done[0], "the key " + std::string(custody::fingerprint_of(key)) + " is revoked", common,
       Object{{"key", key}});
  return 0;
}

int run(const KeyRotate& args, const Common& common) {
  Session session(common);
  custody::Ledger ledger = session.open(args.folder);
  const custody::KeyCard card = card_of(args.new_key, session.keys());
  const custody::UnlockedKey old =
      session.unlock(args.key, common.signing.passphrase_file, "--passphrase-file");
  const auto done =
      ledger.append([&](const custody::Ledger&) { return Drafts{custody::draft_rotation(card, old)}; });
  tell(done[0], "the key " + card.id() + " stands in the place of " + old.card.id(), common,
       Object{{"key", card.key.name}});
  return 0;
}

}  // namespace cli
