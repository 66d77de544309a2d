// SPDX-License-Identifier: Apache-2.0
// Trust policies: the example of the C2SP page, each rule of its syntax, and which witnesses are enough.
#include "custody/policy.h"

#include <catch2/catch.hpp>

#include "core/digest.h"
#include "tests/support/log_maker.h"

using custody::Policy;
using custody::WitnessKey;

namespace {

custody::PublicKey key_of(const std::string& word) {
  return custody::PrivateKey::from_seed(core::sha256(core::as_bytes(word)).view()).public_key();
}
std::string vkey(const std::string& word) { return WitnessKey{"example.org/" + word, key_of(word)}.text(); }
std::string log_vkey(const std::string& word) {
  return custody::VerifierKey{"example.org/" + word, key_of(word)}.text();
}
std::string witness(const std::string& name) { return "witness " + name + " " + vkey(name) + "\n"; }

/// The policy, or the empty one with the complaint shown.
Policy parsed(const std::string& text) {
  auto out = Policy::parse(text);
  INFO((std::holds_alternative<std::string>(out) ? std::get<std::string>(out) : ""));
  REQUIRE(std::holds_alternative<Policy>(out));
  return std::get<Policy>(std::move(out));
}
std::string complaint(const std::string& text) {
  const auto out = Policy::parse(text);
  return std::holds_alternative<std::string>(out) ? std::get<std::string>(out) : "accepted";
}

// c2sp.org/tlog-policy, "Example policy", with keys in it.
const std::string kExample =
    "log " + log_vkey("log") + "\n\n" + witness("X1") + witness("X2") + witness("X3") +
    "group X-witnesses 2 X1 X2 X3\n\n" + witness("Y1") + witness("Y2") + witness("Y3") +
    "group Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";

}  // namespace

TEST_CASE("the page's example: two of three here and one of three there", "[custody]") {
  const Policy policy = parsed(kExample);
  CHECK(policy.logs().size() == 1);
  CHECK(policy.witnesses().size() == 6);
  CHECK(policy.met_by({"X1", "X3", "Y2"}));
  CHECK(policy.met_by({"X1", "X2", "X3", "Y1", "Y2", "Y3"}));
  CHECK_FALSE(policy.met_by({"X1", "X2", "X3"}));
  CHECK_FALSE(policy.met_by({"X1", "Y1", "Y2", "Y3"}));
  CHECK_FALSE(policy.met_by({}));
  CHECK_FALSE(policy.met_by({"X-witnesses", "Y-witnesses"}));  // names of groups are no witnesses
  CHECK_FALSE(policy.met_by({"X-and-Y"}));
}

TEST_CASE("a quorum may be none or one witness", "[custody]") {
  CHECK(parsed("quorum none\n").met_by({}));
  const Policy one = parsed(witness("A") + witness("B") + "quorum A\n");
  CHECK(one.met_by({"A"}));
  CHECK_FALSE(one.met_by({"B"}));
}

TEST_CASE("white space, comments, addresses and any order of logs are as the page allows", "[custody]") {
  const Policy policy =
      parsed("# a comment \xE2\x98\x83\n\t \n  #another\n\t witness \t A  " + vkey("A") +
             " http://w.example/ \nlog " + log_vkey("a") + "\tfile:///x\n \tquorum\tA\t\nlog " +
             log_vkey("b") + "\n" + witness("\xE2\x84\xAA") + witness("K"));
  CHECK(policy.witnesses()[0].url == "http://w.example/");
  CHECK(policy.logs()[0].url == "file:///x");
  CHECK(policy.accepts_log({"example.org/b", key_of("b")}));
  CHECK_FALSE(policy.accepts_log({"example.org/a", key_of("b")}));
  CHECK_FALSE(policy.accepts_log({"example.org/c", key_of("c")}));
}

TEST_CASE("32 logs, 32 witnesses and 32 groups are taken", "[custody]") {
  std::string text;
  for (int i = 0; i < 32; ++i) {
    const std::string n = std::to_string(i);
    text += "log " + log_vkey("log" + n) + "\n" + witness("w" + n) + "group g" + n + " all w" + n +
            (i == 0 ? "" : " g" + std::to_string(i - 1)) + "\n";
  }
  const Policy policy = parsed(text + "quorum g31\n");
  std::set<std::string> all;
  for (int i = 0; i < 32; ++i) {
    CHECK_FALSE(policy.met_by(all));
    all.insert("w" + std::to_string(i));
  }
  CHECK(policy.met_by(all));
}

TEST_CASE("a policy that breaks a rule is refused, with the line", "[custody]") {
  const std::string a = witness("A");
  CHECK(complaint("") == "it has no quorum line");
  CHECK(complaint(a) == "it has no quorum line");
  CHECK_THAT(complaint("quorum none\nquorum none\n"), Catch::StartsWith("line 2 is a second quorum"));
  CHECK_THAT(complaint("quorum A\n" + a), Catch::StartsWith("line 1 names the quorum 'A'"));
  CHECK_THAT(complaint("quorum none"), Catch::Contains("does not end in a line feed"));
  for (const std::string& bad : {std::string("log\n"),
                                 std::string("log x\n"),
                                 "log " + vkey("A") + "\n",
                                 "log " + log_vkey("a") + " u more\n",
                                 "log " + log_vkey("a") + "\nlog " + log_vkey("a") + "\n",
                                 std::string("witness A\n"),
                                 "witness A " + log_vkey("A") + "\n",
                                 "witness A " + vkey("A") + " u more\n",
                                 a + "witness B " + vkey("A") + "\n",
                                 a + "witness A " + vkey("B") + "\n",
                                 "witness none " + vkey("A") + "\n",
                                 a + "group A any A\n",
                                 a + "group none any A\n",
                                 a + "group g any\n",
                                 a + "group g 0 A\n",
                                 a + "group g 2 A\n",
                                 a + "group g 01 A\n",
                                 a + "group g +1 A\n",
                                 a + "group g some A\n",
                                 a + "group g any B\n",
                                 a + "group g any none\n",
                                 a + "group g any g\n",
                                 a + "group g any A A\n",
                                 a + "group g any A\ngroup h any A\n",
                                 "group g any A\n" + a,
                                 std::string("Quorum none\n"),
                                 std::string("quorum\n"),
                                 a + "quorum none A\n",
                                 std::string("what is this\n")}) {
    INFO(bad);
    CHECK_THAT(complaint(bad + "quorum none\n"), Catch::StartsWith("line "));
  }
  for (const char c : {'\0', '\r', '\v', '\f', '\x1b', '\x7f'}) {
    CHECK_THAT(complaint(std::string("quorum none\n#") + c + "\n"), Catch::Contains("control character"));
  }
}
