// SPDX-License-Identifier: Apache-2.0
// Files are made exclusively, vanish unless finished, and are never overwritten.
#include "core/durable_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/support/temp_folder.h"

using core::as_bytes;
using core::fs::exists;

TEST_CASE("a finished file holds what was written, with the mode asked for", "[core]") {
  const support::TempFolder folder;
  core::DurableFile file = core::DurableFile::create(folder / "a", 0600);
  file.write(as_bytes("one "));
  file.write({});
  file.write(as_bytes("two"));
  file.finish();
  CHECK(core::read_text_file(folder / "a") == "one two");
  struct stat info {};
  REQUIRE(::stat((folder / "a").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("a file that exists, even as a dangling link, is not created again", "[core]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "a", as_bytes("first"));
  CHECK_THROWS_WITH(core::DurableFile::create(folder / "a"),
                    Catch::StartsWith("cannot create ") && Catch::Contains("exists"));
  CHECK_THROWS_AS(core::write_new_file(folder / "a", as_bytes("second")), core::Error);
  CHECK(core::read_text_file(folder / "a") == "first");
  core::fs::create_symlink(folder / "nowhere", folder / "link");
  CHECK_THROWS_AS(core::DurableFile::create(folder / "link"), core::Error);
  CHECK_FALSE(exists(folder / "nowhere"));
}

TEST_CASE("a file that was not finished is gone, also after it was moved", "[core]") {
  const support::TempFolder folder;
  {
    core::DurableFile file = core::DurableFile::create(folder / "a");
    file.write(as_bytes("part"));
    const core::DurableFile moved = std::move(file);
    CHECK(exists(folder / "a"));
  }
  CHECK_FALSE(exists(folder / "a"));
}

TEST_CASE("a full device is told apart from other failures", "[core]") {
  if (!exists("/dev/full")) {
    WARN("skipped: this machine has no /dev/full");
    return;
  }
  try {
    core::fail_errno("cannot write", "/dev/full", ENOSPC);
  } catch (const core::Error& error) {
    CHECK(error.code() == core::ErrorCode::no_space);
  }
  try {
    core::fail_errno("cannot open", "a\nb", ENOENT);
  } catch (const core::Error& error) {
    CHECK(error.code() == core::ErrorCode::failed);
    CHECK(std::string(error.what()) == "cannot open a\\u{0A}b: No such file or directory");
  }
}

TEST_CASE("a finished file is moved but never over another", "[core]") {
  const support::TempFolder folder;
  core::create_new_directory(folder / "in");
  core::write_new_file(folder / "a", as_bytes("a"));
  core::write_new_file(folder / "b", as_bytes("b"));
  CHECK_THROWS_AS(core::rename_new(folder / "a", folder / "b"), core::Error);
  CHECK(core::read_text_file(folder / "a") == "a");
  CHECK(core::read_text_file(folder / "b") == "b");
  core::rename_new(folder / "a", folder / "in/c");
  CHECK_FALSE(exists(folder / "a"));
  CHECK(core::read_text_file(folder / "in/c") == "a");
  CHECK_THROWS_AS(core::rename_new(folder / "gone", folder / "d"), core::Error);
  core::create_new_directory(folder / "other");
  CHECK_THROWS_AS(core::rename_new(folder / "in", folder / "other"), core::Error);
}

TEST_CASE("a folder is made only where there is none", "[core]") {
  const support::TempFolder folder;
  core::create_new_directory(folder / "new", 0700);
  CHECK(core::fs::is_directory(folder / "new"));
  CHECK_THROWS_AS(core::create_new_directory(folder / "new"), core::Error);
  CHECK_THROWS_AS(core::create_new_directory(folder / "no/such"), core::Error);
}

TEST_CASE("state is replaced whole and leaves nothing beside", "[core]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "state.new", as_bytes("left over"));
  core::replace_file(folder / "state", as_bytes("one"));
  core::replace_file(folder / "state", as_bytes("two"));
  CHECK(core::read_text_file(folder / "state") == "two");
  CHECK_FALSE(exists(folder / "state.new"));
}

TEST_CASE("a file that is written over holds the new bytes and no rest of the old ones", "[core]") {
  const support::TempFolder folder;
  core::replace_file(folder / "state", as_bytes("longer"));
  core::overwrite_file(folder / "state", as_bytes("two"));
  CHECK(core::read_text_file(folder / "state") == "two");
  CHECK_THROWS_AS(core::overwrite_file(folder / "absent", as_bytes("x")), core::Error);
  core::fs::create_symlink("state", folder / "link");
  CHECK_THROWS_AS(core::overwrite_file(folder / "link", as_bytes("x")), core::Error);
}

TEST_CASE("reading stops at its limit", "[core]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "a", core::Bytes(100'000, 'x'));
  CHECK(core::read_file(folder / "a", 100'000).size() == 100'000);
  CHECK_THROWS_WITH(core::read_file(folder / "a", 99'999), Catch::Contains("larger than 99999 bytes"));
  CHECK_THROWS_AS(core::read_text_file(folder / "gone"), core::Error);
  CHECK_THROWS_AS(core::read_file(folder.path()), core::Error);
}

TEST_CASE("a file's digest is that of its bytes, and links are not followed", "[core]") {
  const support::TempFolder folder;
  const core::Bytes bytes(3'000'001, 0x5a);
  core::write_new_file(folder / "a", bytes);
  const core::FileDigest digest = core::digest_file(folder / "a");
  CHECK(digest.sha256 == core::sha256(bytes));
  CHECK(digest.size == bytes.size());
  core::fs::create_symlink(folder / "a", folder / "link");
  CHECK_THROWS_AS(core::digest_file(folder / "link"), core::Error);
}

TEST_CASE("a descriptor has one owner", "[core]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "a", as_bytes("a"));
  core::Fd first = core::open_for_reading(folder / "a");
  const int number = first.get();
  core::Fd second(std::move(first));
  CHECK_FALSE(first.valid());  // NOLINT(bugprone-use-after-move): what a moved-from owner holds is the point
  CHECK(second.get() == number);
  second = core::Fd();
  CHECK(::lseek(number, 0, SEEK_CUR) == -1);
}

TEST_CASE("a file is gone on with behind its first bytes, and kept", "[core]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "a", as_bytes("one two three"));
  {
    core::DurableFile file = core::DurableFile::reopen(folder / "a", 4);
    file.write_joined(as_bytes("2"), {}, as_bytes(" 3"));
    file.write_at(0, as_bytes("ONE"));
    file.write(as_bytes("."));
    file.begin_sync(4, 4);
    file.sync();
  }
  CHECK(core::read_text_file(folder / "a") == "ONE 2 3.");
}

TEST_CASE("what is missing, shorter or no plain file is not gone on with", "[core]") {
  const support::TempFolder folder;
  core::write_new_file(folder / "a", as_bytes("short"));
  core::fs::create_symlink("a", folder / "link");
  CHECK_THROWS_WITH(core::DurableFile::reopen(folder / "a", 6), Catch::Contains("it has 5 bytes, and had 6"));
  CHECK_THROWS_AS(core::DurableFile::reopen(folder / "link", 1), core::Error);
  CHECK_THROWS_AS(core::DurableFile::reopen(folder / "absent", 0), core::Error);
  CHECK_THROWS_AS(core::DurableFile::reopen(folder.path(), 0), core::Error);
  CHECK(core::read_text_file(folder / "a") == "short");
}

TEST_CASE("a new file that is kept stays without being finished", "[core]") {
  const support::TempFolder folder;
  {
    core::DurableFile file = core::DurableFile::create(folder / "a");
    file.write(as_bytes("part"));
    file.keep();
  }
  CHECK(core::read_text_file(folder / "a") == "part");
}
