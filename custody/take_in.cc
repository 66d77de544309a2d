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
    std::vector<Incoming> news;
    for (const LogSource* source : logs) {
      Incoming log = mirror_log(store_, *source);
      if (own_ && log.log == log_ && log.size > log.before) {
        core::fail_faults(
            "nothing was taken in: the copy of this device's own log there is longer than the one here; "
            "this folder was rolled back, see 'exhibit case restore'");
      }
      out.outsiders += log.outsiders;
      if (log.size > log.before) {
        news.push_back(std::move(log));
      }
    }
    return news.empty() ? std::vector<Appended>{} : record(news, by);
  });
  return out;
}

std::vector<Appended> Ledger::record(const std::vector<Incoming>& news, const UnlockedKey& by) {
  rebuild_rows(store_);
  if (remove_erased(store_)) {
    mark_erasing(folder_);
  }
  std::vector<Appended> done;
  if (!own_) {
    done.push_back(begin_log(draft_log_opened(by)));
  } else {
    std::vector<Draft> drafts;
    for (const Incoming& log : news) {
      drafts.push_back(draft_import(log, store_, by));
    }
    done = append_drafts(drafts);
  }
  rebuild_rows(store_);
  return done;
}

void Ledger::catch_up(const UnlockedKey& by) {
  if (!own_) {
    begin_log(draft_log_opened(by));
    return;
  }
  std::vector<Draft> drafts;
  for (const Incoming& log : news_of_others(store_, log_, index_)) {
    drafts.push_back(draft_import(log, store_, by));
  }
  if (!drafts.empty()) {
    append_drafts(drafts);
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
