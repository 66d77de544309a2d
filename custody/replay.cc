// SPDX-License-Identifier: Apache-2.0
#include "custody/replay.h"

#include <algorithm>
#include <map>

#include "custody/about_rule.h"
#include "custody/as_known.h"
#include "custody/entry_check.h"
#include "custody/history.h"
#include "custody/opening.h"
#include "custody/person.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

/// The few keys of a case sign many entries: each is read once for each thread, as long as there are few.
std::optional<VerifierKey> key_in(const std::string& vkey) {
  constexpr std::size_t kMostKept = 64;  // a ledger can name any number of keys
  thread_local std::map<std::string, std::optional<VerifierKey>> read;
  auto found = read.find(vkey);
  if (found == read.end()) {
    if (read.size() == kMostKept) {
      read.clear();
    }
    found = read.emplace(vkey, VerifierKey::parse(vkey)).first;
  }
  return found->second;
}

/// `row` is that of the key.
std::optional<VerifierKey> key_of(const Entry& entry, const std::string& key_name,
                                  const std::optional<Value>& row, const Rows& rows) {
  std::string vkey;
  if (row) {
    vkey = row->text_of("vkey").value_or("");
  } else if (entry.number == 0) {
    vkey = entry.body().text_of("administrator").value_or("");
  } else if (const auto opened = rows.get("case", "case"); entry.number == 1 && opened) {
    vkey = opened->text_of("administrator").value_or("");
  }
  auto key = key_in(vkey);
  return key && key->name == key_name ? key : std::nullopt;
}

/// One entry being applied: what every type has in common; the rest is in the rule of its type.
class Application {
 public:
  Application(const Entry& entry, const core::Sha256& leaf_hash, Rows& rows)
      : entry_(entry),
        hash_(leaf_hash),
        all_rows_(rows),
        rule_(rule_of(entry.type)),
        follows_rule_(rule_ != nullptr && !body_fault(entry.body(), rule_->body)),
        view_(begin_view()),
        rows_(rows, view_),
        check_(entry, rows_) {}

  Findings run() {
    check_body();
    find_contention();
    check_signers();
    check_place();
    if (rule_ != nullptr) {
      check_about(check_, *rule_);
    }
    check_history();
    if (follows_rule_ && rule_->check != nullptr) {
      rule_->check(check_);
    }
    take_effect();
    return std::move(check_.findings());
  }

 private:
  void check_body() {
    if (rule_ == nullptr) {
      check_.report("unknown type", "type", "",
                    "entry type '" + entry_.type + "' is not known; its body was not read");
      check_.findings().back().kind = FindingKind::limit;
      return;
    }
    if (const auto fault = body_fault(entry_.body(), rule_->body)) {
      check_.tampered("body", *fault);
    }
  }

  /// The first entry of a further log says itself what its author knew.
  LogView begin_view() {
    const std::uint64_t index = log_index_of(entry_.number);
    if (follows_rule_ && index > 0 && entry_.seq == 0 && rule_->opens_log) {
      put_log(entry_, all_rows_);
    }
    return LogView::of(all_rows_, entry_.log, index, entry_.seq);
  }

  /// Things whose custody an entry this author had not seen has changed meanwhile: their state is that before it.
  void find_contention() {
    if (rule_ == nullptr || !rule_->exclusive) {
      return;
    }
    answered_ = answered_before();
    for (const About& about : entry_.about) {
      const auto row = all_rows_.get("thing", about.id);
      if (!answered_ && (!row || knows_tip(*row))) {
        continue;
      }
      if (auto tip = custody_tip(all_rows_, about.id, view_)) {
        rows_.set_thing(about.id, tip->thing);
        aside_.emplace(about.id, std::move(tip->thing));
      }
    }
  }

  /// The newest move of the thing, or an entry that says the same as it.
  bool knows_tip(const Value& thing) const {
    const auto newest = thing.integer_of("tip");
    const core::json::Array same = list_in(thing, "tip_again");
    return !newest || view_.knows(static_cast<std::uint64_t>(*newest)) ||
           std::any_of(same.begin(), same.end(), [&](const Value& number) {
             return number.integer() != nullptr && view_.knows(static_cast<std::uint64_t>(*number.integer()));
           });
  }

