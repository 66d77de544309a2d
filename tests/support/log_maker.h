// SPDX-License-Identifier: Apache-2.0
// A ledger put together entry by entry in memory, without the rules of appending: whatever a holder of the keys could
// sign. Tests damage it before or after signing and ask the verifier.
#pragma once

#include <algorithm>
#include <functional>
#include <map>

#include "core/merkle.h"
#include "custody/checkpoint.h"
#include "custody/commitment.h"
#include "custody/entry.h"
#include "custody/key_store.h"
#include "custody/replay.h"
#include "custody/store.h"
#include "custody/verify_ledger.h"
#include "tests/support/fake_clock.h"
#include "tests/support/list_cursor.h"

namespace support {

/// A person with a key made from a word; the same in every run.
inline custody::UnlockedKey person(const std::string& word, custody::Role role = custody::Role::examiner,
                                   custody::KeyUse use = custody::KeyUse::evidence) {
  custody::PrivateKey key =
      custody::PrivateKey::from_seed(core::sha256(core::as_bytes("person " + word)).view());
  custody::KeyCard card{custody::actor_key(key.public_key()), word, "", role, {}, use};
  card.possession = key.sign(core::as_bytes(custody::possession_text(card.key.text(), use)));
  return {std::move(card), std::move(key)};
}

/// The bytes of a ledger as a verifier is given them.
class MemoryLedger final : public custody::LogSource {
 public:
  std::vector<std::optional<core::Bytes>> all_leaves;
  std::vector<core::Bytes> leaf_sha3;
  std::vector<std::string> checkpoints;
  std::vector<custody::Disclosure> disclosures;
  std::vector<std::uint64_t> numbers;  // of the leaves; empty: 0, 1, 2, ...
  bool exported = false;

  void add_leaf(std::string_view leaf) {
    const core::ByteView bytes = core::as_bytes(leaf);
    all_leaves.emplace_back(core::Bytes(bytes.begin(), bytes.end()));
    const core::Sha3 sha3 = core::sha3(bytes);
    leaf_sha3.emplace_back(sha3.bytes.begin(), sha3.bytes.end());
  }
  std::unique_ptr<custody::LeafCursor> leaves() const override {
    std::vector<custody::FoundLeaf> out;
    for (std::size_t i = 0; i < all_leaves.size(); ++i) {
      out.push_back({numbers.empty() ? i : numbers[i], all_leaves[i], leaf_sha3[i]});
    }
    return std::make_unique<ListCursor>(std::move(out));
  }
  void each_checkpoint(const std::function<void(const std::string&)>& visit) const override {
    std::for_each(checkpoints.begin(), checkpoints.end(), visit);
  }
  void each_disclosure(const std::function<void(const custody::Disclosure&)>& visit) const override {
    std::for_each(disclosures.begin(), disclosures.end(), visit);
  }
  bool is_export() const override { return exported; }
};

struct Signing {
  const custody::UnlockedKey* key;
  custody::Role role;
  std::string capacity = "author";
};

struct Step {
  std::string type;
  std::vector<std::string> about;
  core::json::Object body;
  std::vector<Signing> signers;
  core::json::Array attachments = {};
};

class LogMaker {
 public:
  custody::UnlockedKey alice = person("alice", custody::Role::administrator);
  custody::UnlockedKey bob = person("bob");
  custody::UnlockedKey carol = person("carol", custody::Role::custodian);
  custody::PrivateKey log_private =
      custody::PrivateKey::from_seed(core::sha256(core::as_bytes("log")).view());
  custody::VerifierKey log = custody::log_key(log_private.public_key());
  MemoryLedger ledger;
  /// Changes the object of an entry before it is signed.
  std::function<void(std::uint64_t seq, core::json::Value& object)> edit = [](std::uint64_t,
                                                                              core::json::Value&) {};
  /// Gives the bytes to sign and keep; the default is the entry's canonical text.
  std::function<std::string(const core::json::Value& object)> text = [](const core::json::Value& object) {
    return custody::entry_text(object);
  };

