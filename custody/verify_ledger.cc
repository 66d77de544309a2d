// SPDX-License-Identifier: Apache-2.0
#include "custody/verify_ledger.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "custody/exercise.h"
#include "custody/log_check.h"
#include "custody/log_view.h"
#include "custody/schema.h"

namespace custody {

using core::json::Value;

namespace {

/// The logs of a case, replayed so that each entry comes after all its author had seen: docs/ledger-format.md section 8.
class Verifier {
 public:
  Verifier(const std::vector<const LogSource*>& sources, const LedgerTrust& trust)
      : all_{trust, report_, SignatureWorkers(), 0, false, {}, false, {}, {}, {}} {
    report_.logs.resize(sources.size());
    logs_.reserve(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      logs_.push_back(std::make_unique<LogCheck>(*sources[i], i, all_));
    }
    under_way_.resize(sources.size());
  }

  LedgerReport run() {
    for (const std::size_t log : order()) {
      replay(log, std::numeric_limits<std::uint64_t>::max());
    }
    for (const auto& log : logs_) {
      log->finish();
    }
    check_paper_heads();
    check_named_heads();
    check_contentions();
    check_revoked_keys();
    check_erasures();
    report_exercise();
    report_signatures();
    answer_questions();
    return std::move(report_);
  }

 private:
  /// The log that opened the case, then the others by origin.
  std::vector<std::size_t> order() const {
    std::vector<std::size_t> out(logs_.size());
    std::iota(out.begin(), out.end(), 0);
    std::sort(out.begin() + 1, out.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(logs_[a]->origin(), a) < std::pair(logs_[b]->origin(), b);
    });
    return out;
  }

  LogCheck* log_of(const std::string& origin) {
    const auto found =
        std::find_if(logs_.begin(), logs_.end(), [&](const auto& log) { return log->origin() == origin; });
    return found == logs_.end() || origin.empty() ? nullptr : found->get();
  }

  void replay(std::size_t log, std::uint64_t size) {
    if (under_way_[log]) {
      logs_[log]->add_finding(fault("tampered", "logs build on each other in a circle"), logs_[log]->taken());
      return;
    }
    under_way_[log] = true;
    while (!logs_[log]->at_end() && logs_[log]->taken() < size) {
      for (const NeededHead& head : logs_[log]->needs()) {
        for (std::size_t other = 0; other < logs_.size(); ++other) {
          if (other != log && logs_[other]->origin() == head.origin && logs_[other]->taken() < head.size) {
            replay(other, head.size);
          }
        }
      }
      logs_[log]->take();
    }
    under_way_[log] = false;
  }

  void check_paper_heads() {
    for (const KnownHead& head : all_.trust.paper_heads) {
      check_paper_head(head);
    }
  }

  /// The head on paper is of one of the logs; paper prints that log's fingerprint, but nobody types it in.
  void check_paper_head(const KnownHead& head) {
    const auto had = [&](const auto& log) { return log->had_root(head.size, head.root.hex()); };
    if (std::any_of(logs_.begin(), logs_.end(), had)) {
      return;
    }
    LogCheck& longest = **std::max_element(
        logs_.begin(), logs_.end(), [](const auto& a, const auto& b) { return a->taken() < b->taken(); });
    const std::string covers = std::to_string(head.size) + " entries";
    if (longest.taken() < head.size) {
      longest.add_finding(fault("rolled back", "the head given covers " + covers + "; there are only " +
                                                   std::to_string(longest.taken())),
                          longest.taken());
    } else {
      longest.add_finding(
          fault("forked", "no log's first " + covers + " are those that the head given covers"),
          head.size - 1);
    }
  }

