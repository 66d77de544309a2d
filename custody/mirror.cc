// SPDX-License-Identifier: Apache-2.0
#include "custody/mirror.h"

#include <algorithm>

#include "core/error.h"
#include "custody/log_view.h"
#include "custody/opening.h"
#include "custody/outsider_intake.h"
#include "custody/store_source.h"
#include "custody/verify_ledger.h"

namespace custody {

using core::json::Object;
using core::json::Value;

namespace {

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
    Incoming out{log_of(source)};
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
    out.outsiders = take_outsiders(store_, out.index, source);
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

}  // namespace

Incoming mirror_log(Store& store, const LogSource& source) { return Mirror(store).take(source); }

std::vector<Incoming> news_of_others(const Store& store, const VerifierKey& log, std::uint64_t index) {
  std::vector<Incoming> out;
  const auto logs = store.logs();
  if (logs.size() < 2) {
    return out;
  }
  const LogView view = LogView::of(store, log.name, index, store.head(index).size);
  for (std::uint64_t other = 0; other < logs.size(); ++other) {
    const std::uint64_t size = other == index ? 0 : store.head(other).size;
    if (size > view.size_of(other)) {
      out.push_back({logs[other], other, view.size_of(other), size, 0});
    }
  }
  return out;
}

/// Replays all logs and keeps what follows from them.
void rebuild_rows(Store& store) {
  const LedgerReport report = verify_ledger(StoreSources(store).all(), {});
  for (const Finding& finding : report.findings) {
    if (finding.kind == FindingKind::fault && !finding.contention) {
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

}  // namespace custody