  /// The entry by which another device recorded, unknown to this author, the same answer to the same release.
  std::optional<std::uint64_t> answered_before() const {
    const bool answers = follows_rule_ && (entry_.type == "received" || entry_.type == "refused");
    const Value* hash = answers ? entry_.body().at_path("answer.release") : nullptr;
    const auto release = hash != nullptr ? all_rows_.get("release", *hash->string()) : std::nullopt;
    const auto answered = release ? release->integer_of(entry_.type) : std::nullopt;
    return answered && !view_.knows(static_cast<std::uint64_t>(*answered))
               ? std::optional(static_cast<std::uint64_t>(*answered))
               : std::nullopt;
  }

  /// REQUIRES: the signer's key is known; `row` is its row, which the first administrator's has not yet.
  bool holds(const std::optional<Value>& row, Role role) const {
    if (!row) {
      return entry_.number <= 1 && role == Role::administrator;
    }
    const auto roles = texts_in(*row, "roles");
    return std::find(roles.begin(), roles.end(), text_of(role)) != roles.end();
  }

  /// The role is part of what a private entry commits to.
  bool is_private(const Signer& signer) const {
    return entry_.type == "private" && signer.role == Role::committed;
  }

  void check_signers() {
    for (const Signer& signer : entry_.signers) {
      const auto row = rows_.get("key", signer.key);
      const auto end = row ? row->integer_of("revoked") : std::nullopt;
      if (!key_of(entry_, signer.key, row, rows_)) {
        check_.unauthorised("signers", "the key " + signer.key + " is not enrolled in this case");
      } else if (end) {
        check_.unauthorised("signers",
                            "the key " + signer.key + " was ended by entry " + std::to_string(*end));
      } else if (!is_private(signer) && !holds(row, signer.role)) {
        check_.unauthorised("signers", "the key " + signer.key + " does not hold the role " +
                                           std::string(text_of(signer.role)));
      }
      const bool may = rule_ == nullptr || signer.capacity == "witness" ||
                       std::find(rule_->roles.begin(), rule_->roles.end(), signer.role) != rule_->roles.end();
      if (!may) {
        check_.unauthorised("signers", "the role " + std::string(text_of(signer.role)) + " may not sign '" +
                                           entry_.type + "'");
      }
    }
    if (follows_rule_) {
      check_capacities();
    }
  }

  void check_capacities() {
    const NeededSigners needed =
        rule_->signers == nullptr ? NeededSigners{{"author", ""}} : rule_->signers(entry_);
    const std::size_t most = needed.size() + (rule_->witness_may_follow ? 1 : 0);
    bool good = entry_.signers.size() >= needed.size() && entry_.signers.size() <= most;
    for (std::size_t i = 0; good && i < entry_.signers.size(); ++i) {
      const Signer& signer = entry_.signers[i];
      good = i < needed.size() ? signer.capacity == needed[i].first &&
                                     (needed[i].second.empty() || signer.key == needed[i].second)
                               : signer.capacity == "witness";
    }
    if (!good) {
      check_.unauthorised("signers", "the signers are not those that '" + entry_.type + "' needs");
    }
  }

  void check_place() {
    const bool opens = entry_.type == "case_opened";
    if (opens != (entry_.number == 0)) {
      check_.tampered("type", opens ? "a case is opened only by entry 0" : "entry 0 does not open a case");
    }
    const bool first = entry_.seq == 0 && entry_.number > 0;
    if (rule_ != nullptr && rule_->opens_log != first) {
      check_.tampered("type", first ? "the first entry of a further log does not open it"
                                    : "a log is opened only by its first entry");
    }
    if (entry_.number == 1 && entry_.type != "key_enrolled") {
      check_.unauthorised("type", "entry 1 does not enrol the first administrator");
    }
  }

  void check_history() {
    for (const About& about : entry_.about) {
      const auto seen = history_heads(all_rows_, about.id, view_);
      const bool same =
          std::equal(seen.begin(), seen.end(), about.prev.begin(), about.prev.end(),
                     [](const HistoryHead& head, const core::Sha256& hash) { return head.hash == hash; });
      if (!same) {
        const bool fork = rule_ != nullptr && rule_->exclusive && !seen.empty() && about.prev.size() == 1;
        check_.report(
            fork ? "forked" : "tampered", "about", about.id,
            "the history of " + about.id + " that the author saw is not the history before this entry");
      }
      check_undisputed(about.id);
    }
  }

