// SPDX-License-Identifier: Apache-2.0
// What an assessment and a self-test look like as JSON and as entries.
#pragma once

#include "custody/ledger.h"
#include "legal/assess.h"

namespace legal {

/// Members entries (numbers), fact, state, text and title.
core::json::Object fact_object(const FactLine& line, const std::string& language);
/// The whole result: rules, title, item, digest, confirmed, notice, law_status and the elements.
core::json::Value assessment_object(const Assessment& result, const std::string& language);

/// Counsel's private record of a result; `object` is what assessment_object() made of it.
custody::Draft draft_assessment(const custody::Ledger& ledger, const Assessment& result,
                                const core::json::Value& object, const custody::UnlockedKey& by);

struct SelfTestRecord {
  std::string program;  // digest of the program's own file
  std::string report;   // what was tested, with what results
  std::int64_t passed = 0, failed = 0;
};
/// Stages the report as an attachment. Throws Error when the program's digest is not known: nothing would say what was tested.
custody::Draft draft_self_test(const custody::Ledger& ledger, const SelfTestRecord& test,
                               const custody::UnlockedKey& by);

}  // namespace legal
