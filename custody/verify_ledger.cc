// SPDX-License-Identifier: Apache-2.0
#include "custody/verify_ledger.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/error.h"
#include "custody/replay.h"
#include "custody/store.h"

namespace custody {

using core::json::Value;

namespace {

class Verifier {
 public:
  Verifier(const LedgerSource& source, const LedgerTrust& trust) : source_(source), trust_(trust) {}

  LedgerReport run() {
    guarded("disclosures", [&] { load_disclosures(); });
    guarded("checkpoints",
            [&] { source_.each_checkpoint([&](const std::string& note) { notes_.push_back(note); }); });
    guarded("entries", [&] {
      source_.each_leaf(
          [&](std::uint64_t seq, const auto& leaf, const auto& sha3) { take_leaf(seq, leaf, sha3); });
    });
    check_checkpoints();
    report_rest(chain_breaks_, "entries", "chain");
    report_rest(root_breaks_, "checkpoints", "checkpoint");
    check_leftover_disclosures();
    check_heads();
    check_known_heads();
    answer_questions();
    report_.rows = std::move(rows_);
    return std::move(report_);
  }

 private:
  void report(Finding finding, std::optional<std::uint64_t> entry = std::nullopt, std::string field = "",
              std::string item = "") {
    finding.log = report_.log ? report_.log->name : "";
    finding.entry = entry;
    finding.field = std::move(field);
    finding.item = std::move(item);
    report_.findings.push_back(std::move(finding));
  }

  void report_rest(const Repeated& repeated, const char* what, const char* field) {
    if (const auto rest = repeated.rest("tampered", what)) {
      report(*rest, rest->entry, field);
    }
  }

  /// Damage below the bytes (a torn database) is a finding like any other.
  template <typename Work>
  void guarded(const char* what, const Work& work) {
    try {
      work();
    } catch (const core::Error& error) {
      report(fault("tampered", std::string("the ") + what + " cannot be read to the end: " + error.what()),
             std::nullopt, what);
    }
  }

  void load_disclosures() {
    source_.each_disclosure([&](const Disclosure& d) {
      const std::string name = d.name;
      if (!disclosures_.emplace(std::pair{d.seq, name}, d).second) {
        report(fault("mismatch", "a disclosure is given twice"), d.seq, name);
      }
    });
  }

  void take_leaf(std::uint64_t seq, const std::optional<core::Bytes>& leaf, const core::Bytes& leaf_sha3) {
    const std::uint64_t expected = report_.tree.size();
    if (seq != expected) {
      if (!gap_reported_) {
        report(fault("missing", "entry " + std::to_string(expected) + " is missing; the next one there is " +
                                    std::to_string(seq)),
               expected);
      }
      gap_reported_ = true;
    }
    if (!leaf) {
      take_withheld(seq, leaf_sha3);
      return;
    }
    const core::Sha256 hash = core::merkle::leaf_hash(*leaf);
    auto parsed = parse_entry(*leaf);
    if (auto* entry = std::get_if<Entry>(&parsed)) {
      take_entry(*entry, seq, hash);
    } else {
      report(fault("tampered",
                   "entry " + std::to_string(seq) + " is malformed: " + std::get<std::string>(parsed)),
             seq);
      std::erase_if(disclosures_, [seq](const auto& d) { return d.first.first == seq; });
    }
    advance(hash, core::sha3(*leaf));
  }

  void take_withheld(std::uint64_t seq, const core::Bytes& leaf_sha3) {
    report(source_.is_export() && seq > 1 ? limit("withheld", "the entry is withheld and was not checked")
                                          : fault("missing", "the entry's bytes are missing"),
           seq);
    withheld_from_ = std::min(withheld_from_, seq);
    report_.root_known = false;
    advance(core::Sha256{}, core::Sha3::from(leaf_sha3).value_or(core::Sha3{}));
  }

  void advance(const core::Sha256& hash, const core::Sha3& sha3) {
    report_.tree.push_leaf(hash);
    report_.chain = next_chain(report_.chain, sha3);
    roots_.push_back(report_.tree.root());
  }

  void take_entry(const Entry& entry, std::uint64_t seq, const core::Sha256& hash) {
    if (seq == 0) {
      start(entry, hash);
    }
    check_position(entry, seq);
    check_signatures(entry, seq);
    check_time(entry, seq);
    bool body_good = true;
    for (Finding& finding : apply_entry(entry, hash, rows_)) {
      finding.entry = seq;
      body_good = body_good && finding.field != "body";
      if (seq > withheld_from_) {
        finding.kind = FindingKind::limit;
        finding.class_name = "withheld";
        finding.text = "not checkable, an earlier entry is withheld: " + finding.text;
      }
      report_.findings.push_back(std::move(finding));
    }
    check_disclosures(entry, seq);
    if (body_good) {
      remember(entry);  // names in it lead to files
    }
  }

  void start(const Entry& entry, const core::Sha256& hash) {
    report_.case_id = hash.hex();
    report_.log = VerifierKey::parse(entry.body().text_of("log").value_or(""));
    if (trust_.case_id && *trust_.case_id != hash) {
      report(fault("unauthorised",
                   "the case id is " + hash.hex() + ", not the one given (" + trust_.case_id->hex() + ")"),
             0);
    }
  }

