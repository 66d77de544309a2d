// SPDX-License-Identifier: Apache-2.0
// Indicators as a STIX 2.1 bundle. Every identifier follows from what it names, so that the same indicators give the same bytes.
#pragma once

#include <vector>

#include "core/json.h"
#include "legal/sharing/indicator.h"

namespace legal {

/// An indicator as it may leave: its note made anonymous, times to the day unless the recipient may have them exactly.
struct SharedIndicator {
  std::string kind, value, confidence, tlp, note;
  core::UtcTime recorded_at;
  std::optional<core::UtcTime> first_seen, last_seen;
};

/// The bundle: the TLP 2.0 markings used, an observable and an indicator for each.
core::json::Value stix_bundle(const std::vector<SharedIndicator>& indicators);

std::string indicator_csv(const std::vector<SharedIndicator>& indicators);

}  // namespace legal
