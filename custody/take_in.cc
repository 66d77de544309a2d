// SPDX-License-Identifier: Apache-2.0
// Ledger::take_in(): what other devices' logs hold beyond what is here is stored as it is, verified, and named by an entry
// of this device's log. Logs are mirrored, never merged.
#include "core/durable_file.h"
#include "core/error.h"
#include "custody/erasure.h"
#include "custody/ledger.h"
#include "custody/mirror.h"

namespace custody {

namespace {

/// Names what the folder holds of other logs beyond what this one knows, one after the other: a log that took in another
/// makes that one known too.
std::vector<Appended> import_news(const Store& store, const VerifierKey& own, std::uint64_t index,
                                  const std::function<Appended(const Incoming&)>& append) {
  std::vector<Appended> done;
  for (auto news = news_of_others(store, own, index); !news.empty();
       news = news_of_others(store, own, index)) {
    done.push_back(append(news.front()));
  }
  return done;
}

}  // namespace

std::vector<Appended> Ledger::take_in(const std::vector<const LogSource*>& logs, const UnlockedKey& by) {
  return transact([&] {
    check_seen_heads();
    std::vector<Incoming> news;
    for (const LogSource* source : logs) {
      Incoming log = mirror_log(store_, *source);
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
    const auto append = [&](const Incoming& log) {
      return append_drafts({draft_import(log, store_, by)}).front();
    };
    if (!own_) {
      done.push_back(begin_log({"log_opened", {}, {{&by, "author"}}}));
    } else {
      done = import_news(store_, log_, index_, append);
    }
    rebuild_rows(store_);
    return done;
  });
}

void Ledger::catch_up(const UnlockedKey& by) {
  if (!own_) {
    begin_log({"log_opened", {}, {{&by, "author"}}});
    return;
  }
  const auto append = [&](const Incoming& log) {
    return append_drafts({draft_import(log, store_, by)}).front();
  };
  if (!import_news(store_, log_, index_, append).empty()) {
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
    transaction.commit();
  }
  core::rename_new(made_in.path(), core::fs::absolute(folder).lexically_normal());
  return open(folder, env);
}

}  // namespace custody
