// SPDX-License-Identifier: Apache-2.0
#include "custody/outsider_rows.h"

#include "core/error.h"

namespace custody {

namespace {
std::int64_t id_of(std::uint64_t log) { return static_cast<std::int64_t>(log) + 1; }
}  // namespace

void add_cosigned(Database& db, std::uint64_t log, std::uint64_t size, const CosignedHead& head) {
  Statement row = db.prepare("INSERT OR IGNORE INTO cosignature(log, size, vkey, note) VALUES(?,?,?,?)");
  row.bind(1, id_of(log)).bind(2, static_cast<std::int64_t>(size));
  row.bind(3, head.vkey).bind(4, head.note).run();
}

std::vector<CosignedHead> cosigned_heads(const Database& db, std::uint64_t log) {
  std::vector<CosignedHead> out;
  Statement rows = db.prepare("SELECT note, vkey FROM cosignature WHERE log=? ORDER BY size, vkey");
  rows.bind(1, id_of(log));
  while (rows.step()) {
    out.push_back({rows.text(0), rows.text(1)});
  }
  return out;
}

std::uint64_t cosigned_size(const Database& db, std::uint64_t log, const std::optional<WitnessKey>& witness) {
  Statement row = db.prepare(witness ? "SELECT max(size) FROM cosignature WHERE log=? AND vkey=?"
                                     : "SELECT max(size) FROM cosignature WHERE log=?");
  row.bind(1, id_of(log));
  if (witness) {
    row.bind(2, witness->text());
  }
  return row.step() && !row.is_null(0) ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

std::int64_t add_time_stamp(Database& db, std::uint64_t log, const TimeStamp& stamp) {
  const std::int64_t id = db.number("SELECT coalesce(max(id), 0) + 1 FROM time_stamp").value_or(1);
  Statement row = db.prepare(
      "INSERT INTO time_stamp(id, log, note, renews, query, reply, ca, crl) VALUES(?,?,?,?,?,NULL,'','')");
  row.bind(1, id).bind(2, id_of(log)).bind(3, stamp.note);
  if (stamp.renews) {
    row.bind(4, *stamp.renews);
  } else {
    row.bind_null(4);
  }
  row.bind(5, core::ByteView(stamp.query)).run();
  return id;
}

void keep_reply(Database& db, std::int64_t id, core::ByteView reply, const std::string& ca,
                const std::string& crl) {
  Statement row = db.prepare("UPDATE time_stamp SET reply=?, ca=?, crl=? WHERE id=? AND reply IS NULL");
  row.bind(1, reply).bind(2, ca).bind(3, crl).bind(4, id).run();
  if (db.number("SELECT changes()") != 1) {
    core::fail("the time stamp is there already; nothing was changed");
  }
}

namespace {

TimeStamp stamp_in(const Statement& row) {
  TimeStamp out{row.integer(0), row.text(1), std::nullopt, row.blob(3),
                std::nullopt,   row.text(5), row.text(6)};
  if (!row.is_null(2)) {
    out.renews = row.integer(2);
  }
  if (!row.is_null(4)) {
    out.reply = row.blob(4);
  }
  return out;
}

}  // namespace

std::optional<TimeStamp> newest_answered(const Database& db, std::uint64_t log) {
  Statement row = db.prepare(
      "SELECT id, note, renews, query, reply, ca, crl FROM time_stamp WHERE log=? AND reply IS NOT NULL "
      "ORDER BY id DESC LIMIT 1");
  row.bind(1, id_of(log));
  return row.step() ? std::optional(stamp_in(row)) : std::nullopt;
}

std::vector<TimeStamp> time_stamps(const Database& db, std::uint64_t log) {
  std::vector<TimeStamp> out;
  Statement rows =
      db.prepare("SELECT id, note, renews, query, reply, ca, crl FROM time_stamp WHERE log=? ORDER BY id");
  rows.bind(1, id_of(log));
  while (rows.step()) {
    out.push_back(stamp_in(rows));
  }
  return out;
}

}  // namespace custody
