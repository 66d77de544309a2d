// SPDX-License-Identifier: Apache-2.0
// What an anonymised brief may hold, as a file that is fixed beforehand: docs/anonymisation.md.
#pragma once

#include <string>
#include <vector>

#include "core/path.h"
#include "legal/law/rule.h"

namespace legal {

/// Somebody or something that the profile names, in all its spellings.
struct NamedIdentity {
  std::string kind;                // person, organisation, host or place
  std::vector<std::string> names;  // one at least
  Bilingual shown;                 // of a place or host: what stands in its stead; may be empty
};

struct AnonymisationProfile {
  std::string body;                     // who the brief is for
  std::vector<std::string> texts;       // free texts that may stand in it, of anonymisation_texts()
  std::vector<std::int64_t> counts;     // bounds of bands, rising
  std::vector<std::int64_t> sums;       // likewise, in whole units of a currency
  std::vector<std::string> deny, keep;  // words never to stand in it; words that name nobody
  std::vector<NamedIdentity> identities;
};

/// title, reports, actions, decisions, findings, improvements.
const std::vector<std::string>& anonymisation_texts();

/// Throws Error naming file, line and reason.
AnonymisationProfile parse_anonymisation(const std::string& bytes, const std::string& file);
/// The bytes of legal/anonymisation.yaml as it ships.
std::string shipped_anonymisation();

}  // namespace legal
