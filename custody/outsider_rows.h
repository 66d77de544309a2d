// SPDX-License-Identifier: Apache-2.0
// What outsiders said of a log, named by its index, as the case database keeps it: cosigned heads and time stamps. Bytes
// only; no rule.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "custody/cosignature.h"
#include "custody/sqlite.h"

namespace custody {

/// A checkpoint with the log's signature line and one cosignature.
struct CosignedHead {
  std::string note;
  std::string vkey;  // of the witness, as it was given when the cosignature was taken in
};

/// A query, and its reply once there is one.
struct TimeStamp {
  std::int64_t id = 0;
  std::string note;                    // the checkpoint file that is stamped
  std::optional<std::int64_t> renews;  // the older stamp whose token is stamped instead
  core::Bytes query;
  std::optional<core::Bytes> reply;
  std::string ca, crl;  // PEM, each may be empty
};

/// Adds or, for the same head and witness, keeps the older one.
void add_cosigned(Database& db, std::uint64_t log, std::uint64_t size, const CosignedHead& head);
/// By rising size.
std::vector<CosignedHead> cosigned_heads(const Database& db, std::uint64_t log);
/// The size of the newest head which that witness cosigned (any witness: nullopt); 0 when there is none.
std::uint64_t cosigned_size(const Database& db, std::uint64_t log, const std::optional<WitnessKey>& witness);

/// Adds a query; gives its id.
std::int64_t add_time_stamp(Database& db, std::uint64_t log, const TimeStamp& stamp);
/// Keeps the reply to a query that waits, with the certificates it was checked against.
void keep_reply(Database& db, std::int64_t id, core::ByteView reply, const std::string& ca,
                const std::string& crl);
/// The one answered query with the highest id.
std::optional<TimeStamp> newest_answered(const Database& db, std::uint64_t log);
/// By rising id.
std::vector<TimeStamp> time_stamps(const Database& db, std::uint64_t log);

}  // namespace custody
