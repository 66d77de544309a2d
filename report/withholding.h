// SPDX-License-Identifier: Apache-2.0
// What a package leaves out beside what the sender asks to keep back: worked out from the law's records (legal/sharing/disclosure.h),
// carried out by make_package().
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/json.h"
#include "custody/redaction.h"

namespace report {

/// One part of the case that stays behind, or that goes although there is a reason to hold it back.
struct CasePart {
  std::string what;    // "entry 17", "attachments/<sha256>", "documents/<file>", "evidence/EV-001/EV-001-I1"
  std::string reason;  // privilege, secrecy, conditions, restriction, choice, images, document
  std::string words;   // which rule and which entry say so; never what is held back
};

struct Withholding {
  custody::Redaction redaction;       // values and whole entries
  std::set<std::string> attachments;  // SHA-256
  std::set<std::string> documents;    // names in documents/
  std::set<std::string> items;        // things and images that are left out altogether
  std::set<std::string> images;       // whose files stay behind
  std::vector<CasePart> held, included;

  bool any() const { return !held.empty(); }
};

/// One line for people: "entry 17: privilege: ...".
std::string line_of(const CasePart& part);
/// As it is recorded and printed: [{reason, what, words}].
core::json::Array list_of(const std::vector<CasePart>& parts);

}  // namespace report
