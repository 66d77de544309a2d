// SPDX-License-Identifier: Apache-2.0
// Second question of verification: by whom outside the log, up to which entry and when it was seen. Heads that outsiders
// hold or signed are compared with the log: docs/ledger-format.md section 11, item 10.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/digest.h"
#include "core/merkle.h"
#include "custody/finding.h"
#include "custody/outsider_rows.h"
#include "custody/policy.h"

namespace custody {

/// What is there to check, from the case and from the reader.
struct Outsiders {
  std::vector<CosignedHead> cosigned;  // kept in the case or export
  std::vector<TimeStamp> stamps;       // likewise
  std::optional<Policy> policy;        // the reader's: whom to trust
  std::vector<std::string> heads;      // the reader's: checkpoints from elsewhere, cosigned or not
  std::string tsa_ca, tsa_crl;  // the reader's: PEM certificates and revocations of time-stamping authorities
  core::UtcTime now;
};

/// What is known of the log after its entries were checked.
struct LogFacts {
  std::optional<VerifierKey> log;
  bool opened_case = true;  // a policy names that log; the others follow from it
  const core::merkle::Tree& tree;
  std::uint64_t known_roots = 0;  // sizes up to this have a root that was computed from all leaves
};

struct OutsiderReport {
  Findings findings;
  std::string seen;  // in words
  bool policy_fixes_log = false;
  std::map<core::Sha256, core::UtcTime> tokens;  // by SHA-256 of the token: no earlier than this it was made
};

/// Never throws on bad input. REQUIRES: `facts` outlives the call only.
OutsiderReport verify_outsiders(const Outsiders& outsiders, const LogFacts& facts);

/// Those heads, cosignatures and stamps that are of the log; what is of none of `known` (origins) comes with the log that
/// opened the case.
Outsiders outsiders_of(const Outsiders& all, const std::string& origin, bool opened_case,
                       const std::vector<std::string>& known);

}  // namespace custody
