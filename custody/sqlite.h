// SPDX-License-Identifier: Apache-2.0
// The only SQLite code: a connection, statements and a transaction that rolls back unless committed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/path.h"

struct sqlite3;
struct sqlite3_stmt;

namespace custody {

/// Statements of a connection that nobody uses at the moment: preparing one takes longer than running it.
class KeptStatements;

/// A prepared statement. Parameters are numbered from 1, columns from 0. One thread at a time.
class Statement {
 public:
  Statement(sqlite3* db, const std::shared_ptr<KeptStatements>& kept, std::string_view sql);
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, core::ByteView blob);
  Statement& bind_null(int index);
  /// True while there is a row. Throws Error on any failure.
  bool step();
  /// Steps a statement that gives no row, and resets it for the next use.
  void run();
  void reset();
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  core::Bytes blob(int column) const;
  bool is_null(int column) const;

 private:
  struct GiveBack {
    std::shared_ptr<KeptStatements> to;
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, GiveBack> statement_;
};

class Database {
 public:
  enum class Mode {
    create,
    read_write,
    read_only,
    immutable  // read only, and nothing beside the file is read or made: no log, no journal, no shared memory
  };
  /// Opens with hardened settings; `create` needs the file to be absent. Throws Error naming the path.
  Database(const core::Path& path, Mode mode);
  void execute(const std::string& sql);
  Statement prepare(std::string_view sql) const { return {db_.get(), kept_, sql}; }
  /// A value of one row, one column; nullopt when there is no row.
  std::optional<std::int64_t> number(std::string_view sql) const;
  /// Brings all that was committed to the disk, into the file itself where no reader is in the way. Throws Error when the
  /// disk refuses.
  void make_durable();
  /// Runs `read` on one state of the database, whatever others write meanwhile; does not hold them up.
  void read_consistently(const std::function<void()>& read) const;
  const core::Path& path() const { return path_; }
  /// Throws Error unless `name` is a table whose columns hold what is stored in them: a view of that name could tell
  /// each reader something else, or never end.
  void need_table(const std::string& name) const;
  /// True when the last call failed since what it had written could not be brought to the disk.
  bool last_sync_failed() const;
  /// True when the schema has an object of that name, of whatever kind.
  bool has_object(const std::string& name) const;
  /// Bytes behind the last page of a database file of `file_size` bytes, where nobody looks; 0 when there are none.
  std::uint64_t bytes_behind(std::uint64_t file_size) const;

 private:
  void keep_empty_log();

  struct Close {
    std::shared_ptr<KeptStatements> kept;
    void operator()(sqlite3* db) const;
  };
  core::Path path_;
  std::shared_ptr<KeptStatements> kept_;
  std::unique_ptr<sqlite3, Close> db_;
};

/// BEGIN IMMEDIATE; waits up to ten seconds for another writer. Rolls back unless commit() was reached, which returns when
/// all is on the disk.
class Transaction {
 public:
  explicit Transaction(Database& db);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& db_;
  bool open_ = true;
};

}  // namespace custody
