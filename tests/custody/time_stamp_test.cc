// SPDX-License-Identifier: Apache-2.0
// Time stamp queries, and replies that are none; real authorities are in tests/cli/timestamp_*.sh.
#include "custody/time_stamp.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/fake_clock.h"

using custody::check_reply;
using custody::TokenFault;

TEST_CASE("a query carries the digest and a nonce that is new each time", "[custody]") {
  support::FixedRandom random;
  const core::Sha256 digest = core::sha256(core::as_bytes("head"));
  const core::Bytes one = custody::time_stamp_query(digest, random);
  const core::Bytes two = custody::time_stamp_query(digest, random);
  CHECK(one != two);
  CHECK(one.size() == two.size());
  CHECK(custody::imprint_of_query(one) == digest);
  const auto start = static_cast<std::size_t>(
      std::search(one.begin(), one.end(), digest.bytes.begin(), digest.bytes.end()) - one.begin());
  REQUIRE(start < one.size());
  for (std::size_t at = 0; at < one.size(); ++at) {
    INFO(at);
    CHECK_FALSE(custody::imprint_of_query(core::ByteView(one).first(at)));
    core::Bytes damaged = one;
    damaged[at] ^= 0x40U;
    CHECK((custody::imprint_of_query(damaged) != digest || at < start || at >= start + 32));
    CHECK(check_reply(damaged, one, {"", ""}).fault == TokenFault::malformed);
  }
  core::Bytes longer = one;
  longer.push_back(0);
  CHECK_FALSE(custody::imprint_of_query(longer));
}

TEST_CASE("what is no reply is malformed, whatever the certificates", "[custody]") {
  support::FixedRandom random;
  const core::Bytes query = custody::time_stamp_query(core::sha256({}), random);
  // A refusal: PKIStatusInfo with status 2, text "no".
  const core::Bytes refusal = *core::from_hex("300b300902010230040c026e6f");
  const auto refused = check_reply(refusal, query, {"", ""});
  CHECK(refused.fault == TokenFault::malformed);
  CHECK_THAT(refused.why, Catch::Contains("the authority says: no"));
  CHECK(check_reply({}, query, {"x", "y"}).fault == TokenFault::malformed);
  CHECK(check_reply(query, query, {"x", "y"}).fault == TokenFault::malformed);
  CHECK(check_reply(refusal, {}, {"x", "y"}).fault == TokenFault::malformed);
  CHECK_FALSE(custody::is_certificates(""));
  CHECK_FALSE(custody::is_certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  CHECK_FALSE(custody::is_revocations("x"));
  CHECK_FALSE(custody::covers("", {}));
}
