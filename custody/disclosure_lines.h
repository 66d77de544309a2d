// SPDX-License-Identifier: Apache-2.0
// Disclosures as they travel: lists [seq, name, salt, value].
#pragma once

#include "custody/commitment.h"

namespace custody {

core::json::Value disclosure_value(const Disclosure& disclosure);
/// Nullopt when the value is no such list.
std::optional<Disclosure> parse_disclosure(const core::json::Value& value);

core::json::Array disclosure_list(const std::vector<Disclosure>& disclosures);
/// Nullopt when one of them is malformed.
std::optional<std::vector<Disclosure>> parse_disclosures(const core::json::Value& list);

}  // namespace custody
