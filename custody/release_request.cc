// SPDX-License-Identifier: Apache-2.0
#include "custody/release_request.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/merkle.h"
#include "core/text.h"
#include "custody/disclosure_lines.h"
#include "custody/entry_label.h"
#include "custody/opening.h"
#include "custody/type_rule.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr const char* kFormat = "exhibit.evidence/release-request/v2";
constexpr std::size_t kMostBytes = 16U << 20U;
constexpr std::size_t kMostEntries = 1000;
constexpr std::size_t kMostLogs = 100;

[[noreturn]] void refuse(const std::string& why) {
  core::fail("this is no release that can be answered: " + why +
             "; ask the one who made it for the file again");
}

/// Puts a request together: entries by number, logs by the order in which they hang on each other.
class Making {
 public:
  explicit Making(const Ledger& ledger) : ledger_(ledger), store_(ledger.store()) {}

  std::string text(std::uint64_t release) {
    const Entry entry = ledger_.entry(release);
    add_log(0);
    add(release, true);
    add(0, true);
    add(registered("key", entry.signers.front().key, "enrolled"), true);
    for (const About& about : entry.about) {
      add(registered("thing", about.id, "registered"), true);
    }
    Array logs;
    for (const std::uint64_t log : logs_) {
      Object out{{"checkpoint", *store_.newest_checkpoint(log)}};
      if (log > 0) {
        out["opening"] = Value(add(entry_number(log, 0), false));
        out["opener"] = Value(add(opener_of(log), false));
      }
      logs.emplace_back(std::move(out));
    }
    return core::json::encode(
               Object{{"entries", std::move(entries_)}, {"format", kFormat}, {"logs", std::move(logs)}}) +
           "\n";
  }

 private:
  std::uint64_t registered(const char* kind, const std::string& id, const char* member) const {
    const auto row = store_.get(kind, id);
    return static_cast<std::uint64_t>(row ? row->integer_of(member).value_or(0) : 0);
  }

  std::uint64_t opener_of(std::uint64_t log) const {
    return registered("key", ledger_.entry(entry_number(log, 0)).signers.front().key, "enrolled");
  }

  /// Place of the log in the file, behind the one that its opener is enrolled in.
  std::uint64_t add_log(std::uint64_t log) {
    auto found = std::find(logs_.begin(), logs_.end(), log);
    if (found == logs_.end()) {
      if (log > 0) {
        add_log(log_index_of(opener_of(log)));
      }
      logs_.push_back(log);
      found = logs_.end() - 1;
    }
    return static_cast<std::uint64_t>(found - logs_.begin());
  }

  /// Place of the entry in the file.
  std::uint64_t add(std::uint64_t number, bool disclosed) {
    const std::uint64_t log = log_index_of(number);
    Array proof;
    for (const core::Sha256& hash : tree_of(log).inclusion_proof(seq_of(number))) {
      proof.emplace_back(hash.hex());
    }
    entries_.emplace_back(Object{{"disclosures", disclosed ? disclosures_of(number) : Array{}},
                                 {"leaf", core::to_base64(*store_.leaf(number))},
                                 {"log", Value(add_log(log))},
                                 {"proof", std::move(proof)}});
    return entries_.size() - 1;
  }

  const core::merkle::Tree& tree_of(std::uint64_t log) {
    const auto found = trees_.find(log);
    return found != trees_.end() ? found->second
                                 : trees_.try_emplace(log, store_.leaf_hashes(log)).first->second;
  }

  Array disclosures_of(std::uint64_t number) const {
    std::vector<Disclosure> out;
    store_.each_disclosure(log_index_of(number), [&](const Disclosure& disclosure) {
      if (disclosure.seq == seq_of(number)) {
        out.push_back(disclosure);
      }
    });
    return disclosure_list(out);
  }

  const Ledger& ledger_;
  const Store& store_;
  std::map<std::uint64_t, core::merkle::Tree> trees_;
  std::vector<std::uint64_t> logs_;
  Array entries_;
};

const Array& list_in(const Value& value, const char* name, std::size_t most) {
  const Value* list = value.find(name);
  if (list == nullptr || list->array() == nullptr || list->array()->size() > most) {
    refuse(std::string("its ") + name + " are missing");
  }
  return *list->array();
}

std::uint64_t index_in(const Value& value, const char* name, std::size_t count) {
  const auto index = value.integer_of(name);
  if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= count) {
    refuse("a part of it names another that is not there");
  }
  return static_cast<std::uint64_t>(*index);
}

/// How many entries of that log the opening of a further log builds on.
std::uint64_t known_of(const Entry& opening, const std::string& log) {
  const Value* knows = opening.body().find("knows");
  return knows == nullptr ? 0 : vouched_size(*knows, log);
}

}  // namespace

std::string ReleaseRequest::make(const Ledger& ledger, std::uint64_t number) {
  std::string out;
  ledger.read_consistently([&] { out = Making(ledger).text(number); });
  return out;
}

