// SPDX-License-Identifier: Apache-2.0
// The sheet and the facts of an image taken unsigned come from a suspect host: what is not as the program writes it is refused.
#include "custody/unsigned_sheet.h"

#include <catch2/catch.hpp>

#include "core/durable_file.h"
#include "core/error.h"
#include "tests/support/temp_folder.h"

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

const std::string kDigits(64, 'a');

Object good_facts() {
  return {{"blocks_root", acquire::BlockDigests().root().hex()},
          {"bytes", 4096},
          {"finished", "2025-01-02T03:04:12.000000Z"},
          {"item", "EV-9"},
          {"md5", nullptr},
          {"notice", "imaged while the system ran"},
          {"program", "exhibit 1"},
          {"sha1", nullptr},
          {"sha256", core::sha256({}).hex()},
          {"smart_after", Object{}},
          {"source", Object{{"model", "M"}, {"size", 4096}}},
          {"started", "2025-01-02T03:04:11.000000Z"},
          {"unreadable", Array{Object{{"length", 512}, {"offset", 512}}}}};
}

/// A folder as the host left it.
struct Folder {
  explicit Folder(const Object& facts) : Folder(core::json::encode(facts)) {}
  explicit Folder(const std::string& facts) {
    put("EV-9.E01", "image");
    put("EV-9.facts.json", facts);
    for (const char* name : {"EV-9.E01", "EV-9.facts.json"}) {
      sheet += core::digest_file(temp.path() / name).sha256.hex() + "  " + name + "\n";
    }
  }
  void put(const std::string& name, const std::string& text) const {
    core::write_new_file(temp.path() / name, core::as_bytes(text));
  }
  custody::UnsignedSheet read() const {
    core::fs::remove(temp.path() / "EV-9.sha256");
    put("EV-9.sha256", sheet);
    return custody::read_sheet(temp.path() / "EV-9.E01", {temp.path() / "EV-9.E01"});
  }
  support::TempFolder temp;
  std::string sheet;
};

}  // namespace

TEST_CASE("a sheet whose files are all there is read with its facts", "[custody]") {
  const Folder folder(good_facts());
  const custody::UnsignedSheet sheet = folder.read();
  CHECK(sheet.digests.size() == 2);
  CHECK(sheet.facts.integer_of("bytes") == 4096);
  CHECK(sheet.facts.find("md5") == nullptr);
  CHECK(sheet.unreadable == std::vector<acquire::Range>{{512, 512}});
  acquire::ImageReading reading;
  reading.bytes = 4096;
  reading.digests.sha256 = core::sha256({});
  CHECK(custody::differences(sheet, reading).empty());
  reading.digests.sha256 = core::sha256(core::as_bytes("x"));
  CHECK(custody::differences(sheet, reading).size() == 1);
}

TEST_CASE("unreadable ranges that host and image tell differently are a difference; a raw image tells none",
          "[custody]") {
  const custody::UnsignedSheet sheet = Folder(good_facts()).read();
  acquire::ImageReading reading;
  reading.bytes = 4096;
  reading.digests.sha256 = core::sha256({});
  reading.recorded_errors = {{512, 512}};
  CHECK(custody::differences(sheet, reading).empty());
  reading.recorded_errors = {{512, 1024}};
  REQUIRE(custody::differences(sheet, reading).size() == 1);
  CHECK(custody::differences(sheet, reading)[0].find("unreadable ranges") != std::string::npos);
  reading.recorded_errors = {};
  CHECK(custody::differences(sheet, reading).empty());
}

TEST_CASE("a sheet that is no list of digests and plain names is refused", "[custody]") {
  CHECK(custody::parse_sheet(kDigits + "  a\n" + kDigits + "  b\n", "s").size() == 2);
  for (const std::string& bad :
       {kDigits + "  ../a\n", kDigits + "  .a\n", kDigits + "  a\n" + kDigits + "  a\n", kDigits + " a\n",
        kDigits + "  a", std::string("\n"), kDigits + "  \n", kDigits.substr(1) + "  a\n",
        kDigits + "  " + std::string(300, 'a') + "\n"}) {
    INFO(bad);
    CHECK_THROWS_AS(custody::parse_sheet(bad, "s"), core::Error);
  }
}

TEST_CASE("a listed file that is missing, altered or a link is named, and so is one not listed",
          "[custody]") {
  Folder folder(good_facts());
  const std::string good = folder.sheet;
  folder.sheet += kDigits + "  EV-9.blocks\n";
  CHECK_THROWS_WITH(folder.read(), Catch::Contains("EV-9.blocks"));
  folder.put("EV-9.blocks", "other");
  CHECK_THROWS_WITH(folder.read(), Catch::Contains("EV-9.blocks") && Catch::Contains("differs"));
  core::fs::remove(folder.temp.path() / "EV-9.blocks");
  core::fs::create_symlink("EV-9.E01", folder.temp.path() / "EV-9.blocks");
  CHECK_THROWS_WITH(folder.read(), Catch::Contains("no such file"));
  folder.sheet = good.substr(good.find('\n') + 1);
  CHECK_THROWS_WITH(folder.read(), Catch::Contains("does not list EV-9.E01"));
}

TEST_CASE("facts that the program would not have written are refused", "[custody]") {
  const auto refused = [](const char* member, const Value& value) {
    Object facts = good_facts();
    facts[member] = value;
    CHECK_THROWS_AS(Folder(facts).read(), core::Error);
  };
  refused("bytes", -1);
  refused("bytes", "4096");
  refused("sha256", "ff");
  refused("started", "yesterday");
  refused("item", "../x");
  refused("source", "disk");
  refused("unreadable", Array{Object{{"length", 512}, {"offset", 4096}}});
  refused("unreadable", Array{Object{{"length", 0}, {"offset", 0}}});
  refused("more", 1);
  refused("notice", "a\tb");
  Object facts = good_facts();
  facts.erase("notice");
  CHECK_THROWS_AS(Folder(facts).read(), core::Error);
  for (const char* text : {"", "[]", "{", "null"}) {
    CHECK_THROWS_AS(Folder(std::string(text)).read(), core::Error);
  }
}
