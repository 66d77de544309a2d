// SPDX-License-Identifier: Apache-2.0
#include "custody/ledger.h"

#include <sys/vfs.h>

#include <algorithm>
#include <array>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/scratch_folder.h"
#include "core/text.h"
#include "core/version.h"
#include "custody/enrolment.h"
#include "custody/incoming.h"
#include "custody/replay.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// WAL needs shared memory, which network file systems do not give (https://www.sqlite.org/wal.html).
void refuse_network(const core::Path& folder) {
  constexpr std::array<std::uint32_t, 7> kNetwork = {0x6969,     0xFF534D42, 0xFE534D42, 0x517B,
                                                     0x01021997, 0x5346414F, 0x00C36400};
  struct statfs info {};
  if (::statfs(folder.c_str(), &info) == 0 &&
      std::find(kNetwork.begin(), kNetwork.end(), static_cast<std::uint32_t>(info.f_type)) !=
          kNetwork.end()) {
    core::fail("cannot keep a case in " + core::shown(folder.native()) +
               ": the ledger must not lie on a network file system; choose a local disk");
  }
}

Value clock_value(const core::ClockState& state) {
  Object out{{"boot_id", state.boot_id},
             {"monotonic_us", state.monotonic_us},
             {"source", state.source},
             {"synchronised", state.synchronised}};
  if (state.synchronised) {
    out["offset_us"] = state.offset_us.value_or(0);
  }
  return out;
}

Value attachments_value(const std::vector<DraftAttachment>& attachments) {
  Array out;
  for (const DraftAttachment& file : attachments) {
    out.push_back(
        Object{{"name", committed(file.name)}, {"sha256", file.sha256.hex()}, {"size", Value(file.size)}});
  }
  return out;
}

std::vector<Draft> opening(const std::string& number, const std::string& title, const std::string& lang,
                           const VerifierKey& log, const UnlockedKey& administrator) {
  Draft opened{"case_opened", {}, Object{}, {{&administrator, "author"}}, {}};
  opened.body = Object{{"administrator", administrator.card.key.text()},
                       {"lang", lang},
                       {"log", log.text()},
                       {"number", committed(number)},
                       {"title", committed(title)}};
  return {std::move(opened), draft_enrolment(administrator.card, administrator.card.role, administrator)};
}

/// A member that every row of its kind has.
const Value& needed(const Value& row, const char* member) {
  const Value* found = row.find(member);
  if (found == nullptr) {
    core::fail("the case database is damaged; nothing was recorded, run 'exhibit verify' on the case");
  }
  return *found;
}

[[noreturn]] void refuse_entry(const Finding& finding) { core::fail("not recorded: " + finding.text); }

}  // namespace

std::optional<Role> signing_role(const Rows& rows, const std::string& key_name, const std::string& type) {
  const TypeRule* rule = rule_of(type);
  const auto row = rows.get("key", key_name);
  if (rule == nullptr || !row) {
    return std::nullopt;
  }
  std::optional<Role> administrator;
  for (const std::string& name : texts_in(*row, "roles")) {
    const auto role = parse_role(name);
    if (!role || std::find(rule->roles.begin(), rule->roles.end(), *role) == rule->roles.end()) {
      continue;
    }
    if (*role != Role::administrator) {
      return role;  // the narrower role speaks first
    }
    administrator = role;
  }
  return administrator;
}

Ledger Ledger::create(const core::Path& folder, const std::string& number, const std::string& title,
                      const std::string& lang, const UnlockedKey& administrator, const Environment& env) {
  const core::Path target = core::fs::absolute(folder).lexically_normal();
  if (core::fs::symlink_status(target).type() != core::fs::file_not_found) {
    core::fail("cannot create a case in " + core::shown(folder.native()) +
               ": it exists already; choose a new folder");
  }
  refuse_network(target.parent_path());
  const auto making = core::ScratchFolder::beside(target);
  for (const char* name : {"evidence", "attachments", "documents"}) {
    core::create_new_directory(making / name);
  }
  const PrivateKey key = env.keys.create_log_key(env.random);
  const VerifierKey log = custody::log_key(key.public_key());
  {
    Ledger made(making.path(), Store::create(database_file(making.path())), log, env);
    Transaction transaction(made.store_.database());
    Statement row = made.store_.database().prepare("INSERT INTO log(id, origin, vkey) VALUES(1,?,?)");
    row.bind(1, log.name).bind(2, log.text()).run();
    LogHead head = made.store_.head();
    made.append_all(opening(number, title, lang, log, administrator), head, key);
    transaction.commit();
  }
  core::rename_new(making.path(), target);
  Ledger out = open(target, env);
  env.keys.see_head(log, *out.store_.newest_checkpoint());
  return out;
}

