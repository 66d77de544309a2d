// SPDX-License-Identifier: Apache-2.0
// The receiver's side of a handover apart: a signed answer to a release, in a file that travels back.
#pragma once

#include "core/clock.h"
#include "custody/handover.h"
#include "custody/release_request.h"

namespace custody {

/// The text an answer's signature is over: context line, canonical JSON of the answer, line feed.
std::string answer_text(const core::json::Value& answer);

struct Answer {
  std::uint64_t release = 0;  // seq
  core::json::Value answer;   // member `answer` of the entry to be
  core::Bytes signature;      // key id and signature, as in a note
  std::vector<Disclosure> disclosures;

  bool accepts() const { return answer.boolean_of("accept").value_or(false); }
  /// The answer file: one line of JSON.
  std::string text() const;
  /// Throws Error when the text is no answer file. Nothing of it is verified: append checks it against the ledger.
  static Answer parse(std::string_view text);
};

/// Signs on the receiver's own device, which needs neither the case nor a network.
Answer sign_answer(const ReleaseRequest& request, bool accept, const HandoverChecks& checks,
                   const std::string& reason, const UnlockedKey& by, const core::Clock& clock,
                   core::Random& random);

/// The entry that completes the handover or records its refusal. Throws Error when the answer is to no release of this case.
Draft draft_answer(const Ledger& ledger, const Answer& answer, const UnlockedKey& by);

}  // namespace custody
