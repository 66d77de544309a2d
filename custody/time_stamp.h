// SPDX-License-Identifier: Apache-2.0
// RFC 3161 queries and replies over OpenSSL: making a query, reading a reply, and checking it against certificates as
// they were at the time the token states.
#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/digest.h"
#include "core/random.h"

namespace custody {

/// A TimeStampReq in DER: SHA-256 imprint, a nonce of 8 bytes, certificates asked for.
core::Bytes time_stamp_query(const core::Sha256& digest, core::Random& random);
/// The imprint of a query; nullopt when it is no query with a SHA-256 imprint and a nonce.
std::optional<core::Sha256> imprint_of_query(core::ByteView query);

/// How long before the authority's certificate ends a time stamp should be renewed: 90 days, in microseconds.
inline constexpr std::int64_t kRenewBefore = std::int64_t{90} * 24 * 3600 * 1'000'000;

/// What a token states, not yet checked against anything.
struct TokenFacts {
  core::UtcTime time;           // genTime
  core::UtcTime no_later_than;  // genTime and the accuracy that the token states
  std::string authority;        // subject of the certificate that signed; empty when the token carries none
  core::UtcTime certificate_ends;
  core::Bytes token;  // the token alone, DER; what a renewal stamps
};

enum class TokenFault {
  none,
  malformed,      // no reply in DER, or one that grants nothing
  mismatch,       // another digest or nonce than the query's
  bad_signature,  // not signed by the certificate it carries, or that is none for time stamps
  untrusted,      // the chain does not lead to the certificates given
  revoked         // by a list of revocations given
};

struct TokenCheck {
  TokenFault fault = TokenFault::malformed;
  std::string why;  // in words; empty when there is no fault
  std::optional<TokenFacts> facts;
};

/// Certificates (PEM, one or more) that end in a root to be trusted; lists of revocations (PEM). Each may be empty.
struct TokenTrust {
  std::string ca, crl;
};

/// Checks all that can be checked; with no `ca` everything but whom the authority's certificate leads to.
/// Certificates are taken as at genTime. Never throws on bad bytes.
TokenCheck check_reply(core::ByteView reply, core::ByteView query, const TokenTrust& trust);

/// True when the text holds at least one certificate, or list of revocations, and nothing that cannot be read.
bool is_certificates(const std::string& pem);
bool is_revocations(const std::string& pem);
/// True when a list of revocations was in force at that time, so that `openssl ts -verify -crl_check` accepts it.
bool covers(const std::string& crl_pem, core::UtcTime time);

}  // namespace custody