Ledger Ledger::open(const core::Path& folder, const Environment& env) {
  if (!core::fs::is_directory(folder)) {
    core::fail("no case at " + core::shown(folder.native()) + ": there is no such folder");
  }
  if (!core::fs::exists(database_file(folder))) {
    core::fail("no case at " + core::shown(folder.native()) +
               ": it has no case.db; 'exhibit case create' makes a case");
  }
  refuse_network(folder);
  Store store = Store::open(database_file(folder), Database::Mode::read_write);
  const auto opened = store.get("case", "case");
  const auto log = VerifierKey::parse(opened ? opened->text_of("log").value_or("") : "");
  const auto case_id = core::Sha256::parse(opened ? opened->text_of("case_id").value_or("") : "");
  if (!log || !case_id) {
    core::fail("the case database in " + core::shown(folder.native()) +
               " is damaged; run 'exhibit verify' on the case");
  }
  Ledger out(folder, std::move(store), *log, env);
  out.case_id_ = *case_id;
  return out;
}

Checkpoint Ledger::checkpoint() const {
  const auto note = store_.newest_checkpoint();
  const auto out = note ? Checkpoint::open(*note, log_) : std::nullopt;
  if (!out) {
    core::fail("the newest checkpoint of the case is damaged; run 'exhibit verify' on the case");
  }
  return *out;
}

Entry Ledger::entry(std::uint64_t seq) const {
  const auto leaf = store_.leaf(seq);
  auto parsed = leaf ? parse_entry(*leaf) : std::variant<Entry, std::string>("it is missing");
  if (const auto* why = std::get_if<std::string>(&parsed)) {
    core::fail("entry " + std::to_string(seq) + " cannot be read: " + *why +
               "; run 'exhibit verify' on the case");
  }
  return std::get<Entry>(std::move(parsed));
}

std::vector<std::uint64_t> Ledger::entries_about(const std::string& id) const {
  std::vector<std::uint64_t> out;
  for (const auto& [row, value] : store_.list("about", id + "/")) {
    out.push_back(std::stoull(row.substr(id.size() + 1)));
  }
  return out;
}

void Ledger::check_seen_head(const LogHead& head) const {
  const auto seen = env_.keys.seen_head(log_);
  if (!seen) {
    return;
  }
  if (head.size < seen->size) {
    core::fail("the ledger in " + core::shown(folder_.native()) + " ends at entry count " +
               std::to_string(head.size) + ", but this device has seen " + std::to_string(seen->size) +
               ": the folder was rolled back or cut; nothing was recorded, run 'exhibit verify' on it");
  }
  core::Sha256 root = head.tree.root();
  if (head.size > seen->size) {
    const auto hashes = store_.leaf_hashes();
    root = core::merkle::root_of(std::span(hashes).first(seen->size));
  }
  if (root != seen->root) {
    core::fail(
        "the ledger in " + core::shown(folder_.native()) +
        " does not continue the head this device has seen: it was rewritten; nothing was recorded, run "
        "'exhibit verify' on it");
  }
}

Value Ledger::object_of(const Draft& draft, const LogHead& head) const {
  std::vector<std::string> ids = draft.about;
  std::sort(ids.begin(), ids.end());
  Array about;
  for (const std::string& id : ids) {
    const auto row = store_.get("head", id);
    Array prev;
    if (row) {
      prev.emplace_back(needed(*row, "hash"));
    }
    about.push_back(Object{{"id", id}, {"prev", std::move(prev)}});
  }
  Array signers;
  for (const DraftSigner& signer : draft.signers) {
    const KeyCard& card = signer.key->card;
    const auto role =
        head.size <= 1 ? std::optional(Role::administrator) : signing_role(store_, card.key.name, draft.type);
    if (!role) {
      const bool enrolled = store_.get("key", card.key.name).has_value();
      core::fail("not recorded: the key " + card.id() + " (" + core::shown(card.name) + ") " +
                 (enrolled
                      ? "holds no role that may sign '" + draft.type +
                            "'; an administrator can grant one with "
                            "'exhibit role grant'"
                      : "is not enrolled in this case; an administrator enrols it with 'exhibit key enrol'"));
    }
    signers.push_back(
        Object{{"capacity", signer.capacity}, {"key", card.key.name}, {"role", text_of(*role)}});
  }
  Object out{{"about", std::move(about)},
             {"attachments", attachments_value(draft.attachments)},
             {"body", draft.body},
             {"chain", head.chain.hex()},
             {"clock", clock_value(env_.clock.state())},
             {"log", log_.name},
             {"seq", Value(head.size)},
             {"signers", std::move(signers)},
             {"time", env_.clock.now().text()},
             {"tool", Object{{"digest", env_.tool_digest},
                             {"name", core::kProgramName},
                             {"version", core::kProgramVersion}}},
             {"type", draft.type}};
  if (head.size > 0) {
    out["case"] = case_id_.hex();
  }
  return out;
}