  void check_named_heads() {
    for (const auto& log : logs_) {
      for (const NeededHead& head : log->named_heads()) {
        LogCheck* other = log_of(head.origin);
        if (other == nullptr) {
          log->add_finding(
              fault("missing", "the log " + head.origin + " that the entry builds on is not there"),
              head.entry, "body");
        } else if (head.size > other->taken()) {
          log->add_finding(
              fault("truncated", "the entry builds on " + std::to_string(head.size) + " entries of " +
                                     head.origin + "; there are only " + std::to_string(other->taken())),
              head.entry, "body");
        } else if (!other->had_root(head.size, head.root)) {
          log->add_finding(fault("forked", "the head of " + head.origin +
                                               " that the entry builds on is not one that log had"),
                           head.entry, "body");
        }
      }
    }
  }

  /// Custody that went two ways on two devices: a fork until it is settled, then a limit for ever.
  void check_contentions() {
    for (const auto& [id, row] : report_.rows.list("fork", "")) {
      const auto entry = static_cast<std::uint64_t>(row.integer_of("entry").value_or(0));
      const auto against = static_cast<std::uint64_t>(row.integer_of("against").value_or(0));
      const std::string thing = id.substr(0, id.rfind('/'));
      LogCheck& log = *logs_[log_index_of(entry)];
      const std::string text = "custody of " + thing + " went two ways: the entry contends with entry " +
                               std::to_string(seq_of(against)) + " of " +
                               logs_[log_index_of(against)]->origin() + ", which its author had not seen";
      const auto settled = row.integer_of("settled");
      Finding finding =
          settled ? limit("settled", text + "; two people have settled it") : fault("forked", text);
      finding.contention = true;
      log.add_finding(std::move(finding), seq_of(entry), "about", thing);
    }
  }

  /// What a revoked key signed without knowing of it, beyond the position its owner vouches for: by the owner or a thief,
  /// nobody can tell.
  void check_revoked_keys() {
    for (const auto& [key, row] : report_.rows.list("key", "")) {
      check_revocation(key, row);
      for (const Value& end : list_in(row, "ended_again")) {
        check_revocation(key, end);
      }
    }
  }

  void check_revocation(const std::string& key, const Value& end) {
    const auto revoked = end.integer_of("revoked");
    const Value* last = end.find("last");
    for (const std::uint64_t number : revoked&& last != nullptr ? all_.signed_by[key] : no_entries_) {
      LogCheck& log = *logs_[log_index_of(number)];
      const auto by = static_cast<std::uint64_t>(*revoked);
      const auto view = LogView::of(report_.rows, log.origin(), log_index_of(number), seq_of(number));
      if (seq_of(number) >= vouched_size(*last, log.origin()) && !view.knows(by)) {
        log.add_finding(limit("concurrent with revocation", "signed with the key " + key + ", which entry " +
                                                                std::to_string(seq_of(by)) +
                                                                " revoked without vouching for this entry"),
                        seq_of(number), "signers");
      }
    }
  }

  /// What was erased is absent, and what is absent and not withheld was erased.
  void check_erasures() {
    std::map<std::string, const Entry*> erasures;
    for (const Entry& entry : all_.erasures) {
      erasures.emplace(place_of(entry.body().text_of("log").value_or(""), *entry.body().integer_of("seq"),
                                entry.body().text_of("field").value_or("")),
                       &entry);
    }
    for (const AbsentValue& value : all_.absent) {
      LogCheck& log = *logs_[value.log];
      const auto found =
          erasures.find(place_of(log.origin(), static_cast<std::int64_t>(value.seq), value.field.name));
      if (found == erasures.end() || !fits(*found->second, value)) {
        log.report_absent(value);
        continue;
      }
      log.add_finding(limit("erased", "the value was erased, as entry " + std::to_string(found->second->seq) +
                                          " of " + found->second->log + " records"),
                      value.seq, value.field.name);
      erasures.erase(found);
    }
    for (const auto& [place, entry] : erasures) {
      check_unmet(*entry);
    }
  }

  static std::string place_of(const std::string& log, std::int64_t seq, const std::string& field) {
    return log + " " + std::to_string(seq) + " " + field;
  }

  static bool fits(const Entry& erasure, const AbsentValue& value) {
    std::vector<std::string> about;
    for (const About& item : erasure.about) {
      about.push_back(item.id);
    }
    return erasure.body().text_of("commit") == value.field.hash.hex() &&
           erasure.body().text_of("leaf") == value.leaf.hex() && about == value.about;
  }

