// SPDX-License-Identifier: Apache-2.0
#include "custody/store.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"

namespace custody {

using core::json::Value;

namespace {

constexpr std::uint64_t kTileWidth = 256;
constexpr unsigned kTileHeight = 8;

constexpr const char* kSchema = R"sql(
PRAGMA application_id=0x45786862;
PRAGMA user_version=3;
CREATE TABLE log(id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, vkey TEXT NOT NULL) STRICT;
CREATE TABLE entry(log INTEGER NOT NULL, seq INTEGER NOT NULL, leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL,
  leaf_sha3 BLOB NOT NULL, chain BLOB NOT NULL, PRIMARY KEY(log, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE tile(log INTEGER NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, root BLOB NOT NULL,
  hashes BLOB NOT NULL, PRIMARY KEY(log, level, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoint(log INTEGER NOT NULL, size INTEGER NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY(log, size)) STRICT, WITHOUT ROWID;
CREATE TABLE cosignature(log INTEGER NOT NULL, size INTEGER NOT NULL, vkey TEXT NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY(log, size, vkey)) STRICT, WITHOUT ROWID;
CREATE TABLE time_stamp(id INTEGER PRIMARY KEY, log INTEGER NOT NULL, note TEXT NOT NULL,
  renews INTEGER REFERENCES time_stamp(id), query BLOB NOT NULL, reply BLOB, ca TEXT NOT NULL, crl TEXT NOT NULL) STRICT;
CREATE TABLE disclosure(log INTEGER NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL, salt TEXT NOT NULL,
  value TEXT NOT NULL, PRIMARY KEY(log, seq, name)) STRICT, WITHOUT ROWID;
CREATE TABLE p_row(kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(kind, id)) STRICT,
  WITHOUT ROWID;
)sql";

std::string guard(const std::string& table, const std::string& key) {
  std::string out;
  for (const char* act : {"UPDATE", "DELETE"}) {
    out += "CREATE TRIGGER no_" + table + "_" + act + " BEFORE " + act + " ON " + table +
           " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;";
  }
  return out + "CREATE TRIGGER no_" + table + "_overwrite BEFORE INSERT ON " + table +
         " WHEN EXISTS (SELECT 1 FROM " + table + " WHERE " + key +
         ") BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;";
}

std::string guards() {
  return guard("log", "id=NEW.id OR origin=NEW.origin") + guard("entry", "log=NEW.log AND seq=NEW.seq") +
         guard("tile", "log=NEW.log AND level=NEW.level AND idx=NEW.idx") +
         guard("checkpoint", "log=NEW.log AND size=NEW.size");
}

std::int64_t signed_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }
/// Key of a log's rows in the tables.
std::int64_t id_of(std::uint64_t log_index) { return signed_of(log_index) + 1; }

template <typename D>
D digest_in(const core::Bytes& blob) {
  const auto digest = D::from(blob);
  if (!digest) {
    core::fail("the case database holds a damaged digest; run 'exhibit verify' on the case");
  }
  return *digest;
}

Value json_in(const std::string& text) {
  auto value = core::json::decode_canonical(text);
  if (!value) {
    core::fail("the case database holds a damaged value; run 'exhibit verify' on the case");
  }
  return std::move(*value);
}

}  // namespace

core::Sha3 next_chain(const core::Sha3& before, const core::Sha3& leaf_sha3) {
  std::array<std::uint8_t, sizeof before.bytes + sizeof leaf_sha3.bytes> bytes{};
  std::copy(leaf_sha3.bytes.begin(), leaf_sha3.bytes.end(),
            std::copy(before.bytes.begin(), before.bytes.end(), bytes.begin()));
  return core::sha3(bytes);
}

Store Store::create(const core::Path& file) {
  Store out(Database(file, Database::Mode::create));
  out.db_.execute(kSchema + guards());
  return out;
}

Store Store::open(const core::Path& file, Database::Mode mode) {
  Store out(Database(file, mode));
  if (out.db_.number("PRAGMA application_id") != 0x45786862 || out.db_.number("PRAGMA user_version") != 3) {
    core::fail(core::shown(file.native()) + " is not a case database of this version");
  }
  return out;
}

std::vector<VerifierKey> Store::logs() const {
  std::vector<VerifierKey> out;
  Statement rows = db_.prepare("SELECT vkey FROM log ORDER BY id");
  while (rows.step()) {
    const auto log = VerifierKey::parse(rows.text(0));
    if (!log) {
      core::fail("the case database names a damaged log; run 'exhibit verify' on the case");
    }
    out.push_back(*log);
  }
  return out;
}

std::uint64_t Store::add_log(const VerifierKey& log) {
  const auto id = db_.number("SELECT coalesce(max(id), 0) + 1 FROM log").value_or(1);
  Statement row = db_.prepare("INSERT INTO log(id, origin, vkey) VALUES(?,?,?)");
  row.bind(1, id).bind(2, log.name).bind(3, log.text()).run();
  return static_cast<std::uint64_t>(id) - 1;
}

std::uint64_t Store::size() const {
  // The newest entry of each log is found by its key; the sum does not grow with the logs.
  return static_cast<std::uint64_t>(db_.number("SELECT coalesce(sum((SELECT coalesce(max(seq) + 1, 0) FROM "
                                               "entry WHERE log=log.id)), 0) FROM log")
                                        .value_or(0));
}

core::merkle::Frontier Store::frontier(std::uint64_t log, std::uint64_t size) const {
  core::merkle::Frontier out;
  // The largest complete subtrees from the left: tile roots of level k cover 256^(k+1) leaves each.
  for (unsigned level = 7; level-- > 0;) {
    const unsigned height = kTileHeight * (level + 1);
    const std::uint64_t first = out.size() >> height;
    const std::uint64_t last = height >= 64 ? 0 : size >> height;
    Statement tiles =
        db_.prepare("SELECT root FROM tile WHERE log=? AND level=? AND idx>=? AND idx<? ORDER BY idx");
    tiles.bind(1, id_of(log)).bind(2, level).bind(3, signed_of(first)).bind(4, signed_of(last));
    while (tiles.step()) {
      out.push_subtree(digest_in<core::Sha256>(tiles.blob(0)), height);
    }
  }
  Statement leaves = db_.prepare("SELECT leaf_hash FROM entry WHERE log=? AND seq>=? AND seq<? ORDER BY seq");
  leaves.bind(1, id_of(log)).bind(2, signed_of(out.size())).bind(3, signed_of(size));
  while (leaves.step()) {
    out.push_leaf(digest_in<core::Sha256>(leaves.blob(0)));
  }
  return out;
}

LogHead Store::head(std::uint64_t log) const {
  LogHead out;
  Statement newest = db_.prepare("SELECT seq, chain FROM entry WHERE log=? ORDER BY seq DESC LIMIT 1");
  newest.bind(1, id_of(log));
  if (newest.step()) {
    out.size = static_cast<std::uint64_t>(newest.integer(0)) + 1;
    out.chain = digest_in<core::Sha3>(newest.blob(1));
  }
  out.tree = frontier(log, out.size);
  if (out.tree.size() != out.size) {
    core::fail("the ledger in " + core::shown(db_.path().native()) +
               " has a gap; nothing was recorded, run 'exhibit verify' on the case");
  }
  return out;
}

core::Sha256 Store::root_at(std::uint64_t log, std::uint64_t size) const {
  return frontier(log, size).root();
}

std::optional<core::Bytes> Store::leaf(std::uint64_t number) const {
  Statement row = db_.prepare("SELECT leaf FROM entry WHERE log=? AND seq=?");
  row.bind(1, id_of(log_index_of(number))).bind(2, signed_of(seq_of(number)));
  return row.step() ? std::optional(row.blob(0)) : std::nullopt;
}

std::vector<StoredEntry> Store::entries(std::uint64_t log, std::uint64_t from, std::uint64_t most) const {
  std::vector<StoredEntry> out;
  Statement rows = db_.prepare(
      "SELECT seq, leaf, leaf_hash, leaf_sha3, chain FROM entry WHERE log=? AND seq>=? ORDER BY seq LIMIT ?");
  rows.bind(1, id_of(log)).bind(2, signed_of(from)).bind(3, signed_of(most));
  while (rows.step()) {
    out.push_back({static_cast<std::uint64_t>(rows.integer(0)), rows.blob(1), rows.blob(2), rows.blob(3),
                   rows.blob(4)});
  }
  return out;
}

void Store::each_entry(std::uint64_t log, const std::function<void(const StoredEntry&)>& visit) const {
  Statement rows =
      db_.prepare("SELECT seq, leaf, leaf_hash, leaf_sha3, chain FROM entry WHERE log=? ORDER BY seq");
  rows.bind(1, id_of(log));
  while (rows.step()) {
    visit({static_cast<std::uint64_t>(rows.integer(0)), rows.blob(1), rows.blob(2), rows.blob(3),
           rows.blob(4)});
  }
}

std::vector<core::Sha256> Store::leaf_hashes(std::uint64_t log) const {
  std::vector<core::Sha256> out;
  Statement rows = db_.prepare("SELECT leaf_hash FROM entry WHERE log=? ORDER BY seq");
  rows.bind(1, id_of(log));
  while (rows.step()) {
    out.push_back(digest_in<core::Sha256>(rows.blob(0)));
  }
  return out;
}

void Store::each_checkpoint(std::uint64_t log,
                            const std::function<void(std::uint64_t, const std::string&)>& visit) const {
  Statement rows = db_.prepare("SELECT size, note FROM checkpoint WHERE log=? ORDER BY size");
  rows.bind(1, id_of(log));
  while (rows.step()) {
    visit(static_cast<std::uint64_t>(rows.integer(0)), rows.text(1));
  }
}

std::optional<std::string> Store::newest_checkpoint(std::uint64_t log) const {
  Statement row = db_.prepare("SELECT note FROM checkpoint WHERE log=? ORDER BY size DESC LIMIT 1");
  row.bind(1, id_of(log));
  return row.step() ? std::optional(row.text(0)) : std::nullopt;
}

void Store::each_disclosure(std::uint64_t log, const std::function<void(const Disclosure&)>& visit) const {
  Statement rows =
      db_.prepare("SELECT seq, name, salt, value FROM disclosure WHERE log=? ORDER BY seq, name");
  rows.bind(1, id_of(log));
  while (rows.step()) {
    visit({static_cast<std::uint64_t>(rows.integer(0)), rows.text(1), rows.text(2), json_in(rows.text(3))});
  }
}

std::optional<Value> Store::disclosed(std::uint64_t number, const std::string& name) const {
  Statement row = db_.prepare("SELECT value FROM disclosure WHERE log=? AND seq=? AND name=?");
  row.bind(1, id_of(log_index_of(number))).bind(2, signed_of(seq_of(number))).bind(3, name);
  return row.step() ? std::optional(json_in(row.text(0))) : std::nullopt;
}

void Store::append(std::uint64_t log, LogHead& head, core::ByteView leaf, const core::Sha256& leaf_hash) {
  const core::Sha3 leaf_sha3 = core::sha3(leaf);
  head.chain = next_chain(head.chain, leaf_sha3);
  Statement row =
      db_.prepare("INSERT INTO entry(log, seq, leaf, leaf_hash, leaf_sha3, chain) VALUES(?,?,?,?,?,?)");
  row.bind(1, id_of(log)).bind(2, signed_of(head.size)).bind(3, leaf).bind(4, leaf_hash.view());
  row.bind(5, leaf_sha3.view()).bind(6, head.chain.view()).run();
  head.tree.push_leaf(leaf_hash);
  ++head.size;
  keep_full_tiles(log, head.size);
}

void Store::keep_full_tiles(std::uint64_t log, std::uint64_t size) {
  for (unsigned level = 0; size % kTileWidth == 0 && size > 0; ++level) {
    size /= kTileWidth;
    Statement below = db_.prepare(
        level == 0 ? "SELECT leaf_hash FROM entry WHERE log=? AND 0=? AND seq>=? AND seq<? ORDER BY seq"
                   : "SELECT root FROM tile WHERE log=? AND level=?-1 AND idx>=? AND idx<? ORDER BY idx");
    below.bind(1, id_of(log)).bind(2, level);
    below.bind(3, signed_of((size - 1) * kTileWidth)).bind(4, signed_of(size * kTileWidth));
    core::merkle::Frontier tile;
    core::Bytes hashes;
    while (below.step()) {
      const core::Bytes hash = below.blob(0);
      hashes.insert(hashes.end(), hash.begin(), hash.end());
      tile.push_leaf(digest_in<core::Sha256>(hash));
    }
    Statement row = db_.prepare("INSERT INTO tile(log, level, idx, root, hashes) VALUES(?,?,?,?,?)");
    const core::Sha256 root = tile.root();
    row.bind(1, id_of(log)).bind(2, level).bind(3, signed_of(size - 1));
    row.bind(4, root.view()).bind(5, core::ByteView(hashes)).run();
  }
}

void Store::add_checkpoint(std::uint64_t log, std::uint64_t size, const std::string& note) {
  Statement row = db_.prepare("INSERT INTO checkpoint(log, size, note) VALUES(?,?,?)");
  row.bind(1, id_of(log)).bind(2, signed_of(size)).bind(3, note).run();
}

void Store::add_disclosure(std::uint64_t log, const Disclosure& disclosure) {
  Statement row = db_.prepare("INSERT INTO disclosure(log, seq, name, salt, value) VALUES(?,?,?,?,?)");
  row.bind(1, id_of(log)).bind(2, signed_of(disclosure.seq)).bind(3, disclosure.name);
  row.bind(4, disclosure.salt).bind(5, encode(disclosure.value)).run();
}

bool Store::remove_disclosure(std::uint64_t number, const std::string& name) {
  if (!disclosed(number, name)) {
    return false;
  }
  Statement row = db_.prepare("DELETE FROM disclosure WHERE log=? AND seq=? AND name=?");
  row.bind(1, id_of(log_index_of(number))).bind(2, signed_of(seq_of(number))).bind(3, name).run();
  return true;
}

void Store::replace_rows(const MemoryRows& rows) {
  db_.execute("DELETE FROM p_row");
  Statement row = db_.prepare("INSERT INTO p_row(kind, id, value) VALUES(?,?,?)");
  rows.each([&](const std::string& kind, const std::string& id, const Value& value) {
    row.bind(1, kind).bind(2, id).bind(3, encode(value)).run();
  });
}

std::optional<Value> Store::get(const std::string& kind, const std::string& id) const {
  Statement row = db_.prepare("SELECT value FROM p_row WHERE kind=? AND id=?");
  row.bind(1, kind).bind(2, id);
  return row.step() ? std::optional(json_in(row.text(0))) : std::nullopt;
}

void Store::put(const std::string& kind, const std::string& id, Value value) {
  Statement row = db_.prepare(
      "INSERT INTO p_row(kind, id, value) VALUES(?,?,?) ON CONFLICT(kind, id) DO UPDATE SET "
      "value=excluded.value");
  row.bind(1, kind).bind(2, id).bind(3, encode(value)).run();
}

std::vector<std::pair<std::string, Value>> Store::list(const std::string& kind,
                                                       const std::string& prefix) const {
  std::vector<std::pair<std::string, Value>> out;
  Statement rows = db_.prepare("SELECT id, value FROM p_row WHERE kind=? AND id>=? ORDER BY id");
  rows.bind(1, kind).bind(2, prefix);
  while (rows.step()) {
    std::string id = rows.text(0);
    if (!id.starts_with(prefix)) {
      break;
    }
    out.emplace_back(std::move(id), json_in(rows.text(1)));
  }
  return out;
}

void Store::each_row(
    const std::function<void(const std::string&, const std::string&, const std::string&)>& visit) const {
  Statement rows = db_.prepare("SELECT kind, id, value FROM p_row ORDER BY kind, id");
  while (rows.step()) {
    visit(rows.text(0), rows.text(1), rows.text(2));
  }
}

}  // namespace custody
