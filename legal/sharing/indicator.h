// SPDX-License-Identifier: Apache-2.0
// What points to an attack and can be looked for elsewhere: digests of files, addresses of network, web and mail.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "legal/records.h"

namespace legal {

/// md5, sha-1, sha-256, ipv4, ipv6, domain, url, email.
const std::vector<std::string>& indicator_kinds();

/// The value as it is compared: in lower case where case does not count, "[.]" and "hxxp" made whole. Nullopt when it is none
/// of that kind.
std::optional<std::string> indicator_value(const std::string& kind, const std::string& text);

struct Indicator {
  std::uint64_t entry = 0;
  std::string kind, value, confidence, tlp, note;
  std::optional<core::UtcTime> first_seen, last_seen;
  core::UtcTime recorded_at;
};

/// Those of an incident that stand, private ones left out, in order of kind and value, none twice.
std::vector<Indicator> indicators_of(const Records& records, const std::string& incident);

}  // namespace legal