ReleaseRequest ReleaseRequest::parse(std::string_view text) {
  const auto file = text.size() > kMostBytes ? std::nullopt : core::json::parse(text);
  if (!file || file->text_of("format") != kFormat) {
    refuse("the file has another form");
  }
  ReleaseRequest out;
  for (const Value& item : list_in(*file, "entries", kMostEntries)) {
    out.items_.push_back(read_item(item));
  }
  if (out.items_.size() < 3) {
    refuse("it holds no entries");
  }
  for (const Value& log : list_in(*file, "logs", kMostLogs)) {
    out.read_log(log);
  }
  for (const Item& item : out.items_) {
    out.check_in_log(item);
  }
  if (out.release().type != "released") {
    refuse("its first entry releases nothing");
  }
  check_signer(out.items_.front(), out.items_[2]);
  return out;
}

ReleaseRequest::Item ReleaseRequest::read_item(const Value& value) {
  const auto leaf = core::from_base64(value.text_of("leaf").value_or(""));
  auto entry = leaf ? parse_entry(*leaf) : std::variant<Entry, std::string>("no leaf");
  const Value* list = value.find("disclosures");
  auto disclosures = list == nullptr ? std::nullopt : parse_disclosures(*list);
  if (std::holds_alternative<std::string>(entry) || !disclosures) {
    refuse("an entry in it is malformed");
  }
  Item out{std::get<Entry>(std::move(entry)),
           core::merkle::leaf_hash(*leaf),
           index_in(value, "log", kMostLogs),
           {},
           std::move(*disclosures)};
  for (const std::string& hex : texts_in(value, "proof")) {
    out.proof.push_back(core::Sha256::parse(hex).value_or(core::Sha256{}));
  }
  return out;
}

/// The head of the next log, signed by the key that its opening names.
void ReleaseRequest::read_log(const Value& value) {
  Log log;
  log.opening = logs_.empty() ? 1 : index_in(value, "opening", items_.size());
  log.opener = logs_.empty() ? 0 : index_in(value, "opener", items_.size());
  const Item& opening = items_[log.opening];
  const auto key = log_named_by(opening.entry);
  const TypeRule* rule = rule_of(opening.entry.type);
  const bool opens = rule != nullptr && !body_fault(opening.entry.body(), rule->body) &&
                     (logs_.empty() ? opening.entry.type == "case_opened" : rule->opens_log);
  const auto head =
      key && opens ? Checkpoint::open(value.text_of("checkpoint").value_or(""), *key) : std::nullopt;
  if (!head || !(*key == log_key(key->key)) || opening.log != logs_.size()) {
    refuse("the head of a log is not signed by the key that the log was opened with");
  }
  log.head = *head;
  logs_.push_back(log);
  if (logs_.size() > 1) {
    check_further(logs_.size() - 1);
  }
}

/// A further log was opened by somebody whom a log before it had enrolled by then.
void ReleaseRequest::check_further(std::size_t index) const {
  const Item& opening = items_[logs_[index].opening];
  const Item& opener = items_[logs_[index].opener];
  if (opener.log >= index || known_of(opening.entry, logs_[opener.log].head.origin) <= opener.entry.seq) {
    refuse("a log in it does not build on the one that enrolled who opened it");
  }
  check_signer(opening, opener);
}

void ReleaseRequest::check_in_log(const Item& item) const {
  const bool opens_case = &item == &items_[1];
  const bool there = item.log < logs_.size() && item.entry.log == logs_[item.log].head.origin &&
                     (opens_case ? item.entry.seq == 0 : item.entry.case_id == case_id()) &&
                     core::merkle::verify_inclusion(item.entry.seq, logs_[item.log].head.size, item.hash,
                                                    item.proof, logs_[item.log].head.root);
  if (!there) {
    refuse("an entry in it is not in the log");
  }
}

void ReleaseRequest::check_signer(const Item& signed_by, const Item& enrolment) {
  const Entry& entry = signed_by.entry;
  const auto key = VerifierKey::parse(enrolment.entry.body().text_of("key").value_or(""));
  const bool enrols = enrolment.entry.type == "key_enrolled" || enrolment.entry.type == "key_rotated";
  if (!enrols || !key || key->name != entry.signers.front().key || !(*key == actor_key(key->key)) ||
      !verify_signature(entry.note.text, entry.note.signatures.front(), *key)) {
    refuse("an entry in it is not signed by the key that it names");
  }
}

std::string ReleaseRequest::label() const {
  const Item& item = items_.front();
  return entry_label(item.log == 0 ? "" : item.entry.log, item.entry.seq);
}

std::string ReleaseRequest::told(const std::string& type, const std::string& id,
                                 const std::string& name) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const Item& item) {
    return item.entry.type == type && (id.empty() || item.entry.is_about(id));
  });
  return found == items_.end() ? "" : told(*found, name);
}

std::string ReleaseRequest::told(const Item& item, const std::string& name) {
  const Value* field = item.entry.object.at_path(name);
  for (const Disclosure& disclosure : item.disclosures) {
    if (disclosure.name == name && field != nullptr && commitment_in(*field) == commitment(disclosure) &&
        disclosure.value.string() != nullptr) {
      return *disclosure.value.string();
    }
  }
  return "";
}

}  // namespace custody
