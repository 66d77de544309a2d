// SPDX-License-Identifier: Apache-2.0
#include "custody/private_copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <vector>

#include "core/durable_file.h"
#include "core/error.h"
#include "core/text.h"
#include "custody/write_ahead_log.h"

namespace custody {

namespace {

constexpr std::uint64_t kMostBehind = 64U << 20U;
constexpr int kMostAttempts = 20;

std::uint32_t big_endian(core::ByteView bytes) {
  std::uint32_t out = 0;
  for (const std::uint8_t byte : bytes) {
    out = out << 8U | byte;
  }
  return out;
}

bool is_file(const core::Path& path) {
  boost::system::error_code ignored;
  return core::fs::symlink_status(path, ignored).type() == core::fs::regular_file;
}

/// The first bytes of a file; zeros where it is shorter.
std::array<std::uint8_t, kWalHeader> start_of(const core::Path& file) {
  std::array<std::uint8_t, kWalHeader> out = {};
  std::ifstream(file.native(), std::ios::binary).read(reinterpret_cast<char*>(out.data()), out.size());
  return out;
}

/// Copies a plain file and gives its size. Not synced: the copy is looked at and thrown away.
std::uint64_t copy_of(const core::Path& from, const core::Path& to) {
  const core::Fd in = core::open_for_reading(from, O_NOFOLLOW);
  std::ofstream out(to.native(), std::ios::binary);
  std::vector<char> buffer(1U << 20U);
  std::uint64_t size = 0;
  for (;;) {
    const ssize_t n = ::read(in.get(), buffer.data(), buffer.size());
    if (n < 0 && errno != EINTR) {
      core::fail_errno("cannot read", from, errno);
    }
    if (n == 0) {
      break;
    }
    if (n > 0) {
      out.write(buffer.data(), n);
      size += static_cast<std::uint64_t>(n);
    }
  }
  if (!out.flush()) {
    core::fail_errno("cannot write", to, errno);
  }
  return size;
}

/// Frames of finished transactions in the WAL. The copy is folded back by it.
std::int64_t wal_frames(const Database& db) {
  Statement folded = db.prepare("PRAGMA wal_checkpoint");
  return folded.step() ? std::max<std::int64_t>(folded.integer(1), 0) : 0;
}

}  // namespace

PrivateCopy::PrivateCopy(const core::Path& folder, const core::Path& database)
    : database_(database), copy_(folder / "case.db") {
  for (int attempt = 0; !copied_undisturbed(); ++attempt) {
    if (attempt == kMostAttempts) {
      core::fail("another process keeps writing to " + core::shown(database.native()) + "; try again");
    }
  }
}

Findings PrivateCopy::leftovers(const Database& db) const {
  Findings out;
  const auto add = [&](Finding finding, const char* file) {
    finding.field = file;
    out.push_back(std::move(finding));
  };
  const auto frames = static_cast<std::uint64_t>(wal_frames(db));
  const auto page = static_cast<std::uint64_t>(db.number("PRAGMA page_size").value_or(0));
  const std::uint64_t used = frames == 0 ? 0 : kWalHeader + frames * (kWalFrameHeader + page);
  if (!is_wal_) {
    add(fault("uncovered", "case.db-wal is no write-ahead log of a database"), "case.db-wal");
  } else if (wal_size_ > kWalHeader && wal_size_ > used &&
             lost_finished_transaction(copy_.native() + "-wal", used)) {
    add(fault("tampered", "case.db-wal holds " + std::to_string(wal_size_ - used) +
                              " bytes of finished transactions that cannot be read: it was damaged, and the "
                              "entries in them are not there"),
        "case.db-wal");
  } else if (wal_size_ > used) {
    add(limit("interrupted", "case.db-wal holds " + std::to_string(wal_size_ - used) +
                                 " bytes of no finished transaction: one was interrupted, or the file was "
                                 "damaged"),
        "case.db-wal");
  }
  const core::Path shared = database_.native() + "-shm";
  if (is_file(shared) && !is_file(database_.native() + "-wal")) {
    add(fault("uncovered", "case.db-shm has no write-ahead log beside it"), "case.db-shm");
  }
  if (const std::uint64_t behind = db.bytes_behind(size_); behind > 0) {
    add(fault("uncovered", "case.db holds " + std::to_string(behind) + " bytes behind the database"),
        "case.db");
  } else if (wal_size_ == 0 && page > 0 && size_ % page != 0) {
    add(fault("tampered", "case.db ends inside a page: the last " + std::to_string(page - size_ % page) +
                              " bytes of it are missing"),
        "case.db");
  }
  return out;
}

/// False when somebody folded the WAL back into the database meanwhile: the two copies may not fit.
bool PrivateCopy::copied_undisturbed() {
  const core::Path wal = database_.native() + "-wal";
  const core::Path wal_copy = copy_.native() + "-wal";
  core::fs::remove(copy_);
  core::fs::remove(wal_copy);
  wal_size_ = is_file(wal) ? core::fs::file_size(wal) : 0;
  refuse_oversize();
  const auto written = core::fs::last_write_time(database_);
  size_ = copy_of(database_, copy_);
  if (is_file(wal)) {
    wal_size_ = copy_of(wal, wal_copy);
  }
  const auto header = start_of(wal_copy);
  is_wal_ = wal_size_ == 0 || (big_endian(core::ByteView(header).first(4)) & ~1U) == 0x377f0682U;
  return core::fs::last_write_time(database_) == written && core::fs::file_size(database_) == size_;
}

/// A small database in a huge file is not copied: what follows it would only cost time.
void PrivateCopy::refuse_oversize() const {
  const auto header = start_of(database_);
  const std::uint64_t half = big_endian(core::ByteView(header).subspan(16, 2));
  const std::uint64_t size = big_endian(core::ByteView(header).subspan(28, 4)) * (half == 1 ? 65536 : half);
  if (core::fs::file_size(database_) > size + wal_size_ + kMostBehind) {
    core::fail("case.db has " + std::to_string(core::fs::file_size(database_)) +
               " bytes, but its database only " + std::to_string(size));
  }
}

}  // namespace custody
