// SPDX-License-Identifier: Apache-2.0
#include "custody/ledger.h"

#include <sys/vfs.h>

#include <algorithm>
#include <array>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "core/version.h"
#include "custody/access_note.h"
#include "custody/enrolment.h"
#include "custody/entry_label.h"
#include "custody/erasure.h"
#include "custody/history.h"
#include "custody/incoming.h"
#include "custody/mirror.h"
#include "custody/private_entry.h"
#include "custody/replay.h"
#include "custody/stamping.h"

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

std::vector<Draft> opening(const CaseHead& head, const VerifierKey& log, const UnlockedKey& administrator) {
  Draft opened{"case_opened", {}, Object{}, {{&administrator, "author"}}, {}};
  opened.body = Object{{"administrator", administrator.card.key.text()},
                       {"lang", head.lang},
                       {"log", log.text()},
                       {"number", committed(head.number)},
                       {"title", committed(head.title)}};
  if (!head.exercise.empty()) {
    opened.body.set("exercise", head.exercise);
  }
  return {std::move(opened), draft_enrolment(administrator.card, administrator.card.role, administrator)};
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

core::ScratchFolder Ledger::making(const core::Path& folder) {
  const core::Path target = core::fs::absolute(folder).lexically_normal();
  if (core::fs::symlink_status(target).type() != core::fs::file_not_found) {
    core::fail("cannot create a case in " + core::shown(folder.native()) +
               ": it exists already; choose a new folder");
  }
  refuse_network(target.parent_path());
  auto out = core::ScratchFolder::beside(target);
  for (const char* name : {"evidence", "attachments", "documents"}) {
    core::create_new_directory(out / name);
  }
  return out;
}

Ledger Ledger::create(const core::Path& folder, const std::string& number, const std::string& title,
                      const std::string& lang, const UnlockedKey& administrator, const Environment& env) {
  return create(folder, {number, title, lang, ""}, administrator, env);
}

Ledger Ledger::create(const core::Path& folder, const CaseHead& head, const UnlockedKey& administrator,
                      const Environment& env) {
  const core::ScratchFolder made_in = making(folder);
  const PrivateKey key = env.keys.create_log_key(env.random);
  const VerifierKey log = custody::log_key(key.public_key());
  {
    Ledger made(made_in.path(), Store::create(database_file(made_in.path())), log, env);
    Transaction transaction(made.store_.database());
    made.store_.add_log(log);
    LogHead log_head = made.store_.head();
    made.append_all(opening(head, log, administrator), log_head, key);
    transaction.commit();
  }
  core::rename_new(made_in.path(), core::fs::absolute(folder).lexically_normal());
  Ledger out = open(folder, env);
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
  out.choose_log();
  if (core::fs::exists(erasing_mark(folder))) {
    out.settle();
  }
  return out;
}

/// The newest of the case's logs whose key this device holds and that nothing has taken the place of.
void Ledger::choose_log() {
  const auto logs = store_.logs();
  own_ = false;
  index_ = 0;
  log_ = logs.at(0);
  for (std::uint64_t i = 0; i < logs.size(); ++i) {
    const auto row = store_.get("log", logs[i].name);
    if (env_.keys.log_key(logs[i]) && row && !row->integer_of("ended")) {
      own_ = true;
      index_ = i;
      log_ = logs[i];
    }
  }
}

namespace {

Checkpoint newest_of(const Store& store, std::uint64_t index, const VerifierKey& log) {
  const auto note = store.newest_checkpoint(index);
  const auto out = note ? Checkpoint::open(*note, log) : std::nullopt;
  if (!out) {
    core::fail("the newest checkpoint of the case is damaged; run 'exhibit verify' on the case");
  }
  return *out;
}

}  // namespace

Checkpoint Ledger::checkpoint() const { return newest_of(store_, index_, log_); }

std::vector<Checkpoint> Ledger::checkpoints() const {
  std::vector<Checkpoint> out;
  const auto logs = store_.logs();
  for (std::uint64_t i = 0; i < logs.size(); ++i) {
    out.push_back(newest_of(store_, i, logs[i]));
  }
  return out;
}

Entry Ledger::entry(std::uint64_t number) const {
  const auto leaf = store_.leaf(number);
  auto parsed = leaf ? parse_entry(*leaf) : std::variant<Entry, std::string>("it is missing");
  if (const auto* why = std::get_if<std::string>(&parsed)) {
    core::fail("entry " + label(number) + " cannot be read: " + *why + "; run 'exhibit verify' on the case");
  }
  Entry out = std::get<Entry>(std::move(parsed));
  out.number = number;
  return out;
}

std::string Ledger::own_identifier(const std::string& id) const {
  const std::string prefix = identifier_prefix(index_, fingerprint_of(log_.name));
  return id.starts_with(prefix) ? id : prefix + id;
}

std::string Ledger::label(std::uint64_t number) const { return entry_label(store_, number); }

std::vector<std::uint64_t> Ledger::entries_about(const std::string& id) const {
  return history_of(store_, id);
}

void Ledger::check_seen_heads() const {
  const auto logs = store_.logs();
  for (std::uint64_t i = 0; i < logs.size(); ++i) {
    check_seen_head(i, logs[i]);
  }
}

void Ledger::check_seen_head(std::uint64_t log, const VerifierKey& key) const {
  const auto seen = env_.keys.seen_head(key);
  const auto row = store_.get("log", key.name);
  if (!seen || (row && row->integer_of("ended"))) {
    return;
  }
  const std::uint64_t size = store_.head(log).size;
  if (size < seen->size) {
    core::fail(
        "the ledger in " + core::shown(folder_.native()) + " ends at entry count " + std::to_string(size) +
        ", but this device has seen " + std::to_string(seen->size) +
        ": the folder was rolled back or cut; nothing was recorded, run 'exhibit verify' on it; two people "
        "can go on from it with 'exhibit case restore'");
  }
  if (store_.root_at(log, seen->size) != seen->root) {
    core::fail(
        "the ledger in " + core::shown(folder_.native()) +
        " does not continue the head this device has seen: it was rewritten; nothing was recorded, run "
        "'exhibit verify' on it");
  }
}

Value Ledger::object_of(const Draft& draft, const LogHead& head,
                        const std::optional<core::Sha256>& token) const {
  std::vector<std::string> ids = draft.about;
  std::sort(ids.begin(), ids.end());
  Array about;
  for (const std::string& id : ids) {
    Array prev;
    for (const HistoryHead& seen : history_heads(store_, id)) {
      prev.emplace_back(seen.hash.hex());
    }
    if (prev.empty() && (store_.get("thing", id) || store_.get("image", id))) {
      core::fail("the case database is damaged; nothing was recorded, run 'exhibit verify' on the case");
    }
    about.push_back(Object{{"id", id}, {"prev", std::move(prev)}});
  }
  Array signers;
  for (const DraftSigner& signer : draft.signers) {
    const KeyCard& card = signer.key->card;
    const auto role = draft.type == kPrivateType      ? std::optional(Role::committed)
                      : index_ == 0 && head.size <= 1 ? std::optional(Role::administrator)
                                                      : signing_role(store_, card.key.name, draft.type);
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
             {"tool", Object{{"digest", env_.tool_digest ? env_.tool_digest() : std::string()},
                             {"name", core::kProgramName},
                             {"version", core::kProgramVersion}}},
             {"type", draft.type}};
  if (index_ > 0 || head.size > 0) {
    out["case"] = case_id_.hex();
  }
  if (token) {
    out["seen"] = Object{{"token", token->hex()}};
  }
  return out;
}

Appended Ledger::append_one(const Draft& draft, LogHead& head, const std::optional<core::Sha256>& token) {
  Value object = object_of(draft, head, token);
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
  auto parsed = parse_entry(core::as_bytes(leaf));
  if (const auto* why = std::get_if<std::string>(&parsed)) {
    core::fail("not recorded: the entry would not be well-formed: " + *why);
  }
  Entry& entry = std::get<Entry>(parsed);
  entry.number = entry_number(index_, head.size);
  entry.order = store_.size();
  const core::Sha256 hash = core::merkle::leaf_hash(core::as_bytes(leaf));
  for (const Finding& finding : apply_entry(entry, hash, store_)) {
    refuse_entry(finding);
  }
  for (const Disclosure& disclosure : disclosures) {
    if (entry.type == kPrivateType && disclosure.name == kPrivateContent) {
      for (const Finding& finding : check_private(entry, disclosure.value, store_)) {
        refuse_entry(finding);
      }
    }
  }
  Appended out{entry.number, hash, label(entry.number)};
  store_.append(index_, head, core::as_bytes(leaf), hash);
  for (const Disclosure& disclosure : disclosures) {
    store_.add_disclosure(index_, disclosure);
  }
  if (entry.type == "disclosure_erased") {
    mark_erasing(folder_);
    remove_erased(store_);
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
  const auto token =
      newest_token(store_.database(), index_);  // checking one takes longer than writing an entry
  for (const Draft& draft : drafts) {
    out.push_back(append_one(draft, head, token));
  }
  const Checkpoint checkpoint{log_.name, head.size, head.tree.root()};
  store_.add_checkpoint(index_, head.size, checkpoint.signed_by(log_, log_key));
  return out;
}

void Ledger::settle() {
  try {
    {
      const Transaction lock(store_.database());
      settle_incoming(folder_, store_);
    }
    finish_erasing(folder_, store_);
  } catch (const std::exception&) {
    return;  // the next append does it; verify lists what waits
  }
}

std::vector<Appended> Ledger::append_drafts(const std::vector<Draft>& drafts) {
  const auto key = env_.keys.log_key(log_);
  if (!key) {
    core::fail("not recorded: the key of this device's log of the case cannot be read; restore " +
               core::shown(env_.keys.home().native()) + " from a backup");
  }
  LogHead head = store_.head(index_);
  return append_all(drafts, head, *key);
}

Appended Ledger::begin_log(const LogStart& start) {
  Array knows;
  std::vector<Checkpoint> heads = checkpoints();
  std::sort(heads.begin(), heads.end(),
            [](const Checkpoint& a, const Checkpoint& b) { return a.origin < b.origin; });
  for (const Checkpoint& head : heads) {
    knows.emplace_back(Object{{"log", head.origin}, {"root", head.root.hex()}, {"size", Value(head.size)}});
  }
  log_ = custody::log_key(env_.keys.create_log_key(env_.random).public_key());
  index_ = store_.add_log(log_);
  own_ = true;
  Object body = start.more;
  body["knows"] = std::move(knows);
  body["log"] = log_.text();
  return append_drafts({Draft{start.type, {}, std::move(body), start.signers, {}}}).front();
}

/// Remembers outside the case how far its logs had come.
void Ledger::note_heads(const std::vector<Appended>& done) {
  try {
    const auto logs = store_.logs();
    for (std::uint64_t i = 0; i < logs.size(); ++i) {
      if (const auto note = store_.newest_checkpoint(i)) {
        env_.keys.see_head(logs[i], *note);
      }
    }
  } catch (const std::exception& error) {
    core::fail(
        "entry " + label(done.back().seq) +
        " is recorded, do not do this again; but this device could not note the new head: " + error.what());
  }
}

std::vector<Appended> Ledger::transact(const std::function<std::vector<Appended>()>& work) {
  std::vector<Appended> out;
  try {
    Transaction transaction(store_.database());
    settle_incoming(folder_, store_);
    out = work();
    transaction.commit();
  } catch (const core::Error&) {
    choose_log();
    settle();
    throw;
  }
  if (!out.empty()) {
    note_heads(out);
  }
  settle();
  return out;
}

std::vector<Appended> Ledger::append(const std::function<std::vector<Draft>(const Ledger&)>& draft) {
  std::optional<LeftAccesses> left;
  auto out = transact([&] {
    check_seen_heads();
    left.emplace(*this);
    if (!own_ || !left->empty() || !news_of_others(store_, log_, index_).empty()) {
      const std::vector<Draft> first = draft(*this);
      const UnlockedKey& by = *first.at(0).signers.at(0).key;
      catch_up(by);
      if (!left->empty()) {
        append_drafts(left->drafts(by));
      }
    }
    return append_drafts(draft(*this));
  });
  left->remove();
  return out;
}

Appended Ledger::start_log(const LogStart& start) {
  return transact([&] { return std::vector<Appended>{begin_log(start)}; }).front();
}

}  // namespace custody
