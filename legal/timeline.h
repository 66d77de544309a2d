// SPDX-License-Identifier: Apache-2.0
// What happened in an incident, in order of time: from every record that names it, and the acquisitions of what is linked
// to it.
#pragma once

#include <string>
#include <vector>

#include "legal/law/rule.h"
#include "legal/records.h"

namespace legal {

struct Happening {
  core::UtcTime at;           // when it happened, as the record says; else when it was recorded
  bool by_entry = false;      // `at` is the claimed time of the entry alone
  core::UtcTime recorded_at;  // claimed time of the entry
  std::uint64_t entry = 0;
  std::string type;
  std::string track;  // evidence, detect, triage, respond, legal, review: the lane it is drawn in
  Bilingual title;    // what kind of happening; empty where `text` says it
  std::string item;   // thing or image, empty where it is about none
  std::string text;   // in words
  bool is_private = false;
};

/// By time, then by entry. Throws Error when no such incident is opened. Private entries are left out unless `with_private`.
std::vector<Happening> timeline_of(const Records& records, const std::string& incident, bool with_private);

std::string timeline_csv(const Records& records, const std::vector<Happening>& timeline);
/// A picture for a web page or a document: no script, no link, text as text. At most the first 400 happenings are drawn, and
/// the picture says how many were left out.
std::string timeline_svg(const Records& records, const std::vector<Happening>& timeline,
                         const std::string& title, const std::string& language);

}  // namespace legal
