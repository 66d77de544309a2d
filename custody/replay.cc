// SPDX-License-Identifier: Apache-2.0
#include "custody/replay.h"

#include <algorithm>
#include <set>

#include "custody/projection.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// One entry being applied: collects findings that already say which entry they are about.
class Application {
 public:
  Application(const Entry& entry, const core::Sha256& leaf_hash, Rows& rows)
      : entry_(entry), hash_(leaf_hash), rows_(rows), rule_(rule_of(entry.type)) {}

  Findings run() {
    check_body();
    check_signers();
    check_place();
    check_history();
    const bool readable = rule_ != nullptr && body_good_;
    if (readable) {
      check_custody();
      check_type();
    }
    project_entry(entry_, hash_, readable ? rule_ : nullptr, rows_);
    return std::move(findings_);
  }

 private:
  void report(const std::string& class_name, const std::string& field, const std::string& item,
              std::string text) {
    Finding finding = fault(class_name, std::move(text));
    finding.log = entry_.log;
    finding.entry = entry_.seq;
    finding.field = field;
    finding.item = item;
    findings_.push_back(std::move(finding));
  }
  std::string body_text(const char* name) const { return entry_.body().text_of(name).value_or(""); }

  void check_body() {
    if (rule_ == nullptr) {
      report("unknown type", "type", "",
             "entry type '" + entry_.type + "' is not known; its body was not read");
      findings_.back().kind = FindingKind::limit;
      return;
    }
    if (const auto fault = body_fault(entry_.body(), *rule_)) {
      body_good_ = false;
      report("tampered", "body", "", *fault);
    }
  }

  bool holds(const std::string& key, Role role) const {
    if (const auto row = rows_.get("key", key)) {
      const auto roles = texts_in(*row, "roles");
      return std::find(roles.begin(), roles.end(), text_of(role)) != roles.end();
    }
    return entry_.seq <= 1 && role == Role::administrator && signer_key(entry_, key, rows_).has_value();
  }

  void check_signers() {
    for (const Signer& signer : entry_.signers) {
      if (!signer_key(entry_, signer.key, rows_)) {
        report("unauthorised", "signers", "", "the key " + signer.key + " is not enrolled in this case");
      } else if (!holds(signer.key, signer.role)) {
        report("unauthorised", "signers", "",
               "the key " + signer.key + " does not hold the role " + std::string(text_of(signer.role)));
      }
      const bool may = rule_ == nullptr || signer.capacity == "witness" ||
                       std::find(rule_->roles.begin(), rule_->roles.end(), signer.role) != rule_->roles.end();
      if (!may) {
        report("unauthorised", "signers", "",
               "the role " + std::string(text_of(signer.role)) + " may not sign '" + entry_.type + "'");
      }
    }
    check_capacities();
  }

  void check_capacities() {
    if (rule_ == nullptr || !body_good_) {
      return;
    }
    std::vector<std::pair<std::string, std::string>> expected;  // capacity, key (empty: any)
    if (entry_.type == "transferred") {
      expected = {{"releasing", body_text("from")}, {"receiving", body_text("to")}};
    } else if (entry_.type == "transferred_to_outside") {
      const bool seized = entry_.body().boolean_of("seized").value_or(false);
      expected = {{seized ? "author" : "releasing", seized ? "" : body_text("from")}};
    } else if (entry_.type == "transferred_from_outside") {
      expected = {{"receiving", body_text("to")}};
    } else {
      expected = {{"author", ""}};
    }
    const bool outside = rule_->handover && entry_.type != "transferred";
    const std::size_t most = expected.size() + (outside ? 1 : 0);
    bool good = entry_.signers.size() >= expected.size() && entry_.signers.size() <= most;
    for (std::size_t i = 0; good && i < entry_.signers.size(); ++i) {
      const Signer& signer = entry_.signers[i];
      good = i < expected.size() ? signer.capacity == expected[i].first &&
                                       (expected[i].second.empty() || signer.key == expected[i].second)
                                 : signer.capacity == "witness";
    }
    if (!good) {
      report("unauthorised", "signers", "", "the signers are not those that '" + entry_.type + "' needs");
    }
  }