  void check_position(const Entry& entry, std::uint64_t seq) {
    if (entry.seq != seq) {
      report(fault("tampered", "the entry says it is entry " + std::to_string(entry.seq)), seq, "seq");
    }
    if (report_.log && entry.log != report_.log->name) {
      report(fault("tampered", "the entry belongs to another log"), seq, "log");
    }
    const std::string case_id = entry.case_id ? entry.case_id->hex() : "";
    if (case_id != (seq == 0 ? "" : report_.case_id)) {
      report(fault("tampered", "the entry belongs to another case"), seq, "case");
    }
    if (entry.chain != report_.chain && !gap_reported_ && chain_breaks_.first(seq)) {
      report(fault("tampered", "the entry does not follow on what stands before it (second chain)"), seq,
             "chain");
    }
  }

  void check_signatures(const Entry& entry, std::uint64_t seq) {
    for (std::size_t i = 0; i < entry.signers.size(); ++i) {
      const auto key = signer_key(entry, entry.signers[i].key, rows_);
      if (!key) {
        continue;  // said by the replay
      }
      const core::Bytes& bytes = entry.note.signatures[i].bytes;
      const auto id = key->id();
      if (!std::equal(id.begin(), id.end(), bytes.begin())) {
        report(
            fault("unauthorised", "signature " + std::to_string(i + 1) + " does not carry the id of its key"),
            seq, "signatures");
      } else if (!verify_signature(entry.note.text, entry.note.signatures[i], *key)) {
        report(
            fault("tampered", "signature " + std::to_string(i + 1) + " by " + key->name + " does not verify"),
            seq, "signatures");
      }
    }
  }

  void check_time(const Entry& entry, std::uint64_t seq) {
    if (entry.time < last_time_) {
      report(limit("clock anomaly",
                   "the claimed time " + entry.time.text() + " is earlier than that of the entry before"),
             seq, "time");
    }
    last_time_ = entry.time;
  }

  void check_disclosures(const Entry& entry, std::uint64_t seq) {
    for (const CommittedField& field : commitments_in(entry.object)) {
      const auto found = disclosures_.find({seq, field.name});
      if (found == disclosures_.end()) {
        report(source_.is_export() ? limit("withheld", "the value of a committed field is withheld")
                                   : fault("missing", "the value of a committed field is missing"),
               seq, field.name);
        continue;
      }
      if (commitment(found->second) != field.hash) {
        report(fault("mismatch", "the value of a committed field is not what was committed"), seq,
               field.name);
      }
      disclosures_.erase(found);
    }
  }

  void remember(const Entry& entry) {
    const std::string image = entry.body().text_of("image").value_or("");
    if (entry.type == "image_registered" && entry.about.size() == 1) {
      ImageRecord& record = report_.images[entry.about[0].id];
      record.image_of = entry.body().text_of("image_of").value_or("");
      record.format = entry.body().text_of("format").value_or("");
    } else if (entry.type == "acquisition_finished") {
      report_.images[image].finished = entry.body();
      report_.images[image].finished_entry = entry.seq;
    } else if (entry.type == "image_verified") {
      check_match(entry, report_.images[image]);
      report_.images[image].verified = entry.body();
      report_.images[image].verified_entry = entry.seq;
    } else if (entry.type == "document_issued") {
      report_.documents[entry.body().text_of("file").value_or("")] = entry.body();
    }
    if (const Value* head = entry.body().find("head")) {
      heads_.emplace_back(entry.seq, *head);
    }
  }

  /// A comparison that says "same" must name the digests of the acquisition it compares with.
  void check_match(const Entry& entry, const ImageRecord& record) {
    const Value& body = entry.body();
    if (!body.boolean_of("match").value_or(false) || record.finished.is_null()) {
      return;
    }
    const Value* root = record.finished.at_path("blocks.root");
    const bool same = body.integer_of("bytes") == record.finished.integer_of("bytes") && root != nullptr &&
                      root->string() != nullptr && body.text_of("blocks_root") == *root->string() &&
                      same_digests(body.find("digests"), record.finished.find("digests"));
    if (!same) {
      report(fault("mismatch",
                   "the comparison is recorded as equal, but its digests are not those of the acquisition"),
             entry.seq, "body.match", entry.body().text_of("image").value_or(""));
    }
  }

  /// Those that both give are equal.
  static bool same_digests(const Value* a, const Value* b) {
    for (const char* name : {"md5", "sha1", "sha256"}) {
      const auto left = a == nullptr ? std::nullopt : a->text_of(name);
      const auto right = b == nullptr ? std::nullopt : b->text_of(name);
      if (left && right && *left != *right) {
        return false;
      }
    }
    return true;
  }

