// SPDX-License-Identifier: Apache-2.0
#include "custody/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <system_error>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"

namespace custody {
namespace {

constexpr int kBusyMilliseconds = 10'000;
constexpr int kLongestValue = 64 << 20;  // far above anything written; a hostile database claims a gigabyte

/// The URI of a file; SQLite reads % ? and # in it.
std::string uri_of(const core::Path& path) {
  std::string out = "file:";
  for (const char c : path.native()) {
    out += c == '%' ? "%25" : c == '?' ? "%3f" : c == '#' ? "%23" : std::string(1, c);
  }
  return out + "?immutable=1";
}

[[noreturn]] void fail_sqlite(sqlite3* db, int code, const std::string& what) {
  const int primary = code & 0xff;
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
    core::fail(what + ": another process is writing to this case; nothing was recorded, try again");
  }
  const bool full = primary == SQLITE_FULL;
  const int system_error = primary == SQLITE_CANTOPEN && db != nullptr ? sqlite3_system_errno(db) : 0;
  const std::string why = system_error != 0 ? std::generic_category().message(system_error)
                          : db == nullptr   ? sqlite3_errstr(code)
                                            : sqlite3_errmsg(db);
  throw core::Error(
      full ? core::ErrorCode::no_space : core::ErrorCode::failed,
      what + ": " + why + (full ? "; nothing of it was kept: make room on the disk and do it again" : ""));
}

/// SQLite's own file system layer, but for one thing: it syncs the folder once a process for a write-ahead log that it opens
/// with leave to make it, made or not. That leave is taken away where the log is there.
const char* file_layer() {
  static sqlite3_vfs* const own = sqlite3_vfs_find("unix");
  static sqlite3_vfs layer = *own;
  static const char* const layer_name = [] {
    layer.zName = "exhibit";
    layer.xOpen = [](sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* opened) {
      struct stat found {};
      if ((flags & SQLITE_OPEN_WAL) != 0 && name != nullptr && ::lstat(name, &found) == 0) {
        flags &= ~SQLITE_OPEN_CREATE;
      }
      return own->xOpen(own, name, file, flags, opened);
    };
    sqlite3_vfs_register(&layer, 0);
    return layer.zName;
  }();
  return layer_name;
}

void check(sqlite3_stmt* statement, int code) {
  if (code != SQLITE_OK) {
    fail_sqlite(sqlite3_db_handle(statement), code, "cannot use the case database");
  }
}

}  // namespace

class KeptStatements {
 public:
  KeptStatements() = default;
  ~KeptStatements() { close(); }
  KeptStatements(const KeptStatements&) = delete;
  KeptStatements& operator=(const KeptStatements&) = delete;

  /// Nullptr when there is none of that text.
  sqlite3_stmt* take(std::string_view sql) {
    const auto found = kept_.find(sql);
    return found == kept_.end() ? nullptr : kept_.extract(found).mapped();
  }

  void give_back(sqlite3_stmt* statement) {
    constexpr std::size_t kMost = 64;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (!open_ || kept_.size() == kMost || !kept_.emplace(sqlite3_sql(statement), statement).second) {
      sqlite3_finalize(statement);
    }
  }

  /// Before the connection is closed; nothing is kept from now on.
  void close() {
    open_ = false;
    for (const auto& [sql, statement] : kept_) {
      sqlite3_finalize(statement);
    }
    kept_.clear();
  }

 private:
  std::map<std::string, sqlite3_stmt*, std::less<>> kept_;
  bool open_ = true;
};

void Statement::GiveBack::operator()(sqlite3_stmt* statement) const { to->give_back(statement); }

Statement::Statement(sqlite3* db, const std::shared_ptr<KeptStatements>& kept, std::string_view sql)
    : statement_(kept->take(sql), GiveBack{kept}) {
  if (statement_) {
    return;
  }
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &raw, nullptr);
  statement_.reset(raw);
  if (code != SQLITE_OK) {
    fail_sqlite(db, code, "cannot use the case database");
  }
}

