// SPDX-License-Identifier: Apache-2.0
#include "custody/stamping.h"

#include <algorithm>
#include <set>

#include "core/error.h"

namespace custody {
namespace {

TimeStamp queued(Ledger& ledger, TimeStamp stamp, const core::Sha256& digest) {
  stamp.query = time_stamp_query(digest, ledger.environment().random);
  stamp.id = add_time_stamp(ledger.database(), ledger.log_index(), stamp);
  return stamp;
}

std::uint64_t size_of(const std::string& note, const VerifierKey& log) {
  const auto head = Checkpoint::open(note, log);
  if (!head) {
    core::fail("the head kept with a time stamp is damaged; run 'exhibit verify' on the case");
  }
  return head->size;
}

constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1'000'000;  // microseconds

bool wants_bound(const std::string& type) {
  static const std::set<std::string> types = {"case_opened",
                                              "acquisition_finished",
                                              "image_imported",
                                              "transferred",
                                              "transferred_to_outside",
                                              "transferred_from_outside",
                                              "released",
                                              "received",
                                              "refused",
                                              "disposal_carried_out",
                                              "package_made"};
  return types.contains(type);
}

}  // namespace

bool stamp_is_due(const Ledger& ledger) {
  const Database& db = ledger.store().database();
  std::uint64_t covered = 0;
  std::int64_t newest = 0;
  for (const TimeStamp& stamp : time_stamps(db, ledger.log_index())) {
    const TokenCheck check = stamp.reply ? check_reply(*stamp.reply, stamp.query, {}) : TokenCheck{};
    if (check.fault == TokenFault::none) {
      covered = std::max(covered, size_of(stamp.note, ledger.log()));
      newest = std::max(newest, check.facts->time.micros);
    }
  }
  const std::uint64_t size = ledger.checkpoint().size;
  if (covered < size && newest + kDay <= ledger.environment().clock.now().micros) {
    return true;
  }
  for (std::uint64_t seq = covered; seq < size; ++seq) {
    if (wants_bound(ledger.entry(entry_number(ledger.log_index(), seq)).type)) {
      return true;
    }
  }
  return false;
}

TimeStamp queue_time_stamp(Ledger& ledger) {
  Transaction transaction(ledger.database());
  const std::string note = ledger.store().newest_checkpoint(ledger.log_index()).value_or("");
  (void)size_of(note, ledger.log());
  for (TimeStamp& stamp : time_stamps(ledger.database(), ledger.log_index())) {
    if (!stamp.reply && !stamp.renews && stamp.note == note) {
      return stamp;
    }
  }
  TimeStamp out =
      queued(ledger, {0, note, std::nullopt, {}, std::nullopt, "", ""}, core::sha256(core::as_bytes(note)));
  transaction.commit();
  return out;
}

std::vector<TimeStamp> queue_renewals(Ledger& ledger) {
  Transaction transaction(ledger.database());
  const std::vector<TimeStamp> all = time_stamps(ledger.database(), ledger.log_index());
  std::vector<TimeStamp> out;
  std::set<std::int64_t> renewed;
  for (const TimeStamp& stamp : all) {
    if (stamp.renews) {
      renewed.insert(*stamp.renews);
    }
    if (stamp.renews && !stamp.reply) {
      out.push_back(stamp);
    }
  }
  const std::int64_t soon = ledger.environment().clock.now().micros + kRenewBefore;
  for (const TimeStamp& stamp : all) {
    if (!stamp.reply || renewed.contains(stamp.id)) {
      continue;
    }
    const TokenCheck check = check_reply(*stamp.reply, stamp.query, {"", ""});
    if (check.fault == TokenFault::none && check.facts->certificate_ends.micros < soon) {
      out.push_back(queued(ledger, {0, stamp.note, stamp.id, {}, std::nullopt, "", ""},
                           core::sha256(check.facts->token)));
    }
  }
  transaction.commit();
  return out;
}

std::vector<TimeStamp> waiting_stamps(const Ledger& ledger) {
  std::vector<TimeStamp> out = time_stamps(ledger.store().database(), ledger.log_index());
  std::erase_if(out, [](const TimeStamp& stamp) { return stamp.reply.has_value(); });
  return out;
}

std::optional<core::Sha256> newest_token(const Database& db, std::uint64_t log) {
  const auto stamp = newest_answered(db, log);
  const TokenCheck check = stamp ? check_reply(*stamp->reply, stamp->query, {}) : TokenCheck{};
  return check.fault == TokenFault::none ? std::optional(core::sha256(check.facts->token)) : std::nullopt;
}

StampTaken take_reply(Ledger& ledger, core::ByteView reply, const TokenTrust& trust) {
  Transaction transaction(ledger.database());
  TokenCheck check;
  for (const TimeStamp& stamp : waiting_stamps(ledger)) {
    check = check_reply(reply, stamp.query, trust);
    if (check.fault == TokenFault::mismatch) {
      continue;
    }
    if (check.fault != TokenFault::none) {
      core::fail("the time stamp is refused: " + check.why + "; nothing was kept, the query still waits");
    }
    const std::uint64_t size = size_of(stamp.note, ledger.log());
    keep_reply(ledger.database(), stamp.id, reply, trust.ca, trust.crl);
    transaction.commit();
    return {stamp.id, size, *check.facts, !trust.ca.empty()};
  }
  core::fail(check.fault == TokenFault::mismatch
                 ? "the time stamp is refused: it answers none of the queries that wait; nothing was kept"
                 : "no query of this case waits for a time stamp; make one with 'exhibit timestamp'");
}

}  // namespace custody
