// SPDX-License-Identifier: Apache-2.0
// HMAC against the test cases of RFC 4231.
#include "core/hmac.h"

#include <catch2/catch.hpp>

namespace {

std::string mac(const core::Bytes& key, std::string_view message) {
  return core::hmac_sha256(key, core::as_bytes(message)).hex();
}

}  // namespace

TEST_CASE("HMAC-SHA-256 gives what RFC 4231 lists, for short and for long keys", "[core]") {
  CHECK(mac(core::Bytes(20, 0x0b), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(mac({'J', 'e', 'f', 'e'}, "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(mac(core::Bytes(131, 0xaa), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
