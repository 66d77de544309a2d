// SPDX-License-Identifier: Apache-2.0
// The list of further folders says where to look, and nothing else.
#include "core/set_places.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "core/durable_file.h"
#include "core/error.h"
#include "tests/support/temp_folder.h"

using core::SetPlaces;

namespace {

void write(const core::Path& path, const std::string& text) {
  core::write_new_file(path, core::as_bytes(text));
}

core::Path made(const core::Path& folder) {
  core::create_new_directory(folder);
  return folder;
}

}  // namespace

TEST_CASE("files of a set are found in the folders that the list beside it names", "[core]") {
  const support::TempFolder folder;
  const core::Path home = made(folder / "home");
  const core::Path one = made(folder / "one");
  const core::Path two = made(folder / "two");
  CHECK(SetPlaces(home, "X").further().empty());
  CHECK(SetPlaces(home, "X").find("X.E01") == home / "X.E01");
  SetPlaces(home, "X").set_further({one, two});
  const SetPlaces places(home, "X");
  CHECK(places.further() == std::vector{one, two});
  CHECK(places.find("X.E02") == home / "X.E02");
  write(two / "X.E02", "two");
  CHECK(places.find("X.E02") == two / "X.E02");
  write(one / "X.E02", "one");
  CHECK(places.find("X.E02") == one / "X.E02");
  write(home / "X.E02", "home");
  CHECK(places.find("X.E02") == home / "X.E02");
  CHECK(SetPlaces(home, "Y").further().empty());
}

TEST_CASE("a list of folders that is hostile names no file but a plain one", "[core]") {
  const support::TempFolder folder;
  const core::Path home = made(folder / "home");
  const core::Path other = made(folder / "other");
  std::string text = "\n relative\n../other\n" + std::string(1, '\0') + "/x\n" + other.native() + "\n";
  write(home / "X.places", text);
  CHECK(SetPlaces(home, "X").further() == std::vector{other});
  REQUIRE(::symlink("/etc/passwd", (other / "X.E01").c_str()) == 0);
  CHECK(SetPlaces(home, "X").find("X.E01") == home / "X.E01");
  REQUIRE(::mkfifo((other / "X.E02").c_str(), 0600) == 0);
  CHECK(SetPlaces(home, "X").find("X.E02") == home / "X.E02");

  std::string many;
  for (int i = 0; i < 1000; ++i) {
    many += "/" + std::to_string(i) + "\n";
  }
  write(home / "Y.places", many);
  CHECK(SetPlaces(home, "Y").further().size() == SetPlaces::kMostPlaces);
  write(home / "Z.places", std::string(1U << 20U, '/'));
  CHECK(SetPlaces(home, "Z").further().empty());
  REQUIRE(::symlink((home / "X.places").c_str(), (home / "L.places").c_str()) == 0);
  CHECK(SetPlaces(home, "L").further().empty());
}

TEST_CASE("a list of folders cannot take a path with a line break, nor more than it reads back", "[core]") {
  const support::TempFolder folder;
  SetPlaces places(folder.path(), "X");
  CHECK_THROWS_AS(places.set_further({"/a\nb"}), core::Error);
  CHECK_THROWS_AS(places.set_further(std::vector<core::Path>(SetPlaces::kMostPlaces + 1, "/a")), core::Error);
  CHECK(!core::fs::exists(folder / "X.places"));
}
