// SPDX-License-Identifier: Apache-2.0
// Ledger::take_in(): what other devices' logs hold beyond what is here is stored as it is, verified, and named by an entry
// of this device's log. Logs are mirrored, never merged.
#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "custody/erasure.h"
#include "custody/ledger.h"
#include "custody/opening.h"
#include "custody/store_source.h"
#include "custody/verify_ledger.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

/// A log as it came, and how much of it was here before.
struct Incoming {
  VerifierKey log;
  std::uint64_t index = 0, before = 0, size = 0;
};

/// The key that a log's first entry names.
VerifierKey log_of(const LogSource& source) {
  const auto first = source.leaves()->next();
  const auto log = first && first->seq == 0 ? log_named_by(first->leaf) : std::nullopt;
  if (!log) {
    core::fail("nothing was taken in: a log there has no readable first entry; verify it where it is");
  }
  return *log;
}

[[noreturn]] void refuse_fork(const VerifierKey& log, std::uint64_t seq) {
  core::fail_faults("nothing was taken in: entry " + std::to_string(seq) + " of the log " +
                    std::string(fingerprint_of(log.name)) +
                    " there is not the one that is here; the two copies contradict each other, keep both");
}

class Mirror {
 public:
  explicit Mirror(Store& store) : store_(store) {}

  Incoming take(const LogSource& source) {
    Incoming out{log_of(source), 0, 0, 0};
    const auto logs = store_.logs();
    const auto found = std::find(logs.begin(), logs.end(), out.log);
    out.index =
        found == logs.end() ? store_.add_log(out.log) : static_cast<std::uint64_t>(found - logs.begin());
    LogHead head = store_.head(out.index);
    out.before = head.size;
    const auto leaves = source.leaves();
    while (const auto leaf = leaves->next()) {
      put(out, head, *leaf);
    }
    out.size = head.size;
    put_rest(source, out);
    return out;
  }

 private:
  void put(const Incoming& log, LogHead& head, const FoundLeaf& found) {
    if (!found.leaf) {
      core::fail("nothing was taken in: entries there are withheld; ask for a complete copy");
    }
    if (found.seq < log.before) {
      if (store_.leaf(entry_number(log.index, found.seq)) != found.leaf) {
        refuse_fork(log.log, found.seq);
      }
      return;
    }
    if (found.seq != head.size) {
      core::fail_faults("nothing was taken in: entry " + std::to_string(head.size) +
                        " of a log is missing there");
    }
    store_.append(log.index, head, *found.leaf, core::merkle::leaf_hash(*found.leaf));
  }

  /// Checkpoints and disclosures of the new entries.
  void put_rest(const LogSource& source, const Incoming& log) {
    source.each_checkpoint([&](const std::string& note) {
      const auto checkpoint = Checkpoint::open(note, log.log);
      if (checkpoint && checkpoint->size > log.before) {
        store_.add_checkpoint(log.index, checkpoint->size, note);
      }
    });
    source.each_disclosure([&](const Disclosure& disclosure) {
      if (disclosure.seq >= log.before) {
        store_.add_disclosure(log.index, disclosure);
      }
    });
  }

  Store& store_;
};

/// Custody that went two ways is no reason to turn a log away: it is recorded, shown and settled.
bool is_contention(const Finding& finding, const LedgerReport& report) {
  const auto rows = report.rows.list("fork", finding.item + "/");
  return finding.class_name == "forked" && !finding.item.empty() &&
         std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
           return static_cast<std::uint64_t>(row.second.integer_of("entry").value_or(-1)) %
                      entry_number(1, 0) ==
                  finding.entry.value_or(0);
         });
}

/// Replays all logs and keeps what follows from them.
void rebuild_rows(Store& store) {
  LedgerReport report = verify_ledger(StoreSources(store).all(), {});
  for (const Finding& finding : report.findings) {
    if (finding.kind == FindingKind::fault && !is_contention(finding, report)) {
      core::fail("nothing was taken in: what is there does not verify: " + finding.text +
                 (finding.entry ? " (entry " + std::to_string(*finding.entry) + ")" : ""));
    }
  }
  store.replace_rows(report.rows);
}

Draft draft_import(const Incoming& log, const Store& store, const UnlockedKey& by) {
  return {"imported",
          {},
          Object{{"from", Value(log.before)},
                 {"log", log.log.text()},
                 {"root", store.root_at(log.index, log.size).hex()},
                 {"size", Value(log.size)}},
          {{&by, "author"}},
          {}};
}

}  // namespace

std::vector<Appended> Ledger::take_in(const std::vector<const LogSource*>& logs, const UnlockedKey& by) {
  return transact([&] {
    check_seen_heads();
    std::vector<Incoming> news;
    for (const LogSource* source : logs) {
      Incoming log = Mirror(store_).take(*source);
      if (own_ && log.log == log_ && log.size > log.before) {
        core::fail_faults(
            "nothing was taken in: the copy of this device's own log there is longer than the one here; "
            "this folder was rolled back, see 'exhibit case restore'");
      }
      if (log.size > log.before) {
        news.push_back(std::move(log));
      }
    }
    std::vector<Appended> done;
    if (news.empty()) {
      return done;
    }
    rebuild_rows(store_);
    if (remove_erased(store_)) {
      mark_erasing(folder_);
    }
    if (!own_) {
      done.push_back(begin_log({"log_opened", {}, {{&by, "author"}}}));
    } else {
      std::vector<Draft> drafts;
      for (const Incoming& log : news) {
        drafts.push_back(draft_import(log, store_, by));
      }
      done = append_drafts(drafts);
    }
    rebuild_rows(store_);
    return done;
  });
}

}  // namespace custody
