// SPDX-License-Identifier: Apache-2.0
// Further logs of a case: each device keeps its own, takes in the others' and never merges them; a lost or rolled-back log
// is ended and another goes on; custody that went two ways is settled by two people.
#include <algorithm>

#include "custody/entry_check.h"
#include "custody/four_eyes.h"
#include "custody/log_view.h"
#include "custody/note.h"
#include "custody/opening.h"
#include "custody/role_groups.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using K = MemberKind;

namespace {

std::uint64_t size_in(const Value& head) {
  return static_cast<std::uint64_t>(head.integer_of("size").value_or(0));
}

/// The head of that log among those the entry knew; nullptr when there is none.
const Value* known_head(const Entry& entry, const std::string& origin) {
  for (const Value& head : *entry.body().find("knows")->array()) {
    if (head.text_of("log") == origin) {
      return &head;
    }
  }
  return nullptr;
}

void check_log_key(EntryCheck& entry, bool own) {
  const auto log = VerifierKey::parse(entry.text("log"));
  if (!(*log == log_key(log->key)) || (own && log->name != entry.entry().log)) {
    entry.unauthorised("body.log", "the log's name does not follow from its key");
  }
}

void check_opening(EntryCheck& entry) {
  check_log_key(entry, true);
  const auto opened = entry.rows().get("case", "case");
  const auto first = VerifierKey::parse(opened ? opened->text_of("log").value_or("") : "");
  const Value* known = first ? known_head(entry.entry(), first->name) : nullptr;
  if (known == nullptr || size_in(*known) < 2) {
    entry.tampered("body.knows", "a further log builds on the log that opened the case");
  }
  for (const Value& head : *entry.member("knows")->array()) {
    if (head.text_of("log") == entry.entry().log || !index_of_log(entry.rows(), *head.text_of("log"))) {
      entry.report("missing", "body.knows", "", "a log that the entry builds on is not there");
    }
  }
}

void check_ending(EntryCheck& entry) {
  check_opening(entry);
  if (known_head(entry.entry(), entry.text("ended")) == nullptr) {
    entry.tampered("body.ended", "the log that is ended is not one the entry builds on");
  }
}

void check_restoring(EntryCheck& entry) {
  check_ending(entry);
  const auto& signers = entry.entry().signers;
  need_four_eyes(entry, signers.front().key, signers.back().key);
}

void put_ending(EntryEffect& entry) {
  const std::string ended = entry.text("ended");
  const Value* head = known_head(entry.entry(), ended);
  if (head != nullptr) {
    entry.mark("log", ended, "ended");
    entry.set("log", ended, "ended_at", Value(size_in(*head)));
  }
}

void put_restoring(EntryEffect& entry) {
  put_ending(entry);
  if (const Value* lost = entry.entry().body().find("lost")) {
    entry.set("log", entry.text("ended"), "lost", *lost);
  }
}

void check_import(EntryCheck& entry) {
  check_log_key(entry, false);
  const auto log = VerifierKey::parse(entry.text("log"));
  const auto index = index_of_log(entry.rows(), log->name);
  if (!index) {
    entry.report("missing", "body.log", "", "the log that is taken in is not there");
    return;
  }
  const auto view =
      LogView::of(entry.rows(), entry.entry().log, log_index_of(entry.entry().number), entry.entry().seq);
  const auto from = static_cast<std::uint64_t>(entry.integer("from").value_or(0));
  const auto size = static_cast<std::uint64_t>(entry.integer("size").value_or(0));
  if (log->name == entry.entry().log || from != view.size_of(*index) || size <= from) {
    entry.tampered("body.from", "the entry does not take in what follows on what was known of that log");
  }
}

void put_import(EntryEffect& entry) {
  const auto log = VerifierKey::parse(entry.text("log"));
  if (const auto index = index_of_log(entry.rows(), log->name)) {
    learn(entry.rows(), entry.entry().log, entry.entry().seq + 1, *index,
          static_cast<std::uint64_t>(*entry.entry().body().integer_of("size")));
  }
}

void check_settling(EntryCheck& entry) {
  const auto& signers = entry.entry().signers;
  need_four_eyes(entry, signers.front().key, signers.back().key);
  if (signers.front().role == signers.back().role) {
    entry.unauthorised("signers", "custody in dispute is settled by two roles");
  }
  entry.need_enrolled("holder.key", "the holder's key is not enrolled in this case");
}

/// Settles all contentions for the thing that the author knew of.
void settle_forks(EntryEffect& entry, const std::string& id) {
  const LogView view = LogView::of_entry(entry.rows(), entry.entry().number);
  entry.clear("thing", id, "forked");
  for (const auto& [row_id, fork] : entry.rows().list("fork", id + "/")) {
    const Value* contender = fork.find("entry");
    const auto settled = fork.integer_of("settled");
    const bool done = settled && view.knows(static_cast<std::uint64_t>(*settled));
    if (done || contender == nullptr || contender->integer() == nullptr) {
      continue;
    }
    if (view.knows(static_cast<std::uint64_t>(*contender->integer()))) {
      entry.mark("fork", row_id, "settled");
    } else if (!settled) {
      entry.set("thing", id, "forked", *contender);
    }
  }
}

void put_settling(EntryEffect& entry) {
  for (const About& about : entry.entry().about) {
    settle_forks(entry, about.id);
    entry.set("thing", about.id, "holder", *entry.entry().body().find("holder"));
    entry.set("thing", about.id, "holder_since", entry.seq());
  }
}

NeededSigners author_and_approver(const Entry& /*entry*/) { return {{"author", ""}, {"approving", ""}}; }

std::vector<MemberRule> opening(std::vector<MemberRule> more) {
  std::vector<MemberRule> out = {
      optional_member("device", K::committed), {"knows", K::head_list}, {"log", K::vkey}};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace

std::optional<VerifierKey> log_named_by(const Entry& first) {
  return first.seq == 0 ? VerifierKey::parse(first.body().text_of("log").value_or("")) : std::nullopt;
}

std::optional<VerifierKey> log_named_by(const std::optional<core::Bytes>& first_leaf) {
  const auto parsed =
      first_leaf ? parse_entry(*first_leaf) : std::variant<Entry, std::string>("there is none");
  const auto* entry = std::get_if<Entry>(&parsed);
  return entry == nullptr ? std::nullopt : log_named_by(*entry);
}

void put_log(const Entry& entry, Rows& rows) {
  rows.put("log", entry.log,
           Object{{"index", Value(log_index_of(entry.number))},
                  {"first", Value(entry.number)},
                  {"vkey", *entry.body().find("log")}});
  for (const Value& head : *entry.body().find("knows")->array()) {
    if (const auto index = index_of_log(rows, *head.text_of("log"))) {
      learn(rows, entry.log, 0, *index, size_in(head));
    }
  }
}

TypeRules log_rules() {
  TypeRules out;
  out["log_opened"] = {opening({}), AboutRule::none, kAnyRole, &check_opening};
  out["continued"] = {opening({{"ended", K::text}, {"reason", K::committed}}), AboutRule::none,
                      kAdministrators, &check_ending, &put_ending};
  MemberRule lost = object_with("lost", {{"root", K::hex}, {"size", K::integer}});
  lost.optional = true;
  out["restored"] = {opening({{"ended", K::text}, lost, {"reason", K::committed}}),
                     AboutRule::none,
                     kHandlers,
                     &check_restoring,
                     &put_restoring,
                     &author_and_approver};
  for (const char* type : {"log_opened", "continued", "restored"}) {
    out[type].opens_log = true;
  }
  out["imported"] = {{{"from", K::integer}, {"log", K::vkey}, {"root", K::hex}, {"size", K::integer}},
                     AboutRule::none,
                     kAnyRole,
                     &check_import,
                     &put_import};
  out["conflict_resolved"] = {{{"holder", K::holder}, {"reason", K::committed}},
                              AboutRule::one_thing,
                              kHandlers,
                              &check_settling,
                              &put_settling,
                              &author_and_approver,
                              false,
                              true};
  return out;
}

}  // namespace custody
