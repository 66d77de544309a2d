// SPDX-License-Identifier: Apache-2.0
// Ledger::take_in(): what other devices' logs hold beyond what is here is stored as it is, verified, and named by an entry
// of this device's log. Logs are mirrored, never merged.
#include "core/durable_file.h"
#include "core/error.h"
#include "custody/erasure.h"
#include "custody/ledger.h"
#include "custody/mirror.h"

namespace custody {

TakenIn Ledger::take_in(const std::vector<const LogSource*>& logs, const UnlockedKey& by) {
  TakenIn out;
  out.entries = transact([&] {
    check_seen_heads();
    bool news = false;
    for (const LogSource* source : logs) {
      const Incoming log = mirror_log(store_, *source);
      if (own_ && log.log == log_ && log.size > log.before) {
        core::fail_faults(
            "nothing was taken in: the copy of this device's own log there is longer than the one here; "
            "this folder was rolled back, see 'exhibit case restore'");
      }
      out.outsiders += log.outsiders;
      news = news || log.size > log.before;
    }
    std::vector<Appended> done;
    if (news) {
      rebuild_rows(store_);
      if (remove_erased(store_)) {
        mark_erasing(folder_);
      }
      done = record_news(by);
      rebuild_rows(store_);
    }
    return done;
  });
  return out;
}

std::vector<Appended> Ledger::record_news(const UnlockedKey& by) {
  if (!own_) {
    return {begin_log(draft_log_opened(by))};
  }
  std::vector<Appended> out;
  // What one log had taken in of another is known with it, so that each entry may leave less to the next.
  for (auto news = news_of_others(store_, log_, index_); !news.empty();
       news = news_of_others(store_, log_, index_)) {
    out.push_back(append_drafts({draft_import(news.front(), store_, by)}).front());
  }
  return out;
}

void Ledger::catch_up(const UnlockedKey& by) {
  if (!record_news(by).empty()) {
    rebuild_rows(store_);
  }
}

Ledger Ledger::mirror(const core::Path& folder, const std::vector<const LogSource*>& logs,
                      const Environment& env) {
  const core::ScratchFolder made_in = making(folder);
  {
    Store store = Store::create(database_file(made_in.path()));
    Transaction transaction(store.database());
    for (const LogSource* source : logs) {
      mirror_log(store, *source);
    }
    rebuild_rows(store);
    if (remove_erased(store)) {
      mark_erasing(made_in.path());
    }
    transaction.commit();
  }
  core::rename_new(made_in.path(), core::fs::absolute(folder).lexically_normal());
  return open(folder, env);
}

}  // namespace custody
