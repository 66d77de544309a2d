// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/brief_record.h"

#include <algorithm>

#include "core/durable_file.h"
#include "core/error.h"
#include "custody/incoming.h"
#include "custody/person.h"
#include "custody/reference.h"
#include "custody/sealed_for_two.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// Keys in use that hold one of the roles.
std::vector<std::string> keys_with(const custody::Ledger& ledger, const std::vector<std::string>& roles) {
  std::vector<std::string> out;
  for (const auto& [name, row] : ledger.store().list("key", "")) {
    const bool holds =
        std::any_of(roles.begin(), roles.end(), [&name = name, &ledger](const std::string& role) {
          return custody::holds_role(ledger.store(), name, role);
        });
    if (holds && row.find("revoked") == nullptr) {
      out.push_back(name);
    }
  }
  return out;
}

std::string only_one(const std::vector<std::string>& keys, const std::string& named, const char* option,
                     const char* role) {
  if (!named.empty()) {
    if (std::find(keys.begin(), keys.end(), named) == keys.end()) {
      core::fail(std::string(option) + " names no key in use of " + role + " in this case");
    }
    return named;
  }
  if (keys.size() != 1) {
    core::fail(std::string(keys.empty() ? "no key" : "more than one key") + " of " + role +
               " is enrolled in this case; name one with " + option +
               ", since the names behind the pseudonyms are sealed for two people");
  }
  return keys.front();
}

custody::VerifierKey public_key(const custody::Ledger& ledger, const std::string& name) {
  const auto row = ledger.store().get("key", name);
  const auto key = row ? custody::VerifierKey::parse(row->text_of("vkey").value_or("")) : std::nullopt;
  if (!key) {
    core::fail("the key " + name + " is not enrolled in this case");
  }
  return *key;
}

Array texts(const std::vector<std::string>& list) { return {list.begin(), list.end()}; }

custody::Entry brief_entry(const custody::Ledger& ledger, std::uint64_t number) {
  custody::Entry entry = ledger.entry(number);
  if (entry.type != "brief_made") {
    core::fail("entry " + ledger.label(number) + " made no brief");
  }
  return entry;
}

}  // namespace

BriefKeys brief_keys(const custody::Ledger& ledger, const BriefKeys& named) {
  BriefKeys out{only_one(keys_with(ledger, {"counsel"}), named.counsel, "--counsel", "counsel"), ""};
  std::vector<std::string> keepers = keys_with(ledger, {"administrator", "custodian"});
  keepers.erase(std::remove_if(keepers.begin(), keepers.end(),
                               [&](const std::string& key) {
                                 return custody::same_person(ledger.store(), key, out.counsel);
                               }),
                keepers.end());
  out.keeper =
      only_one(keepers, named.keeper, "--keeper", "an administrator or a custodian other than counsel");
  return out;
}

std::string mapping_text(const Brief& brief, const Anonymiser& anonymiser, core::ByteView salt,
                         const core::Sha256& sha256) {
  Array names;
  for (const NamedBy& one : anonymiser.used()) {
    names.emplace_back(
        Object{{"kind", words_of(one.kind).en}, {"names", texts(one.names)}, {"pseudonym", one.pseudonym}});
  }
  return core::json::encode(Object{{"brief", sha256.hex()},
                                   {"format", "exhibit.evidence/mapping/v1"},
                                   {"incident", brief.incident},
                                   {"names", std::move(names)},
                                   {"salt", core::to_hex(salt)},
                                   {"series", brief.series}}) +
         "\n";
}

custody::Draft draft_brief(const custody::Ledger& ledger, const BriefRecord& record,
                           const std::string& mapping, const custody::UnlockedKey& by) {
  const std::string sealed = custody::seal_for_two(
      mapping, {public_key(ledger, record.keys.counsel), public_key(ledger, record.keys.keeper)},
      ledger.environment().random);
  const custody::DraftAttachment attachment =
      custody::stage_attachment_bytes(ledger.folder(), "mapping.sealed", core::as_bytes(sealed));
  const custody::Checkpoint head = ledger.checkpoint();
  Object body{{"head", Object{{"root", head.root.hex()}, {"size", Value(head.size)}}},
              {"incident", record.incident},
              {"keys", texts({record.keys.counsel, record.keys.keeper})},
              {"lang", record.language},
              {"mapping", attachment.sha256.hex()},
              {"profile_sha256", record.profile_sha256.hex()},
              {"sha256", record.sha256.hex()}};
  if (!record.profile.empty()) {
    body["profile"] = record.profile;
  }
  if (!record.allowed.empty()) {
    body["allowed"] = custody::committed(texts(record.allowed));
  }
  return {"brief_made", {}, std::move(body), {{&by, "author"}}, {attachment}};
}

core::Secret open_mapping(const custody::Ledger& ledger, std::uint64_t brief, const custody::UnlockedKey& one,
                          const custody::UnlockedKey& other) {
  const std::string digest = brief_entry(ledger, brief).body().text_of("mapping").value_or("");
  const core::Path file = ledger.folder() / "attachments" / digest;
  const std::string sealed = core::read_plain_text(file);
  if (core::sha256(core::as_bytes(sealed)).hex() != digest) {
    core::fail("the file " + file.native() + " is not the one that entry " + ledger.label(brief) +
               " names; run 'exhibit verify' on the case");
  }
  return custody::open_with_two(sealed, one, other);
}

custody::Draft draft_opened(const custody::Ledger& ledger, std::uint64_t brief, const std::string& reason,
                            const custody::UnlockedKey& one, const custody::UnlockedKey& other) {
  return {"mapping_opened",
          {},
          Object{{"brief", custody::reference_to(ledger, brief)},
                 {"incident", brief_entry(ledger, brief).body().text_of("incident").value_or("")},
                 {"reason", custody::committed(reason)}},
          {{&one, "author"}, {&other, "approving"}},
          {}};
}

}  // namespace legal