  /// Heads that documents and packages name are heads this log had by then.
  void check_heads() {
    for (const auto& [entry, head] : heads_) {
      const auto size = static_cast<std::uint64_t>(head.integer_of("size").value_or(0));
      const bool good = size > 0 && size <= entry && size <= roots_.size() &&
                        (size > withheld_from_ || roots_[size - 1].hex() == head.text_of("root"));
      if (!good) {
        report(fault("mismatch", "the head that the entry names is not one this log had"), entry,
               "body.head");
      }
    }
  }

  void check_checkpoints() {
    std::uint64_t size_before = 0;
    for (const std::string& note : notes_) {
      const auto checkpoint = report_.log ? Checkpoint::open(note, *report_.log) : std::nullopt;
      if (!checkpoint) {
        report(fault("tampered", "a checkpoint is malformed or not signed by the log's key"), std::nullopt,
               "checkpoint");
        continue;
      }
      if (checkpoint->size <= size_before) {
        report(fault("tampered", "the checkpoints are not in rising order"), std::nullopt, "checkpoint");
      }
      size_before = checkpoint->size;
      check_root(*checkpoint);
      report_.newest = checkpoint;
    }
    if (!report_.newest) {
      report(fault("missing", "there is no checkpoint that verifies"), std::nullopt, "checkpoint");
    } else if (report_.newest->size < report_.tree.size()) {
      report(fault("uncovered", "entries from " + std::to_string(report_.newest->size) +
                                    " on are covered by no checkpoint"),
             report_.newest->size, "checkpoint");
    }
  }

  void check_root(const Checkpoint& checkpoint) {
    if (checkpoint.size > roots_.size()) {
      report(fault("truncated", "a checkpoint covers " + std::to_string(checkpoint.size) +
                                    " entries, but there are only " + std::to_string(roots_.size())),
             checkpoint.size - 1, "checkpoint");
    } else if (checkpoint.size <= withheld_from_ && checkpoint.size > 0 &&
               roots_[checkpoint.size - 1] != checkpoint.root && root_breaks_.first(checkpoint.size - 1)) {
      report(fault("tampered", "the tree of the first " + std::to_string(checkpoint.size) +
                                   " entries is not the one that was signed"),
             checkpoint.size - 1, "checkpoint");
    }
  }

  void check_leftover_disclosures() {
    for (const auto& [place, disclosure] : disclosures_) {
      report(fault("mismatch", "a value is disclosed that no entry committed to"), place.first, place.second);
    }
  }

  void check_known_heads() {
    if (trust_.seen_head) {
      check_known_head({trust_.seen_head->size, trust_.seen_head->root}, "this device has seen");
    }
    if (trust_.paper_head) {
      check_known_head(*trust_.paper_head, "the head given covers");
    }
    if (!trust_.seen_head && !trust_.paper_head) {
      report(limit("no earlier head known", "this device knows no earlier head of the log to compare with"));
    }
  }

  void check_known_head(const KnownHead& head, const std::string& who) {
    if (report_.tree.size() < head.size) {
      report(fault("rolled back", who + " " + std::to_string(head.size) + " entries; there are only " +
                                      std::to_string(report_.tree.size())),
             report_.tree.size());
    } else if (head.size > 0 && head.size <= withheld_from_ && roots_[head.size - 1] != head.root) {
      report(fault("forked", "the first " + std::to_string(head.size) + " entries are not those that " + who),
             head.size - 1);
    }
  }

  void answer_questions() {
    report_.seen = "nobody outside this log is recorded as having seen it";
    report(limit("unwitnessed", "no outside witness has signed a head of the log"));
    report(limit("time unproven", "no outside time stamp bounds the claimed times"));
    if (trust_.case_id) {
      report_.signers = "from the case id given, which fixes the first administrator and the log's key";
    } else {
      report_.signers =
          "signers not identified: give --case-id from a paper receipt to fix the first administrator";
      report(limit("signers not identified",
                   "no case id from outside was given; the keys are those the ledger itself names"));
    }
  }

  const LedgerSource& source_;
  const LedgerTrust& trust_;
  LedgerReport report_;
  MemoryRows rows_;
  std::map<std::pair<std::uint64_t, std::string>, Disclosure> disclosures_;
  std::vector<std::string> notes_;
  std::vector<core::Sha256> roots_;
  core::UtcTime last_time_;
  Repeated chain_breaks_, root_breaks_;
  bool gap_reported_ = false;
  std::uint64_t withheld_from_ = std::numeric_limits<std::uint64_t>::max();
  std::vector<std::pair<std::uint64_t, Value>> heads_;  // entry, the head it names
};

}  // namespace

std::optional<KnownHead> KnownHead::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  KnownHead out;
  const auto [end, failed] =
      std::from_chars(text.data(), text.data() + std::min(colon, text.size()), out.size);
  const auto root =
      colon == std::string_view::npos ? std::nullopt : core::Sha256::parse(text.substr(colon + 1));
  if (failed != std::errc() || end != text.data() + colon || !root || out.size == 0) {
    return std::nullopt;
  }
  out.root = *root;
  return out;
}

LedgerReport verify_ledger(const LedgerSource& source, const LedgerTrust& trust) {
  return Verifier(source, trust).run();
}

}  // namespace custody
