// SPDX-License-Identifier: Apache-2.0
#include "custody/log_check.h"

#include <algorithm>

#include "core/error.h"
#include "custody/history.h"
#include "custody/log_view.h"
#include "custody/opening.h"
#include "custody/private_entry.h"
#include "custody/replay.h"
#include "custody/store.h"

namespace custody {

using core::json::Value;

namespace {

NeededHead needed_head(std::uint64_t entry, const Value& head, const std::string& origin) {
  return {entry, origin,
          static_cast<std::uint64_t>(std::max<std::int64_t>(0, head.integer_of("size").value_or(0))),
          head.text_of("root").value_or("")};
}

/// Heads of other logs that an entry takes in.
std::vector<NeededHead> heads_taken_in(const Entry& entry) {
  std::vector<NeededHead> out;
  const Value& body = entry.body();
  if (entry.type == "imported") {
    const auto log = VerifierKey::parse(body.text_of("log").value_or(""));
    out.push_back(needed_head(entry.seq, body, log ? log->name : ""));
  }
  const Value* knows = body.find("knows");
  if (knows != nullptr && knows->array() != nullptr) {
    for (const Value& head : *knows->array()) {
      out.push_back(needed_head(entry.seq, head, head.text_of("log").value_or("")));
    }
  }
  return out;
}

/// Those that both give are equal.
bool same_digests(const Value* a, const Value* b) {
  for (const char* name : {"md5", "sha1", "sha256"}) {
    const auto left = a == nullptr ? std::nullopt : a->text_of(name);
    const auto right = b == nullptr ? std::nullopt : b->text_of(name);
    if (left && right && *left != *right) {
      return false;
    }
  }
  return true;
}

}  // namespace

LogCheck::LogCheck(const LogSource& source, std::uint64_t index, LedgerCheck& all)
    : source_(source), index_(index), all_(all), next_entry_(std::string()) {
  load_disclosures();
  guarded("entries", [&] { leaves_ = source_.leaves(); });
  advance();
  const auto* entry = std::get_if<Entry>(&next_entry_);
  if (entry != nullptr && next_->seq == 0) {
    report().log = log_named_by(*entry);
  }
}

void LogCheck::add_finding(Finding finding, std::optional<std::uint64_t> entry, std::string field,
                           std::string item) {
  finding.log = origin();
  finding.entry = entry;
  finding.field = std::move(field);
  finding.item = std::move(item);
  all_.report.findings.push_back(std::move(finding));
}

void LogCheck::report_rest(const Repeated& repeated, const char* what, const char* field) {
  if (const auto rest = repeated.rest("tampered", what)) {
    add_finding(*rest, rest->entry, field);
  }
}

/// Reads the next leaf, so that what it builds on is known before it is replayed.
void LogCheck::advance() {
  next_.reset();
  needs_.clear();
  if (leaves_) {
    guarded("entries", [&] { next_ = leaves_->next(); });
  }
  next_entry_ = next_ && next_->leaf ? parse_entry(*next_->leaf) : std::string();
  if (const auto* entry = std::get_if<Entry>(&next_entry_)) {
    needs_ = heads_taken_in(*entry);
    named_heads_.insert(named_heads_.end(), needs_.begin(), needs_.end());
  }
}

void LogCheck::take() {
  const FoundLeaf found = std::move(*next_);
  const std::uint64_t expected = taken();
  if (found.seq != expected) {
    if (!gap_reported_) {
      add_finding(fault("missing", "entry " + std::to_string(expected) +
                                       " is missing; the next one there is " + std::to_string(found.seq)),
                  expected);
    }
    gap_reported_ = true;
  }
  if (!found.leaf) {
    take_withheld(found);
  } else {
    const core::Sha256 hash = core::merkle::leaf_hash(*found.leaf);
    if (auto* entry = std::get_if<Entry>(&next_entry_)) {
      take_entry(*entry, found.seq, hash);
    } else {
      add_finding(fault("tampered", "entry " + std::to_string(found.seq) +
                                        " is malformed: " + std::get<std::string>(next_entry_)),
                  found.seq);
      disclosed_.meet_all_of(found.seq);
    }
    const core::Sha3 sha3 = core::sha3(*found.leaf);
    push(hash, sha3);
    compare_stored(found, hash, sha3);
  }
  ++all_.replayed;
  advance();
}

void LogCheck::take_withheld(const FoundLeaf& found) {
  add_finding(source_.is_export() && found.seq > 1
                  ? limit("withheld", "the entry is withheld and was not checked")
                  : fault("missing", "the entry's bytes are missing"),
              found.seq);
  all_.withheld_before = true;
  if (found.leaf_hash) {
    all_.withheld.insert(*found.leaf_hash);
  } else {
    withheld_from_ = std::min(withheld_from_, found.seq);
    all_.withheld_unknown = true;
    report().root_known = false;
  }
  push(found.leaf_hash.value_or(core::Sha256{}), core::Sha3::from(found.leaf_sha3).value_or(core::Sha3{}));
}

/// Where the author saw entries that are withheld here, the history before the entry is taken as they say it is.
void LogCheck::bridge_withheld(Entry& entry) {
  const LogView view = LogView::of(all_.report.rows, entry.log, index_, entry.seq);
  for (About& about : entry.about) {
    const auto heads = history_heads(all_.report.rows, about.id, view);
    bool hidden = false;
    bool explained = !heads.empty();
    for (const core::Sha256& seen : about.prev) {
      const bool known =
          std::any_of(heads.begin(), heads.end(), [&](const HistoryHead& head) { return head.hash == seen; });
      hidden = hidden || !known;
      explained = explained && (known || all_.withheld_unknown || all_.withheld.contains(seen));
    }
    if (!hidden || !explained) {
      continue;
    }
    add_finding(limit("withheld", "not checkable, an entry about " + about.id + " before it is withheld"),
                entry.seq, "about", about.id);
    about.prev.clear();
    for (const HistoryHead& head : heads) {
      about.prev.push_back(head.hash);
    }
  }
}

void LogCheck::push(const core::Sha256& hash, const core::Sha3& sha3) {
  report().tree.push_leaf(hash);
  report().chain = next_chain(report().chain, sha3);
}

void LogCheck::compare_stored(const FoundLeaf& found, const core::Sha256& hash, const core::Sha3& sha3) {
  const auto same = [](const core::Bytes& stored, core::ByteView computed) {
    return std::equal(stored.begin(), stored.end(), computed.begin(), computed.end());
  };
  StoredBreaks& breaks = report().stored;
  if (found.stored &&
      !(same(found.stored->leaf_hash, hash.view()) && same(found.stored->leaf_sha3, sha3.view()) &&
        same(found.stored->chain, report().chain.view())) &&
      breaks.all.first(found.seq)) {
    breaks.first = found.seq;
  }
}

void LogCheck::take_entry(Entry& entry, std::uint64_t seq, const core::Sha256& hash) {
  if (seq == 0 && index_ == 0) {
    start(entry, hash);
  }
  check_position(entry, seq);
  check_time(entry, seq);
  replay(entry, seq, hash);
  check_disclosures(entry, seq, hash);
}

void LogCheck::start(const Entry& /*entry*/, const core::Sha256& hash) {
  all_.report.case_id = hash.hex();
  if (all_.trust.case_id && *all_.trust.case_id != hash) {
    add_finding(fault("unauthorised", "the case id is " + hash.hex() + ", not the one given (" +
                                          all_.trust.case_id->hex() + ")"),
                0);
  }
}

void LogCheck::check_position(const Entry& entry, std::uint64_t seq) {
  if (entry.seq != seq) {
    add_finding(fault("tampered", "the entry says it is entry " + std::to_string(entry.seq)), seq, "seq");
  }
  if (report().log && entry.log != report().log->name) {
    add_finding(fault("tampered", "the entry belongs to another log"), seq, "log");
  }
  const std::string case_id = entry.case_id ? entry.case_id->hex() : "";
  if (case_id != (seq == 0 && index_ == 0 ? "" : all_.report.case_id)) {
    add_finding(fault("tampered", "the entry belongs to another case"), seq, "case");
  }
  if (entry.chain != report().chain && !gap_reported_ && chain_breaks_.first(seq)) {
    add_finding(fault("tampered", "the entry does not follow on what stands before it (second chain)"), seq,
                "chain");
  }
}

/// REQUIRES: before the entry is replayed, so that the keys are those just before it.
void LogCheck::check_signatures(const Entry& entry, std::uint64_t seq) {
  for (std::size_t i = 0; i < entry.signers.size(); ++i) {
    const auto key = signer_key(entry, entry.signers[i].key, all_.report.rows);
    if (!key) {
      continue;  // said by the replay
    }
    const core::Bytes& bytes = entry.note.signatures[i].bytes;
    const auto id = key->id();
    if (!std::equal(id.begin(), id.end(), bytes.begin())) {
      add_finding(
          fault("unauthorised", "signature " + std::to_string(i + 1) + " does not carry the id of its key"),
          seq, "signatures");
      continue;
    }
    all_.workers.add({entry.note.text,
                      {bytes.begin() + 4, bytes.end()},
                      key->key,
                      {index_, seq, i, &all_.signed_by.try_emplace(key->name).first->first}});
  }
}

void LogCheck::replay(Entry& entry, std::uint64_t seq, const core::Sha256& hash) {
  entry.number = entry_number(index_, seq);
  entry.order = all_.replayed;
  if (entry.seq != seq) {
    entry.seq = seq;  // said already
  }
  check_signatures(entry, seq);
  if (all_.withheld_before) {
    bridge_withheld(entry);
  }
  bool body_good = true;
  Findings findings = apply_entry(entry, hash, all_.report.rows);
  const auto* content = entry.type == kPrivateType ? disclosed_.find(seq, kPrivateContent) : nullptr;
  if (content != nullptr) {
    for (Finding& finding : check_private(entry, *content->content, all_.report.rows)) {
      findings.push_back(std::move(finding));
    }
  }
  for (Finding& finding : findings) {
    finding.entry = seq;
    body_good = body_good && finding.field != "body";
    if (all_.withheld_before && finding.rests_on_earlier) {
      finding.kind = FindingKind::limit;
      finding.class_name = "withheld";
      finding.text = "not checkable, an earlier entry is withheld: " + finding.text;
    }
    all_.report.findings.push_back(std::move(finding));
  }
  if (body_good) {
    remember(entry);  // names in it lead to files
  }
  for (const Signer& signer : entry.signers) {
    all_.signed_by[signer.key].push_back(entry.number);
  }
}

void LogCheck::load_disclosures() {
  guarded("disclosures", [&] { source_.each_disclosure([&](const Disclosure& d) { disclosed_.add(d); }); });
  for (const auto& [seq, name] : disclosed_.sort_out()) {
    add_finding(fault("mismatch", "a disclosure is given twice"), seq, name);
  }
}

void LogCheck::check_time(const Entry& entry, std::uint64_t seq) {
  if (entry.time < last_time_) {
    add_finding(limit("clock anomaly",
                      "the claimed time " + entry.time.text() + " is earlier than that of the entry before"),
                seq, "time");
  }
  last_time_ = entry.time;
  const Value* seen = entry.object.find("seen");
  if (const auto token = seen == nullptr ? std::nullopt : seen->text_of("token")) {
    seen_tokens_.push_back({seq, *core::Sha256::parse(*token), entry.time});
  }
}

void LogCheck::check_seen_tokens(const std::map<core::Sha256, core::UtcTime>& tokens) {
  for (const SeenToken& seen : seen_tokens_) {
    const auto made = tokens.find(seen.token);
    if (made != tokens.end() && seen.time < made->second) {
      add_finding(limit("clock anomaly", "the claimed time " + seen.time.text() +
                                             " is earlier than that of the time stamp its author had seen, " +
                                             made->second.text()),
                  seen.entry, "time");
    }
  }
}

void LogCheck::check_disclosures(const Entry& entry, std::uint64_t seq, const core::Sha256& hash) {
  for (CommittedField& field : commitments_in(entry.object)) {
    DisclosedValues::Item* found = disclosed_.find(seq, field.name);
    if (found == nullptr) {
      AbsentValue value{index_, seq, std::move(field), hash, {}};
      for (const About& about : entry.about) {
        value.about.push_back(about.id);
      }
      all_.absent.push_back(std::move(value));
      continue;
    }
    if (found->commit != field.hash) {
      add_finding(fault("mismatch", "the value of a committed field is not what was committed"), seq,
                  field.name);
    }
    found->met = true;
  }
}

void LogCheck::report_absent(const AbsentValue& value) {
  add_finding(source_.is_export() ? limit("withheld", "the value of a committed field is withheld")
                                  : fault("missing", "the value of a committed field is missing"),
              value.seq, value.field.name);
}

bool LogCheck::has_value(const Entry& erasure) const {
  const auto seq = static_cast<std::uint64_t>(erasure.body().integer_of("seq").value_or(0));
  bool found = false;
  const auto look = [&](const Disclosure& d) {
    found = found || (d.seq == seq && erasure.body().text_of("field") == d.name &&
                      erasure.body().text_of("commit") == commitment(d).hex());
  };
  try {
    source_.each_disclosure(look);
  } catch (const core::Error&) {
    return found;  // said when they were read first
  }
  return found;
}

void LogCheck::remember(const Entry& entry) {
  const std::string image = entry.body().text_of("image").value_or("");
  if (entry.type == "image_registered" && entry.about.size() == 1) {
    ImageRecord& record = all_.report.images[entry.about[0].id];
    record.image_of = entry.body().text_of("image_of").value_or("");
    record.format = entry.body().text_of("format").value_or("");
  } else if (entry.type == "acquisition_finished") {
    all_.report.images[image].finished = entry.body();
    all_.report.images[image].finished_entry = entry.number;
  } else if (entry.type == "image_imported") {
    ImageRecord& record = all_.report.images[image];
    record.finished = record.verified = entry.body();
    record.finished_entry = record.verified_entry = entry.number;
    check_sheet(entry);
  } else if (entry.type == "image_verified") {
    check_match(entry, all_.report.images[image]);
    all_.report.images[image].verified = entry.body();
    all_.report.images[image].verified_entry = entry.number;
  } else if (entry.type == "disclosure_erased") {
    all_.erasures.push_back(entry);
  } else if (entry.type == "document_issued") {
    all_.report.documents[entry.body().text_of("file").value_or("")] = entry.body();
  }
  if (const Value* head = entry.body().find("head")) {
    heads_.emplace_back(entry.seq, *head);
  }
}

/// What ties an image taken unsigned to the place where it was taken is the digest that a person wrote down there.
void LogCheck::check_sheet(const Entry& entry) {
  const Value* told = entry.body().at_path("unsigned.sheet_told");
  if (told != nullptr && told->boolean() != nullptr && !*told->boolean()) {
    add_finding(limit("not compared",
                      "the sheet of an image taken unsigned was not compared with a digest written down when "
                      "the image was taken"),
                entry.seq, "body.unsigned.sheet_told", entry.body().text_of("image").value_or(""));
  }
}

/// A comparison that says "same" must name the digests of the acquisition it compares with.
void LogCheck::check_match(const Entry& entry, const ImageRecord& record) {
  const Value& body = entry.body();
  if (!body.boolean_of("match").value_or(false) || record.finished.is_null()) {
    return;
  }
  const Value* root = record.finished.at_path("blocks.root");
  const bool same = body.integer_of("bytes") == record.finished.integer_of("bytes") && root != nullptr &&
                    root->string() != nullptr && body.text_of("blocks_root") == *root->string() &&
                    same_digests(body.find("digests"), record.finished.find("digests"));
  if (!same) {
    add_finding(
        fault("mismatch",
              "the comparison is recorded as equal, but its digests are not those of the acquisition"),
        entry.seq, "body.match", entry.body().text_of("image").value_or(""));
  }
}

}  // namespace custody
