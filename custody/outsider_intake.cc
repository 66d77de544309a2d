// SPDX-License-Identifier: Apache-2.0
#include "custody/outsider_intake.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/text.h"
#include "custody/checkpoint.h"

namespace custody {
namespace {

[[noreturn]] void refuse(const Finding& finding) {
  core::fail("nothing was taken in: what outsiders signed there does not hold: " + core::shown(finding.text));
}

void refuse_faults(const Findings& findings) {
  for (const Finding& finding : findings) {
    if (finding.kind == FindingKind::fault) {
      refuse(finding);
    }
  }
}

void check(const Store& store, std::uint64_t log, const Outsiders& outsiders) {
  const core::merkle::Tree tree(store.leaf_hashes(log));
  refuse_faults(verify_outsiders(outsiders, {store.logs().at(log), log == 0, tree, tree.size()}).findings);
}

/// A row that another device counted may have another id here.
class StampIntake {
 public:
  StampIntake(Store& store, std::uint64_t log)
      : db_(store.database()), log_(log), here_(time_stamps(db_, log)) {}

  /// True when it was not here. REQUIRES: the one it renews was taken before.
  bool take(TimeStamp stamp) {
    const std::int64_t theirs = stamp.id;
    const auto same = std::find_if(here_.begin(), here_.end(), [&](const TimeStamp& kept) {
      return kept.note == stamp.note && kept.query == stamp.query;
    });
    if (same != here_.end()) {
      ids_[theirs] = same->id;
      if (same->reply) {
        return false;
      }
    } else {
      if (stamp.renews) {
        stamp.renews = ids_.at(*stamp.renews);
      }
      ids_[theirs] = add_time_stamp(db_, log_, stamp);
    }
    keep_reply(db_, ids_[theirs], *stamp.reply, stamp.ca, stamp.crl);
    return true;
  }

 private:
  Database& db_;
  std::uint64_t log_;
  std::vector<TimeStamp> here_;
  std::map<std::int64_t, std::int64_t> ids_;  // there to here
};

bool take_cosigned(Database& db, std::uint64_t log, const CosignedHead& head) {
  const auto note = Note::parse(head.note);
  add_cosigned(db, log, Checkpoint::parse_text(note->text)->size, head);
  return db.number("SELECT changes()") == 1;
}

}  // namespace

std::uint64_t take_outsiders(Store& store, std::uint64_t log, const LogSource& source) {
  Findings unreadable;
  Outsiders there = source.outsiders(unreadable);
  refuse_faults(unreadable);
  std::erase_if(there.stamps, [](const TimeStamp& stamp) { return !stamp.reply; });
  if (there.cosigned.empty() && there.stamps.empty()) {
    return 0;
  }
  check(store, log, there);
  std::uint64_t taken = 0;
  for (const CosignedHead& head : there.cosigned) {
    taken += take_cosigned(store.database(), log, head) ? 1 : 0;
  }
  StampIntake stamps(store, log);
  for (TimeStamp& stamp : there.stamps) {
    taken += stamps.take(std::move(stamp)) ? 1 : 0;
  }
  return taken;
}

}  // namespace custody