  void check_place() {
    const bool opens = entry_.type == "case_opened";
    if (opens != (entry_.seq == 0)) {
      report("tampered", "type", "",
             opens ? "a case is opened only by entry 0" : "entry 0 does not open a case");
    }
    if (entry_.seq == 1 && entry_.type != "key_enrolled") {
      report("unauthorised", "type", "", "entry 1 does not enrol the first administrator");
    }
  }

  std::string kind_of(const std::string& id) const {
    if (rows_.get("thing", id)) {
      return "thing";
    }
    return rows_.get("image", id) ? "image" : "";
  }

  void check_history() {
    if (rule_ != nullptr) {
      check_about();
    }
    for (const About& about : entry_.about) {
      const auto head = rows_.get("head", about.id);
      std::vector<core::Sha256> expected;
      if (head) {
        expected.push_back(core::Sha256::parse(head->text_of("hash").value_or("")).value_or(core::Sha256{}));
      }
      if (about.prev == expected) {
        continue;
      }
      const bool fork = rule_ != nullptr && rule_->handover && head && about.prev.size() == 1;
      report(fork ? "forked" : "tampered", "about", about.id,
             "the history of " + about.id + " that the author saw is not the history before this entry");
    }
  }

  void check_about() {
    const std::size_t n = entry_.about.size();
    const bool registers =
        rule_->about == AboutRule::one_new_thing || rule_->about == AboutRule::one_new_image;
    bool count_good = true;
    switch (rule_->about) {
      case AboutRule::none: count_good = n == 0; break;
      case AboutRule::acquisition: count_good = n == 3; break;
      case AboutRule::things: count_good = n >= 1; break;
      case AboutRule::any: break;
      default: count_good = n == 1;
    }
    if (!count_good) {
      report("tampered", "about", "",
             "'" + entry_.type + "' is not about " + std::to_string(n) + " things or images");
    }
    for (const About& about : entry_.about) {
      const std::string kind = kind_of(about.id);
      if (registers != kind.empty()) {
        report("tampered", "about", about.id,
               about.id + (registers ? " is registered twice" : " is not registered"));
      } else if (rule_->about == AboutRule::things && kind != "thing") {
        report("tampered", "about", about.id, about.id + " is an image; only things have a custodian");
      } else if (rule_->about == AboutRule::one_image && kind != "image") {
        report("tampered", "about", about.id, about.id + " is no image");
      }
    }
  }

  void check_custody() {
    if (!rule_->handover) {
      return;
    }
    const bool from_outside = entry_.type == "transferred_from_outside";
    const bool seized = entry_.body().boolean_of("seized").value_or(false);
    for (const About& about : entry_.about) {
      const auto row = rows_.get("thing", about.id);
      const Value* holder = row ? row->find("holder") : nullptr;
      const auto key = holder == nullptr ? std::nullopt : holder->text_of("key");
      if (from_outside && key) {
        report("unauthorised", "body", about.id,
               about.id + " is not held outside, so it cannot come from outside");
      }
      if (!from_outside && !seized && key != body_text("from")) {
        report("unauthorised", "body.from", about.id, about.id + " is not held by the one who releases it");
      }
    }
    if (entry_.type != "transferred") {
      check_attached(body_text("receipt"), "body.receipt");
    }
    const std::string to = body_text("to");
    if (!to.empty() && !rows_.get("key", to)) {
      report("unauthorised", "body.to", "", "the receiving key is not enrolled in this case");
    }
  }

  void check_attached(const std::string& sha256, const char* field) {
    const bool found = std::any_of(entry_.attachments.begin(), entry_.attachments.end(),
                                   [&](const Attachment& a) { return a.sha256.hex() == sha256; });
    if (!found) {
      report("tampered", field, "", "the digest names no attachment of this entry");
    }
  }

