// SPDX-License-Identifier: Apache-2.0
// Scratch folders are gone when their owner is, unless what they hold was renamed away.
#include "core/scratch_folder.h"

#include <catch2/catch.hpp>

#include "core/durable_file.h"
#include "core/error.h"
#include "tests/support/temp_folder.h"

using core::ScratchFolder;

TEST_CASE("a scratch folder beside a target is gone with all in it when its owner is", "[core]") {
  const support::TempFolder folder;
  core::Path path;
  {
    const auto scratch = ScratchFolder::beside(folder / "target");
    path = scratch.path();
    CHECK(path.parent_path() == folder.path());
    CHECK(path != folder / "target");
    core::create_new_directory(scratch / "a");
    core::write_new_file(scratch / "a/file", core::as_bytes("text"));
  }
  CHECK_FALSE(core::fs::exists(path));
  CHECK(core::fs::is_empty(folder.path()));
}

TEST_CASE("what was renamed away from a scratch folder stays", "[core]") {
  const support::TempFolder folder;
  {
    const auto scratch = ScratchFolder::beside(folder / "part");
    core::write_new_file(scratch / "file", core::as_bytes("text"));
    core::rename_new(scratch / "file", folder / "part");
    const auto whole = ScratchFolder::beside(folder / "whole");
    core::rename_new(whole.path(), folder / "whole");
  }
  CHECK(core::read_text_file(folder / "part") == "text");
  CHECK(core::fs::is_directory(folder / "whole"));
  CHECK(std::distance(core::fs::directory_iterator(folder.path()), core::fs::directory_iterator()) == 2);
}

TEST_CASE("a temporary scratch folder belongs to this user alone and is removed once", "[core]") {
  core::Path path;
  {
    ScratchFolder first = ScratchFolder::temporary("test");
    const ScratchFolder second(std::move(first));
    path = second.path();
    CHECK(core::fs::status(path).permissions() == core::fs::owner_all);
    CHECK(first.path().empty());
  }
  CHECK_FALSE(core::fs::exists(path));
}

TEST_CASE("a scratch folder beside nothing is refused", "[core]") {
  const support::TempFolder folder;
  CHECK_THROWS_AS(ScratchFolder::beside(folder / "no/such/place"), core::Error);
}