  std::uint64_t size() const { return ledger.all_leaves.size(); }
  std::string hash_of(std::uint64_t seq) const {
    return core::merkle::leaf_hash(*ledger.all_leaves.at(seq)).hex();
  }
  std::string newest_hash() const { return hash_of(size() - 1); }

  void add(const Step& step) {
    core::json::Value object = object_of(step);
    edit(size(), object);
    auto sealed = custody::seal_commitments(object, size(), random_);
    std::move(sealed.begin(), sealed.end(), std::back_inserter(ledger.disclosures));
    custody::Note note{text(object), {}};
    for (const Signing& signing : step.signers) {
      note.signatures.push_back(
          custody::sign_note(note.text, signing.key->card.key, signing.key->private_key));
    }
    append(note.encode(), step.about);
  }

  void append(const std::string& leaf, const std::vector<std::string>& about = {}) {
    const core::Sha256 hash = core::merkle::leaf_hash(core::as_bytes(leaf));
    if (size() == 0) {
      case_id_ = hash.hex();
    }
    ledger.add_leaf(leaf);
    tree_.push_leaf(hash);
    chain_ = custody::next_chain(chain_, core::sha3(core::as_bytes(leaf)));
    for (const std::string& id : about) {
      heads_[id] = hash.hex();
    }
  }

  custody::Checkpoint head() const { return {log.name, tree_.size(), tree_.root()}; }
  void checkpoint() { ledger.checkpoints.push_back(head().signed_by(log, log_private)); }
  custody::LedgerReport verify(custody::LedgerTrust trust = {}) const {
    return custody::verify_ledger(ledger, trust);
  }

 private:
  core::json::Value object_of(const Step& step) {
    using core::json::Array;
    using core::json::Object;
    Array about;
    std::vector<std::string> ids = step.about;
    std::sort(ids.begin(), ids.end());
    for (const std::string& id : ids) {
      about.push_back(Object{{"id", id}, {"prev", heads_.contains(id) ? Array{heads_[id]} : Array{}}});
    }
    Array signers;
    for (const Signing& signing : step.signers) {
      signers.push_back(Object{{"capacity", signing.capacity},
                               {"key", signing.key->card.key.name},
                               {"role", custody::text_of(signing.role)}});
    }
    Object out{
        {"about", std::move(about)},
        {"attachments", step.attachments},
        {"body", step.body},
        {"chain", chain_.hex()},
        {"clock", Object{{"boot_id", "b"}, {"monotonic_us", 5}, {"source", "test"}, {"synchronised", false}}},
        {"log", log.name},
        {"seq", core::json::Value(size())},
        {"signers", std::move(signers)},
        {"time", clock_.now().text()},
        {"tool", Object{{"digest", ""}, {"name", "test"}, {"version", "1"}}},
        {"type", step.type}};
    if (size() > 0) {
      out["case"] = case_id_;
    }
    return out;
  }

  StepClock clock_;
  FixedRandom random_;
  core::merkle::Frontier tree_;
  core::Sha3 chain_;
  std::string case_id_;
  std::map<std::string, std::string> heads_;
};

/// Findings that are faults, as "class entry field: text" lines for messages and searches.
inline std::vector<std::string> faults_of(const custody::Findings& findings) {
  std::vector<std::string> out;
  for (const custody::Finding& finding : findings) {
    if (finding.kind == custody::FindingKind::fault) {
      out.push_back(finding.class_name + " " + (finding.entry ? std::to_string(*finding.entry) : "-") + " " +
                    finding.field + ": " + finding.text);
    }
  }
  return out;
}

inline bool has_finding(const custody::Findings& findings, custody::FindingKind kind,
                        const std::string& class_name, std::optional<std::uint64_t> entry = std::nullopt) {
  return std::any_of(findings.begin(), findings.end(), [&](const custody::Finding& finding) {
    return finding.kind == kind && finding.class_name == class_name && (!entry || finding.entry == entry);
  });
}

}  // namespace support
