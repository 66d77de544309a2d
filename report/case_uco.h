// SPDX-License-Identifier: Apache-2.0
// The custody of a case as CASE/UCO 1.4.0 (JSON-LD), for tools of other laboratories: docs/case-uco.md. The same state of a
// case gives the same bytes.
#pragma once

#include <string>

#include "custody/redaction.h"

namespace report {

/// The version of both ontologies whose shapes the output was checked with.
inline constexpr const char* kCaseUcoVersion = "1.4.0";

struct CaseUco {
  std::string json_ld;
  std::uint64_t actions = 0;  // entries that are told as actions
};

/// What is kept back, or was erased, is not in it; neither are private entries. REQUIRES: inside Ledger::read_consistently().
CaseUco case_uco(const custody::Ledger& ledger, const custody::Redaction& redaction);

}  // namespace report
