// SPDX-License-Identifier: Apache-2.0
// Rules together: what ships with a user's own, and what only the whole can show.
#include "legal/law/rule_set.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "core/error.h"
#include "tests/legal/rule_samples.h"
#include "tests/support/temp_folder.h"

using Catch::Matchers::Contains;
using legal::RuleSet;
using rule_samples::duty;
using rule_samples::replaced;

namespace {

/// A folder of rules that "ships" and one of the user's own.
class TwoFolders {
 public:
  TwoFolders() {
    core::fs::create_directory(shipped());
    core::fs::create_directory(own());
  }
  core::Path shipped() const { return folder_.path() / "shipped"; }
  core::Path own() const { return folder_.path() / "own"; }
  static void put(const core::Path& file, const std::string& bytes) { std::ofstream(file.native()) << bytes; }
  RuleSet load() const { return RuleSet::load({shipped(), own()}); }

 private:
  support::TempFolder folder_;
};

}  // namespace

TEST_CASE("a rule is found by id, alias and stage whatever the case of its letters", "[legal]") {
  TwoFolders test;
  TwoFolders::put(test.shipped() / "a.yaml", duty("ZZ-A") + "aliases: [ZZ-Old]\n");
  TwoFolders::put(test.own() / "b.yaml", duty("ZZ-B", "notification_sent:ZZ-a-s"));
  TwoFolders::put(test.own() / "notes.txt", "no rule");
  const RuleSet set = test.load();
  REQUIRE(set.all().size() == 2);
  for (const char* name : {"ZZ-A", "zz-a", "zz-old", "ZZ-a-S"}) {
    INFO(name);
    REQUIRE(set.find(name) != nullptr);
    CHECK(set.find(name)->id == "ZZ-A");
  }
  CHECK(set.find("ZZ-A")->shipped);
  CHECK_FALSE(set.find("ZZ-B")->shipped);
  CHECK(set.find("ZZ") == nullptr);
}

TEST_CASE("a user's rule with a name that ships is refused, and the message says so", "[legal]") {
  TwoFolders test;
  TwoFolders::put(test.shipped() / "z.yaml", duty("ZZ-A") + "aliases: [ZZ-Old]\n");
  SECTION("an id") {
    TwoFolders::put(test.own() / "a.yaml", duty("ZZ-a"));
    CHECK_THROWS_WITH(test.load(),
                      Contains("a.yaml:0: the id ZZ-a belongs to a rule that ships with this program "
                               "(z.yaml): a rule of your own needs another"));
  }
  SECTION("an alias") {
    TwoFolders::put(test.own() / "a.yaml", duty("ZZ-B") + "aliases: [ZZ-OLD]\n");
    CHECK_THROWS_WITH(test.load(), Contains("the alias ZZ-OLD belongs to a rule that ships"));
  }
  SECTION("a stage") {
    TwoFolders::put(test.own() / "a.yaml", replaced(duty("ZZ-B"), "ZZ-B-S", "ZZ-A-S"));
    CHECK_THROWS_WITH(test.load(), Contains("the stage ZZ-A-S belongs to a rule that ships"));
  }
  SECTION("two of the user's own") {
    TwoFolders::put(test.own() / "a.yaml", duty("ZZ-B"));
    TwoFolders::put(test.own() / "b.yaml", duty("ZZ-B"));
    CHECK_THROWS_WITH(test.load(), Contains("the id ZZ-B is also used in a.yaml"));
  }
}

TEST_CASE("the only stage of a rule may bear its id", "[legal]") {
  TwoFolders test;
  TwoFolders::put(test.own() / "a.yaml", replaced(duty("ZZ-A"), "ZZ-A-S", "ZZ-A"));
  CHECK(test.load().find("ZZ-A")->id == "ZZ-A");
}

TEST_CASE("clocks that wait for each other, or for nobody, are refused", "[legal]") {
  TwoFolders test;
  SECTION("for each other") {
    TwoFolders::put(test.shipped() / "a.yaml", duty("ZZ-A", "notification_sent:ZZ-B-S"));
    TwoFolders::put(test.own() / "b.yaml", duty("ZZ-B", "notification_sent:ZZ-C-S"));
    TwoFolders::put(test.own() / "c.yaml", duty("ZZ-C", "notification_sent:ZZ-A-S"));
    CHECK_THROWS_WITH(test.load(), Contains("the clock of stage ZZ-A-S never starts"));
  }
  SECTION("for itself") {
    TwoFolders::put(test.own() / "a.yaml", duty("ZZ-A", "notification_sent:ZZ-A-S"));
    CHECK_THROWS_WITH(test.load(), Contains("wait for each other"));
  }
  SECTION("for nobody") {
    TwoFolders::put(test.own() / "a.yaml", duty("ZZ-A", "notification_sent:ZZ-Q"));
    CHECK_THROWS_WITH(test.load(), Contains("waits for the notification ZZ-Q, a stage that no rule has"));
  }
  SECTION("in a long row that ends at an event is fine") {
    TwoFolders::put(test.own() / "a.yaml", duty("ZZ-A", "notification_sent:ZZ-B-S"));
    TwoFolders::put(test.own() / "b.yaml", duty("ZZ-B", "notification_sent:ZZ-C-S"));
    TwoFolders::put(test.own() / "c.yaml", duty("ZZ-C"));
    CHECK(test.load().all().size() == 3);
  }
}

TEST_CASE("a folder or file that cannot be read is an error", "[legal]") {
  TwoFolders test;
  CHECK_THROWS_WITH(RuleSet::load({test.own() / "none"}), Contains("cannot list the rules in"));
  TwoFolders::put(test.own() / "a.yaml", "id: 5\n");
  CHECK_THROWS_WITH(test.load(), Contains("own/a.yaml:1: ") && Contains("cannot use the rule"));
  core::fs::remove(test.own() / "a.yaml");
  core::fs::create_directory(test.own() / "b.yaml");
  CHECK_THROWS_AS(test.load(), core::Error);
}

TEST_CASE("the rules that ship are found, and those of a home when it has some", "[legal]") {
  TwoFolders test;
  const auto without = RuleSet::folders(test.own());
  REQUIRE(without.size() == 1);
  core::fs::create_directory(test.own() / "rules");
  const auto with = RuleSet::folders(test.own());
  REQUIRE(with.size() == 2);
  CHECK(with[1] == test.own() / "rules");
  ::setenv("EXHIBIT_RULES", test.shipped().c_str(), 1);
  CHECK(RuleSet::folders(test.own())[0] == test.shipped());
  ::unsetenv("EXHIBIT_RULES");
}