  /// While two entries contend for a thing nobody hands it on.
  void check_undisputed(const std::string& id) {
    if (rule_ == nullptr || !rule_->exclusive || !rows_.get("thing", id)) {
      return;
    }
    const auto forks = rows_.list("fork", id + "/");
    const bool disputed = std::any_of(forks.begin(), forks.end(),
                                      [](const auto& f) { return !f.second.integer_of("settled"); });
    const bool settles = entry_.type == "conflict_resolved";
    if (disputed != settles) {
      check_.report("unauthorised", "about", id,
                    settles ? "custody of " + id + " is not in dispute"
                            : "custody of " + id +
                                  " went two ways on two devices; settle that first, with "
                                  "'exhibit custody resolve'");
    }
  }

  void take_effect() {
    EntryEffect effect(entry_, hash_, all_rows_, aside_);
    if (follows_rule_) {
      if (rule_->effect != nullptr) {
        rule_->effect(effect);
      }
      for (const Attachment& attachment : entry_.attachments) {
        all_rows_.put("attachment", attachment.sha256.hex(),
                      Object{{"entry", effect.seq()}, {"size", Value(attachment.size)}});
      }
    }
    for (const About& about : entry_.about) {
      const bool tip = rule_ != nullptr && (rule_->exclusive || rule_->about == AboutRule::one_new_thing);
      if (aside_.contains(about.id) && answered_) {
        put_same_answer(effect, about.id);
      } else if (aside_.contains(about.id)) {
        put_contention(effect, about.id);
      } else if (tip) {
        move_tip(effect, about.id);
      }
      extend_history(all_rows_, about.id,
                     {entry_.number, entry_.order, hash_, about.prev,
                      tip ? effect.rows().get("thing", about.id) : std::nullopt});
    }
    if (entry_.about.empty()) {
      all_rows_.put("about", about_row("", entry_.number), Object{{"hash", hash_.hex()}});
    }
  }

  static void move_tip(EntryEffect& effect, const std::string& id) {
    if (effect.rows().get("thing", id)) {
      effect.set("thing", id, "tip", effect.seq());
      effect.clear("thing", id, "tip_again");
    }
  }

  /// Custody moved already when another device recorded the same answer.
  void put_same_answer(EntryEffect& effect, const std::string& id) {
    auto row = all_rows_.get("thing", id);
    if (!row || row->integer_of("tip") != static_cast<std::int64_t>(*answered_)) {
      return;
    }
    core::json::Array same = list_in(*row, "tip_again");
    same.push_back(effect.seq());
    row->set("tip_again", std::move(same));
    all_rows_.put("thing", id, std::move(*row));
  }

  void put_contention(EntryEffect& effect, const std::string& id) {
    auto row = all_rows_.get("thing", id);
    all_rows_.put("fork", about_row(id, entry_.number),
                  Object{{"against", *row->find("tip")}, {"entry", effect.seq()}});
    row->set("forked", effect.seq());
    all_rows_.put("thing", id, std::move(*row));
  }

  const Entry& entry_;
  const core::Sha256& hash_;
  Rows& all_rows_;
  const TypeRule* rule_;
  bool follows_rule_ = false;
  LogView view_;
  AsKnown rows_;  // what the author knew of all_rows_
  EntryCheck check_;
  ThingsAside aside_;  // as the author knew them, where custody has moved without their knowing
  std::optional<std::uint64_t>
      answered_;  // the entry in which another device recorded the answer that this one records
};

}  // namespace

std::optional<VerifierKey> signer_key(const Entry& entry, const std::string& key_name, const Rows& rows) {
  return key_of(entry, key_name, rows.get("key", key_name), rows);
}

std::string possession_text(const std::string& vkey, KeyUse use) {
  return std::string("exhibit.evidence/") + (use == KeyUse::exercise ? "exercise-possession" : "possession") +
         "/v1\n" + vkey + "\n";
}

Findings apply_entry(const Entry& entry, const core::Sha256& leaf_hash, Rows& rows) {
  return Application(entry, leaf_hash, rows).run();
}

}  // namespace custody