  /// An erasure of a value that is not absent, or of none.
  void check_unmet(const Entry& erasure) {
    LogCheck& own = *logs_[log_index_of(erasure.number)];
    const LogCheck* log = log_of(erasure.body().text_of("log").value_or(""));
    const auto leaf = core::Sha256::parse(erasure.body().text_of("leaf").value_or(""));
    if (all_.withheld_unknown || (leaf && all_.withheld.contains(*leaf))) {
      own.add_finding(limit("withheld", "not checkable, the entry whose value was erased is withheld"),
                      erasure.seq, "body");
    } else if (log != nullptr && log->has_value(erasure)) {
      own.add_finding(limit("erased", "the value that the entry says was erased is here all the same"),
                      erasure.seq, "body");
    } else {
      own.add_finding(fault("mismatch", "the entry erases a value that no entry committed to"), erasure.seq,
                      "body");
    }
  }

  void report_exercise() {
    if (const auto name = exercise_of(report_.rows)) {
      logs_.front()->add_finding(limit("exercise", "EXERCISE: the case was opened as the exercise '" + *name +
                                                       "'; what it records was played and did not happen"),
                                 0, "body.exercise");
    }
  }

  void report_signatures() {
    for (const SignatureTicket& ticket : all_.workers.failed()) {
      logs_[ticket.log]->report_signature(ticket);
    }
  }

  /// What outsiders hold of each log; several logs are told apart by their fingerprints.
  bool ask_outsiders() {
    std::vector<std::string> known;
    for (const auto& log : logs_) {
      known.push_back(log->origin());
    }
    bool policy_fixes_log = false;
    std::map<core::Sha256, core::UtcTime> tokens;
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      const LogReport& facts = report_.logs[i];
      OutsiderReport outside = verify_outsiders(outsiders_of(all_.trust.outsiders, known[i], i == 0, known),
                                                {facts.log, i == 0, facts.tree, logs_[i]->known_roots()});
      for (Finding& finding : outside.findings) {
        logs_[i]->add_finding(finding, finding.entry, finding.field);
      }
      const std::string whose =
          logs_.size() == 1 ? "" : "log " + std::string(fingerprint_of(known[i])) + ": ";
      report_.seen += (i == 0 ? "" : "; ") + whose + outside.seen;
      policy_fixes_log = policy_fixes_log || outside.policy_fixes_log;
      tokens.merge(outside.tokens);
    }
    for (const auto& log : logs_) {
      log->check_seen_tokens(tokens);
    }
    return policy_fixes_log;
  }

  void answer_questions() {
    const bool policy_fixes_log = ask_outsiders();
    if (all_.trust.case_id) {
      report_.signers = "from the case id given, which fixes the first administrator and the log's key";
    } else if (policy_fixes_log) {
      report_.signers =
          "from the policy given, which fixes the log's key and with it the first administrator";
    } else {
      report_.signers =
          "signers not identified: give --case-id from a paper receipt, or --policy FILE that names the log";
      logs_.front()->add_finding(
          limit("signers not identified",
                "no case id or log key from outside was given; the keys are those the ledger itself names"));
    }
  }

  LedgerReport report_;
  LedgerCheck all_;
  std::vector<std::unique_ptr<LogCheck>> logs_;
  std::vector<bool> under_way_;
  const std::vector<std::uint64_t> no_entries_;
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

std::uint64_t LedgerReport::entries() const {
  return std::accumulate(logs.begin(), logs.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const LogReport& log) { return sum + log.tree.size(); });
}

LedgerReport verify_ledger(const std::vector<const LogSource*>& logs, const LedgerTrust& trust) {
  return Verifier(logs, trust).run();
}

LedgerReport verify_ledger(const LogSource& log, const LedgerTrust& trust) {
  return verify_ledger(std::vector<const LogSource*>{&log}, trust);
}

}  // namespace custody
