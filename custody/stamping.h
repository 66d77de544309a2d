// SPDX-License-Identifier: Apache-2.0
// Asking for time stamps over a case's newest head, and over tokens that grow old; taking the replies in.
#pragma once

#include "custody/ledger.h"
#include "custody/outsider_rows.h"
#include "custody/time_stamp.h"

namespace custody {

/// True when something was recorded that no token covers yet and should be soon: a case opened, an acquisition finished, a
/// handover, a package; or anything, once the newest token is a day old.
bool stamp_is_due(const Ledger& ledger);
/// The query over the newest head: the one that waits already, or a new one, kept in the case.
TimeStamp queue_time_stamp(Ledger& ledger);
/// Queries over the tokens whose authority's certificate ends within 90 days and that nothing renews yet.
std::vector<TimeStamp> queue_renewals(Ledger& ledger);
/// All queries that wait for a reply.
std::vector<TimeStamp> waiting_stamps(const Ledger& ledger);

/// SHA-256 of the token of the newest answered query of a log; nullopt when there is none.
std::optional<core::Sha256> newest_token(const Database& db, std::uint64_t log);

struct StampTaken {
  std::int64_t id = 0;
  std::uint64_t size = 0;  // entries of the head that is bounded
  TokenFacts facts;
  bool chain_checked = false;
};

/// Finds the query that a reply answers, checks it and keeps it with the certificates. Throws Error, with nothing kept,
/// when no query waits for it or anything is wrong with it.
StampTaken take_reply(Ledger& ledger, core::ByteView reply, const TokenTrust& trust);

}  // namespace custody
