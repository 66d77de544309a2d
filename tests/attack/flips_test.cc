// SPDX-License-Identifier: Apache-2.0
// Every byte of a case folder changed, every file cut at every length: found, or shown to lie where nothing is kept.
// The tests named "every" take all; the others take a sample that is the same in each run.
#include <catch2/catch.hpp>
#include <random>

#include "tests/attack/attacked_case.h"

using attack::AttackedCase;

namespace {

/// All that a database holds, every row of every table, as text; nothing when it cannot be read.
std::optional<std::string> content_of(const core::Path& database) {
  try {
    const custody::Database db(database, custody::Database::Mode::immutable);
    std::string out;
    const auto dump = [&](const std::string& sql) {
      custody::Statement rows = db.prepare(sql);
      while (rows.step()) {
        out += rows.text(0) + "\n";
      }
    };
    dump("SELECT quote(type)||quote(name)||quote(tbl_name)||quote(sql) FROM sqlite_schema");
    dump("PRAGMA application_id");
    dump("PRAGMA user_version");
    dump("SELECT quote(id)||quote(origin)||quote(vkey) FROM log");
    dump(
        "SELECT quote(log)||quote(seq)||quote(leaf)||quote(leaf_hash)||quote(leaf_sha3)||quote(chain) FROM "
        "entry");
    dump("SELECT quote(log)||quote(level)||quote(idx)||quote(root)||quote(hashes) FROM tile");
    dump("SELECT quote(log)||quote(size)||quote(note) FROM checkpoint");
    dump("SELECT quote(log)||quote(size)||quote(vkey)||quote(note) FROM cosignature");
    dump(
        "SELECT "
        "quote(id)||quote(log)||quote(note)||quote(renews)||quote(query)||quote(reply)||quote(ca)||quote(crl)"
        " "
        "FROM time_stamp");
    dump("SELECT quote(log)||quote(seq)||quote(name)||quote(salt)||quote(value) FROM disclosure");
    dump("SELECT quote(kind)||quote(id)||quote(value) FROM p_row");
    return out;
  } catch (const core::Error&) {
    return std::nullopt;
  }
}

/// A change of one file: what verify did not find must have changed nothing that the database holds.
class Hunt {
 public:
  explicit Hunt(const AttackedCase& test) : test_(test), at_(test.fresh()) {
    intact_ = content_of(at_ / "case.db");
    REQUIRE(intact_);
    const auto before = test.stranger(at_);
    INFO(Catch::rangeToString(support::faults_of(before.findings)));
    REQUIRE(before.intact());
  }
  ~Hunt() { UNSCOPED_INFO(tried_ << " tried, " << unused_ << " in unused space"); }

  void attack(const std::string& file, core::ByteView bytes, const std::string& how) {
    ++tried_;
    attack::overwrite(at_ / file, bytes);
    const bool is_database = file == "case.db";
    custody::VerifyReport report;
    try {
      report = test_.stranger(at_, is_database);
    } catch (const std::exception& error) {
      FAIL(file << ", " << how << ": verify ended with " << error.what());
    }
    if (!report.intact()) {
      return;
    }
    ++unused_;
    if (!is_database || content_of(at_ / file) != intact_) {
      FAIL_CHECK(file << ", " << how << ": not found, and not unused space");
    }
  }

  const core::Path& folder() const { return at_; }
  std::size_t unused() const { return unused_; }
  std::size_t tried() const { return tried_; }

 private:
  const AttackedCase& test_;
  core::Path at_;
  std::optional<std::string> intact_;
  std::size_t tried_ = 0, unused_ = 0;
};

/// Steps through `size` places by random strides; `mean` 1: every place.
template <typename Visit>
void each_place(std::size_t size, std::size_t mean, std::mt19937& chance, const Visit& visit) {
  for (std::size_t at = mean == 1 ? 0 : chance() % mean; at < size;
       at += mean == 1 ? 1 : 1 + chance() % (2 * mean - 1)) {
    visit(at);
  }
}

/// `places` in each file, or all where it is 0.
std::size_t stride(std::size_t size, std::size_t places) {
  return places == 0 ? 1 : std::max<std::size_t>(1, size / places);
}

void flip_bytes(std::size_t in_database, std::size_t in_files) {
  const AttackedCase test(true);
  Hunt hunt(test);
  std::mt19937 chance(7);
  for (const std::string& file : attack::files_below(hunt.folder())) {
    core::Bytes bytes = core::read_file(hunt.folder() / file);
    const std::size_t places = file == "case.db" ? in_database : in_files;
    each_place(bytes.size(), stride(bytes.size(), places), chance, [&](std::size_t at) {
      const auto bit = static_cast<std::uint8_t>(1U << chance() % 8);
      bytes[at] ^= bit;
      hunt.attack(file, bytes, "bit " + std::to_string(bit) + " of byte " + std::to_string(at));
      bytes[at] ^= bit;
    });
    attack::overwrite(hunt.folder() / file, bytes);
  }
  WARN(hunt.tried() << " bytes flipped, " << hunt.unused() << " of them in unused space");
  CHECK(hunt.tried() > hunt.unused());
}

void cut_files(std::size_t in_database, std::size_t in_files) {
  const AttackedCase test(true);
  Hunt hunt(test);
  std::mt19937 chance(8);
  for (const std::string& file : attack::files_below(hunt.folder())) {
    const core::Bytes bytes = core::read_file(hunt.folder() / file);
    const std::size_t places = file == "case.db" ? in_database : in_files;
    each_place(bytes.size(), stride(bytes.size(), places), chance, [&](std::size_t size) {
      hunt.attack(file, core::ByteView(bytes).first(size), "cut to " + std::to_string(size) + " bytes");
    });
    attack::overwrite(hunt.folder() / file, bytes);
  }
  WARN(hunt.tried() << " cuts, " << hunt.unused() << " of them through unused space");
}

}  // namespace

TEST_CASE("a byte of any file flipped", "[attack]") { flip_bytes(400, 8); }
TEST_CASE("every byte of every file flipped", "[.][full]") { flip_bytes(0, 0); }
TEST_CASE("any file cut short", "[attack]") { cut_files(150, 8); }
TEST_CASE("every file cut at every length", "[.][full]") { cut_files(0, 0); }