  void check_type() {
    if (entry_.type == "key_enrolled") {
      check_enrolment();
    } else if (entry_.type == "case_opened") {
      check_opening();
    } else if (entry_.type == "role_granted" && !rows_.get("key", body_text("key"))) {
      report("unauthorised", "body.key", "", "a role is granted to a key that is not enrolled");
    } else if (entry_.type == "artifact_linked" && !rows_.get("incident", body_text("incident"))) {
      report("tampered", "body.incident", "",
             "the incident " + body_text("incident") + " is not opened in this case");
    } else if (entry_.type == "incident_opened" && rows_.get("incident", body_text("number"))) {
      report("tampered", "body.number", "",
             "the incident " + body_text("number") + " is open already; it cannot be opened twice");
    } else if (entry_.type == "authority_recorded" && entry_.body().find("document") != nullptr) {
      check_attached(body_text("document"), "body.document");
    } else if (entry_.type == "fact_added") {
      check_after();
    } else if (entry_.type == "image_registered") {
      check_thing("image_of");
      check_thing("carrier");
    } else if (entry_.type == "thing_registered") {
      const auto key = entry_.body().find("holder")->text_of("key");
      if (key && !rows_.get("key", *key)) {
        report("unauthorised", "body.holder", "", "the holder's key is not enrolled in this case");
      }
    } else if (entry_.body().find("image") != nullptr) {
      check_image();
    }
  }

  /// `after` is what marks a fact as added later: it lists every finished acquisition of the item, rising.
  void check_after() {
    std::set<std::int64_t> finished;
    for (const auto& [image, row] : rows_.list("image", "")) {
      const auto seq = row.integer_of("finished");
      if (seq && (entry_.is_about(image) || entry_.is_about(row.text_of("image_of").value_or("")))) {
        finished.insert(*seq);
      }
    }
    const Array expected(finished.begin(), finished.end());
    if (*entry_.body().find("after") != Value(expected)) {
      report("tampered", "body.after", "", "'after' does not list the finished acquisitions of the item");
    }
  }

  void check_thing(const char* member) {
    if (!rows_.get("thing", body_text(member))) {
      report("tampered", std::string("body.") + member, "", body_text(member) + " is no registered thing");
    }
  }

  void check_opening() {
    const auto log = VerifierKey::parse(body_text("log"));
    const auto administrator = VerifierKey::parse(body_text("administrator"));
    if (!(*log == log_key(log->key)) || log->name != entry_.log ||
        !(*administrator == actor_key(administrator->key))) {
      report("unauthorised", "body", "", "a key's name does not follow from the key");
    }
  }

  void check_enrolment() {
    const auto key = VerifierKey::parse(body_text("key"));
    const auto proof = core::from_base64(body_text("possession"));
    if (!(*key == actor_key(key->key))) {
      report("unauthorised", "body.key", "", "the key's name does not follow from the key");
    }
    if (!key->key.verify(core::as_bytes(possession_text(key->text())), *proof)) {
      report("tampered", "body.possession", "", "the proof of possession does not verify");
    }
    if (rows_.get("key", key->name)) {
      report("tampered", "body.key", "",
             "the key " + key->name + " is enrolled already; it cannot be enrolled twice");
    }
    const auto opened = rows_.get("case", "case");
    if (entry_.seq == 1 && (!opened || opened->text_of("administrator") != body_text("key"))) {
      report("unauthorised", "body.key", "", "entry 1 does not enrol the first administrator");
    }
  }

  void check_image() {
    const std::string id = body_text("image");
    const auto image = rows_.get("image", id);
    if (!image || !entry_.is_about(id)) {
      report("tampered", "body.image", id, "the image is not what the entry is about");
      return;
    }
    const bool whole =
        entry_.type == "image_verified" || (entry_.is_about(image->text_of("image_of").value_or("")) &&
                                            entry_.is_about(image->text_of("carrier").value_or("")));
    if (!whole) {
      report("tampered", "about", id, "an acquisition is about its source, its carrier and its image");
    }
    const std::string state = image->text_of("state").value_or("");
    const bool starts = entry_.type == "acquisition_started";
    const bool follows = starts ? state == "registered" || state == "failed" : state == "started";
    if (entry_.type != "image_verified" && !follows) {
      report("tampered", "type", id,
             "'" + entry_.type + "' cannot follow the state '" + state + "' of " + id);
    }
    if (entry_.type == "image_verified" &&
        image->integer_of("finished") != entry_.body().integer_of("against")) {
      report("tampered", "body.against", id,
             "the entry compared against is not the finished acquisition of " + id);
    }
  }

  const Entry& entry_;
  const core::Sha256& hash_;
  Rows& rows_;
  const TypeRule* rule_;
  bool body_good_ = true;
  Findings findings_;
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