Statement& Statement::bind(int index, std::int64_t value) {
  check(statement_.get(), sqlite3_bind_int64(statement_.get(), index, value));
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  check(statement_.get(), sqlite3_bind_text(statement_.get(), index, text.data(),
                                            static_cast<int>(text.size()), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind(int index, core::ByteView blob) {
  check(statement_.get(), sqlite3_bind_blob(statement_.get(), index, blob.data(),
                                            static_cast<int>(blob.size()), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind_null(int index) {
  check(statement_.get(), sqlite3_bind_null(statement_.get(), index));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    fail_sqlite(sqlite3_db_handle(statement_.get()), code, "cannot use the case database");
  }
  return false;
}

void Statement::run() {
  step();
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string Statement::text(int column) const {
  const auto* data = sqlite3_column_text(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? ""
                         : std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
}

core::Bytes Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? core::Bytes{} : core::Bytes(data, data + size);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* db) const {
  kept->close();
  sqlite3_close_v2(db);
}

Database::Database(const core::Path& path, Mode mode)
    : path_(path), kept_(std::make_shared<KeptStatements>()), db_(nullptr, Close{kept_}) {
  const int flags = mode == Mode::create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE
                    : mode == Mode::read_write ? SQLITE_OPEN_READWRITE
                    : mode == Mode::read_only  ? SQLITE_OPEN_READONLY
                                               : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  const std::string name = mode == Mode::immutable ? uri_of(path) : path.native();
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_NOFOLLOW, file_layer());
  db_.reset(raw);
  if (code != SQLITE_OK) {
    fail_sqlite(raw, code, "cannot open " + core::shown(path.native()));
  }
  sqlite3_busy_timeout(raw, kBusyMilliseconds);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, kLongestValue);
  execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;");
  if (mode == Mode::create) {
    execute(
        "PRAGMA page_size=8192;");  // an entry is longer than a quarter of 4096, and would take a page more
  }
  if (mode == Mode::create || mode == Mode::read_write) {
    keep_empty_log();
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=0; "
        "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;");
  }
}

/// The log is emptied when the last connection is closed, not taken away: making it anew would cost the next command one
/// sync call more, that of the folder.
void Database::keep_empty_log() {
  int yes = 1;
  sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_PERSIST_WAL, &yes);
}

void Database::make_durable() {
  int frames = 0;
  int folded = 0;
  const int code = sqlite3_wal_checkpoint_v2(db_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, &frames, &folded);
  if (code == SQLITE_OK && folded >= frames) {
    return;
  }
  if (last_sync_failed()) {
    core::fail("cannot sync " + core::shown(path_.native()));
  }
  const core::Path log = path_.native() + "-wal";
  if (::fsync(core::open_for_reading(log, O_NOFOLLOW).get()) != 0) {
    core::fail_errno("cannot sync", log, errno);
  }
}

void Database::read_consistently(const std::function<void()>& read) const {
  prepare("BEGIN").run();
  try {
    read();
  } catch (...) {
    prepare("ROLLBACK").run();
    throw;
  }
  prepare("COMMIT").run();
}

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    fail_sqlite(db_.get(), code, "cannot use " + core::shown(path_.native()));
  }
}

std::optional<std::int64_t> Database::number(std::string_view sql) const {
  Statement statement = prepare(sql);
  return statement.step() && !statement.is_null(0) ? std::optional(statement.integer(0)) : std::nullopt;
}

void Database::need_table(const std::string& name) const {
  Statement object =
      prepare("SELECT count(*) FROM sqlite_schema WHERE name=? AND type='table' AND rootpage>0");
  object.bind(1, name);
  Statement computed = prepare("SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden<>0");
  computed.bind(1, name);
  if (!object.step() || object.integer(0) != 1 || !computed.step() || computed.integer(0) != 0) {
    core::fail("'" + name + "' is no plain table");
  }
}

bool Database::last_sync_failed() const { return sqlite3_extended_errcode(db_.get()) == SQLITE_IOERR_FSYNC; }

bool Database::has_object(const std::string& name) const {
  Statement object = prepare("SELECT count(*) FROM sqlite_schema WHERE name=?");
  object.bind(1, name);
  return object.step() && object.integer(0) > 0;
}

std::uint64_t Database::bytes_behind(std::uint64_t file_size) const {
  const auto pages = static_cast<std::uint64_t>(number("PRAGMA page_count").value_or(0));
  const auto used = pages * static_cast<std::uint64_t>(number("PRAGMA page_size").value_or(0));
  return file_size > used ? file_size - used : 0;
}

Transaction::Transaction(Database& db) : db_(db) { db_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (open_) {
    try {
      db_.execute("ROLLBACK");
    } catch (const core::Error&) {
      // The connection is closed next; SQLite rolls back then.
      open_ = false;
    }
  }
}

void Transaction::commit() {
  bool written = false;
  try {
    db_.execute("COMMIT");
    open_ = false;
    written = true;
    db_.make_durable();
  } catch (const core::Error& error) {
    if (!written && !db_.last_sync_failed()) {
      throw;
    }
    // All was written and may be on the disk or not: whoever opens the case next finds out.
    core::fail(std::string(error.what()) +
               "; whether this was recorded is not certain: look at the case before doing it again");
  }
}

}  // namespace custody