Appended Ledger::append_one(const Draft& draft, LogHead& head) {
  Value object = object_of(draft, head);
  auto disclosures = seal_commitments(object, head.size, env_.random);
  for (Disclosure foreign : draft.disclosures) {
    foreign.seq = head.size;
    const Value* field = object.at_path(foreign.name);
    if (field == nullptr || commitment_in(*field) != commitment(foreign)) {
      core::fail("not recorded: the disclosure of " + core::shown(foreign.name) +
                 " is not that of the entry");
    }
    disclosures.push_back(std::move(foreign));
  }
  for (const Disclosure& disclosure : disclosures) {
    if (const auto fault = core::json::profile_fault(disclosure.value)) {
      core::fail("not recorded: " + disclosure.name + " is " + *fault + ", which an entry cannot hold");
    }
  }
  Note note{entry_text(object), {}};
  for (const DraftSigner& signer : draft.signers) {
    note.signatures.push_back(sign_note(note.text, signer.key->card.key, signer.key->private_key));
  }
  const std::string leaf = note.encode();
  const auto parsed = parse_entry(core::as_bytes(leaf));
  if (const auto* why = std::get_if<std::string>(&parsed)) {
    core::fail("not recorded: the entry would not be well-formed: " + *why);
  }
  const core::Sha256 hash = core::merkle::leaf_hash(core::as_bytes(leaf));
  for (const Finding& finding : apply_entry(std::get<Entry>(parsed), hash, store_)) {
    refuse_entry(finding);
  }
  const Appended out{head.size, hash};
  store_.append(head, core::as_bytes(leaf), hash);
  for (const Disclosure& disclosure : disclosures) {
    store_.add_disclosure(disclosure);
  }
  if (out.seq == 0) {
    case_id_ = hash;
  }
  return out;
}

std::vector<Appended> Ledger::append_all(const std::vector<Draft>& drafts, LogHead& head,
                                         const PrivateKey& log_key) {
  std::vector<Appended> out;
  out.reserve(drafts.size());
  for (const Draft& draft : drafts) {
    out.push_back(append_one(draft, head));
  }
  const Checkpoint checkpoint{log_.name, head.size, head.tree.root()};
  store_.add_checkpoint(head.size, checkpoint.signed_by(log_, log_key));
  return out;
}

void Ledger::settle() {
  try {
    const Transaction lock(store_.database());
    settle_incoming(folder_, store_);
  } catch (const std::exception&) {
    return;  // the next append does it; verify lists what waits
  }
}

std::vector<Appended> Ledger::append(const std::function<std::vector<Draft>(const Ledger&)>& draft) {
  const auto key = env_.keys.log_key(log_);
  if (!key) {
    core::fail("not recorded: this device does not hold the key of the log in " +
               core::shown(folder_.native()) + "; work on the device that made the case");
  }
  std::vector<Appended> out;
  std::string note;
  try {
    Transaction transaction(store_.database());
    LogHead head = store_.head();
    check_seen_head(head);
    settle_incoming(folder_, store_);
    out = append_all(draft(*this), head, *key);
    note = *store_.newest_checkpoint();
    transaction.commit();
  } catch (const core::Error&) {
    settle();
    throw;
  }
  try {
    env_.keys.see_head(log_, note);
  } catch (const std::exception& error) {
    core::fail(
        "entry " + std::to_string(out.back().seq) +
        " is recorded, do not do this again; but this device could not note the new head: " + error.what());
  }
  settle();
  return out;
}

}  // namespace custody
