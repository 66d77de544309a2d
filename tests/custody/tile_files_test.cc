// SPDX-License-Identifier: Apache-2.0
// Tiles: names and sizes as C2SP tlog-tiles gives them.
#include "custody/tile_files.h"

#include <catch2/catch.hpp>
#include <map>

#include "core/merkle.h"

namespace {

std::map<std::string, core::Bytes> tiles_of(std::size_t leaves) {
  std::map<std::string, core::Bytes> out;
  custody::each_hash_tile(
      std::vector<core::Sha256>(leaves),
      [&](const std::string& path, const core::Bytes& bytes) { CHECK(out.emplace(path, bytes).second); });
  return out;
}

}  // namespace

TEST_CASE("hash tiles have the names and widths of the specification", "[custody]") {
  CHECK(tiles_of(0).empty());
  CHECK(tiles_of(1).at("0/000.p/1").size() == 32);
  const auto full = tiles_of(256);
  CHECK(full.size() == 2);
  CHECK(full.at("0/000").size() == 8192);
  const core::Sha256 root = core::merkle::root_of(std::vector<core::Sha256>(256));
  CHECK(full.at("1/000.p/1") == core::Bytes(root.bytes.begin(), root.bytes.end()));
  const auto large = tiles_of(70000);  // the specification's example
  CHECK(large.size() == 273 + 1 + 1 + 1 + 1);
  CHECK(large.contains("0/272"));
  CHECK(large.at("0/273.p/112").size() == 112 * 32);
  CHECK(large.contains("1/000"));
  CHECK(large.at("1/001.p/17").size() == 17 * 32);
  CHECK(large.at("2/000.p/1").size() == 32);
}

TEST_CASE("indexes above 999 are split in groups of three digits", "[custody]") {
  CHECK(tiles_of(256 * 1234 + 5).contains("0/x001/234.p/5"));
}

TEST_CASE("bundles hold each entry after its length and leave out what is withheld", "[custody]") {
  std::map<std::string, core::Bytes> out;
  custody::EntryBundles bundles(
      [&](const std::string& path, const core::Bytes& bytes) { out.emplace(path, bytes); });
  for (int i = 0; i < 515; ++i) {
    bundles.add(i == 300 ? std::nullopt : std::optional(core::Bytes(258, 'x')));
  }
  bundles.finish();
  CHECK(out.size() == 2);
  CHECK(out.at("entries/000").size() == std::size_t{256} * 260);
  CHECK(out.at("entries/002.p/3").at(0) == 1);
  CHECK(out.at("entries/002.p/3").at(1) == 2);
}
