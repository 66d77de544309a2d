// SPDX-License-Identifier: Apache-2.0
#include "custody/replay.h"

#include <algorithm>

#include "custody/entry_check.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

/// One entry being applied: what every type has in common; the rest is in the rule of its type.
class Application {
 public:
  Application(const Entry& entry, const core::Sha256& leaf_hash, Rows& rows)
      : entry_(entry), hash_(leaf_hash), rows_(rows), rule_(rule_of(entry.type)), check_(entry, rows) {}

  Findings run() {
    check_body();
    check_signers();
    check_place();
    if (rule_ != nullptr) {
      check_about();
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
    const auto fault = body_fault(entry_.body(), rule_->body);
    follows_rule_ = !fault;
    if (fault) {
      check_.tampered("body", *fault);
    }
  }

  bool holds(const std::string& key, Role role) const {
    if (const auto row = rows_.get("key", key)) {
      const auto roles = texts_in(*row, "roles");
      return std::find(roles.begin(), roles.end(), text_of(role)) != roles.end();
    }
    return entry_.seq <= 1 && role == Role::administrator && signer_key(entry_, key, rows_).has_value();
  }

  std::optional<std::int64_t> revoked(const std::string& key) const {
    const auto row = rows_.get("key", key);
    return row ? row->integer_of("revoked") : std::nullopt;
  }

  void check_signers() {
    for (const Signer& signer : entry_.signers) {
      if (!signer_key(entry_, signer.key, rows_)) {
        check_.unauthorised("signers", "the key " + signer.key + " is not enrolled in this case");
      } else if (const auto end = revoked(signer.key)) {
        check_.unauthorised("signers",
                            "the key " + signer.key + " was ended by entry " + std::to_string(*end));
      } else if (!holds(signer.key, signer.role)) {
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
    if (opens != (entry_.seq == 0)) {
      check_.tampered("type", opens ? "a case is opened only by entry 0" : "entry 0 does not open a case");
    }
    if (entry_.seq == 1 && entry_.type != "key_enrolled") {
      check_.unauthorised("type", "entry 1 does not enrol the first administrator");
    }
  }

  bool count_fits(std::size_t count) const {
    switch (rule_->about) {
      case AboutRule::none: return count == 0;
      case AboutRule::acquisition: return count == 3;
      case AboutRule::things:
      case AboutRule::some: return count >= 1;
      case AboutRule::any: return true;
      default: return count == 1;
    }
  }

  std::string kind_of(const std::string& id) const {
    if (rows_.get("thing", id)) {
      return "thing";
    }
    return rows_.get("image", id) ? "image" : "";
  }

  bool needs_thing() const {
    return rule_->about == AboutRule::things || rule_->about == AboutRule::one_thing;
  }

  void check_about() {
    const bool registers =
        rule_->about == AboutRule::one_new_thing || rule_->about == AboutRule::one_new_image;
    if (!count_fits(entry_.about.size())) {
      check_.tampered("about", "'" + entry_.type + "' is not about " + std::to_string(entry_.about.size()) +
                                   " things or images");
    }
    for (const About& about : entry_.about) {
      const std::string kind = kind_of(about.id);
      if (registers != kind.empty()) {
        check_.report("tampered", "about", about.id,
                      about.id + (registers ? " is registered twice" : " is not registered"));
      } else if (needs_thing() && kind != "thing") {
        check_.report("tampered", "about", about.id, about.id + " is an image; only things have a custodian");
      } else if (rule_->about == AboutRule::one_image && kind != "image") {
        check_.report("tampered", "about", about.id, about.id + " is no image");
      }
    }
  }

  void check_history() {
    for (const About& about : entry_.about) {
      const auto head = rows_.get("head", about.id);
      std::vector<core::Sha256> expected;
      if (head) {
        expected.push_back(core::Sha256::parse(head->text_of("hash").value_or("")).value_or(core::Sha256{}));
      }
      if (about.prev == expected) {
        continue;
      }
      const bool fork = rule_ != nullptr && rule_->exclusive && head && about.prev.size() == 1;
      check_.report(
          fork ? "forked" : "tampered", "about", about.id,
          "the history of " + about.id + " that the author saw is not the history before this entry");
    }
  }

  void take_effect() {
    EntryEffect effect(entry_, hash_, rows_);
    if (follows_rule_) {
      if (rule_->effect != nullptr) {
        rule_->effect(effect);
      }
      for (const Attachment& attachment : entry_.attachments) {
        rows_.put("attachment", attachment.sha256.hex(),
                  Object{{"entry", effect.seq()}, {"size", Value(attachment.size)}});
      }
    }
    for (const About& about : entry_.about) {
      rows_.put("head", about.id, Object{{"hash", hash_.hex()}, {"seq", effect.seq()}});
      rows_.put("about", about_row(about.id, entry_.seq), Object{});
    }
  }

  const Entry& entry_;
  const core::Sha256& hash_;
  Rows& rows_;
  const TypeRule* rule_;
  EntryCheck check_;
  bool follows_rule_ = false;
};

}  // namespace

std::optional<VerifierKey> signer_key(const Entry& entry, const std::string& key_name, const Rows& rows) {
  std::string vkey;
  if (const auto row = rows.get("key", key_name)) {
    vkey = row->text_of("vkey").value_or("");
  } else if (entry.seq == 0) {
    vkey = entry.body().text_of("administrator").value_or("");
  } else if (const auto opened = rows.get("case", "case"); entry.seq == 1 && opened) {
    vkey = opened->text_of("administrator").value_or("");
  }
  auto key = VerifierKey::parse(vkey);
  return key && key->name == key_name ? key : std::nullopt;
}

std::string possession_text(const std::string& vkey) {
  return "exhibit.evidence/possession/v1\n" + vkey + "\n";
}

Findings apply_entry(const Entry& entry, const core::Sha256& leaf_hash, Rows& rows) {
  return Application(entry, leaf_hash, rows).run();
}

}  // namespace custody
