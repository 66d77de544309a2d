// SPDX-License-Identifier: Apache-2.0
#include "custody/release_request.h"

#include <algorithm>

#include "core/error.h"
#include "core/merkle.h"
#include "core/text.h"
#include "custody/disclosure_lines.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr const char* kFormat = "exhibit.evidence/release-request/v1";
constexpr std::size_t kMostBytes = 16U << 20U;
constexpr std::size_t kMostEntries = 1000;

[[noreturn]] void refuse(const std::string& why) {
  core::fail("this is no release that can be answered: " + why +
             "; ask the one who made it for the file again");
}

std::vector<std::uint64_t> explaining(const Ledger& ledger, std::uint64_t seq) {
  const Entry release = ledger.entry(seq);
  std::vector<std::uint64_t> out = {seq, 0};
  const auto row_entry = [&](const char* kind, const std::string& id, const char* member) {
    const auto row = ledger.store().get(kind, id);
    out.push_back(static_cast<std::uint64_t>(row ? row->integer_of(member).value_or(0) : 0));
  };
  row_entry("key", release.signers.front().key, "enrolled");
  for (const About& about : release.about) {
    row_entry("thing", about.id, "registered");
  }
  return out;
}

}  // namespace

std::string ReleaseRequest::make(const Ledger& ledger, std::uint64_t seq) {
  const auto numbers = explaining(ledger, seq);
  const core::merkle::Tree tree(ledger.store().leaf_hashes());
  Array entries;
  for (const std::uint64_t number : numbers) {
    Array proof;
    for (const core::Sha256& hash : tree.inclusion_proof(number)) {
      proof.emplace_back(hash.hex());
    }
    entries.emplace_back(Object{{"leaf", core::to_base64(*ledger.store().leaf(number))},
                                {"proof", std::move(proof)},
                                {"seq", Value(number)}});
  }
  std::vector<Disclosure> disclosures;
  ledger.store().each_disclosure(0, [&](const Disclosure& disclosure) {
    if (std::find(numbers.begin(), numbers.end(), disclosure.seq) != numbers.end()) {
      disclosures.push_back(disclosure);
    }
  });
  return core::json::encode(Object{{"checkpoint", *ledger.store().newest_checkpoint()},
                                   {"disclosures", disclosure_list(disclosures)},
                                   {"entries", std::move(entries)},
                                   {"format", kFormat}}) +
         "\n";
}

ReleaseRequest ReleaseRequest::parse(std::string_view text) {
  const auto file = text.size() > kMostBytes ? std::nullopt : core::json::parse(text);
  if (!file || file->text_of("format") != kFormat) {
    refuse("the file has another form");
  }
  ReleaseRequest out;
  out.read_entries(*file);
  const Value* list = file->find("disclosures");
  const auto disclosures = list == nullptr ? std::nullopt : parse_disclosures(*list);
  if (!disclosures) {
    refuse("its disclosures are malformed");
  }
  out.disclosures_ = *disclosures;
  out.check_giver();
  return out;
}

void ReleaseRequest::read_entries(const Value& file) {
  const Value* list = file.find("entries");
  if (list == nullptr || list->array() == nullptr || list->array()->size() < 3 ||
      list->array()->size() > kMostEntries) {
    refuse("it holds no entries");
  }
  std::vector<std::pair<std::uint64_t, std::vector<core::Sha256>>> places;
  for (const Value& item : *list->array()) {
    const auto leaf = core::from_base64(item.text_of("leaf").value_or(""));
    auto entry = leaf ? parse_entry(*leaf) : std::variant<Entry, std::string>("no leaf");
    if (std::holds_alternative<std::string>(entry)) {
      refuse("an entry in it is malformed");
    }
    std::vector<core::Sha256> proof;
    for (const std::string& hex : texts_in(item, "proof")) {
      proof.push_back(core::Sha256::parse(hex).value_or(core::Sha256{}));
    }
    entries_.push_back(std::get<Entry>(std::move(entry)));
    hashes_.push_back(core::merkle::leaf_hash(*leaf));
    places.emplace_back(entries_.back().seq, std::move(proof));
  }
  const auto log = VerifierKey::parse(entries_[1].body().text_of("log").value_or(""));
  const auto head = log && entries_[1].seq == 0 && entries_[1].type == "case_opened"
                        ? Checkpoint::open(file.text_of("checkpoint").value_or(""), *log)
                        : std::nullopt;
  if (!head || !(*log == log_key(log->key))) {
    refuse("the head of its log is not signed by the key of its case");
  }
  head_ = *head;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!core::merkle::verify_inclusion(places[i].first, head_.size, hashes_[i], places[i].second,
                                        head_.root)) {
      refuse("an entry in it is not in the log");
    }
  }
}

void ReleaseRequest::check_giver() const {
  const Entry& enrolment = entries_[2];
  const auto key = VerifierKey::parse(enrolment.body().text_of("key").value_or(""));
  if (release().type != "released" || !key || key->name != giver() || !(*key == actor_key(key->key)) ||
      !verify_signature(release().note.text, release().note.signatures.front(), *key)) {
    refuse("the release is not signed by the key that it names");
  }
}

std::string ReleaseRequest::told(const std::string& type, const std::string& id,
                                 const std::string& name) const {
  for (const Entry& entry : entries_) {
    if (entry.type != type || (!id.empty() && !entry.is_about(id))) {
      continue;
    }
    const Value* field = entry.object.at_path(name);
    for (const Disclosure& disclosure : disclosures_) {
      if (disclosure.seq == entry.seq && disclosure.name == name && field != nullptr &&
          commitment_in(*field) == commitment(disclosure) && disclosure.value.string() != nullptr) {
        return *disclosure.value.string();
      }
    }
  }
  return "";
}

}  // namespace custody
