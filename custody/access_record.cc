// SPDX-License-Identifier: Apache-2.0
#include "custody/access_record.h"

#include "custody/acquisition_record.h"
#include "custody/handover.h"
#include "custody/incoming.h"
#include "custody/pending.h"
#include "custody/restriction.h"

namespace custody {
namespace {

std::string count_of(std::uint64_t count, const char* one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

std::uint64_t total_of(const std::vector<acquire::Range>& ranges) {
  std::uint64_t out = 0;
  for (const acquire::Range& range : ranges) {
    out += range.length;
  }
  return out;
}

Draft draft_of(const Ledger& ledger, const AccessIntent& intent, const std::string& range,
               const UnlockedKey& by) {
  const auto restriction = restricted_by(ledger.store(), intent.image);
  const std::string late = restriction ? "mounted before the restriction of " +
                                             entry_words(ledger.store(), "restriction", *restriction) + "; "
                                       : "";
  return draft_access(intent.image, restriction ? "viewed" : "mounted",
                      late + range + "; " + mount_name(intent), intent.reason, by);
}

}  // namespace

std::string range_text(const std::vector<acquire::Range>& ranges) {
  if (ranges.empty()) {
    return "no bytes";
  }
  std::string out;
  for (std::size_t i = 0; ranges.size() <= kListedRanges && i < ranges.size(); ++i) {
    out += (i == 0 ? "bytes " : ", ") + std::to_string(ranges[i].offset) + "-" +
           std::to_string(ranges[i].offset + ranges[i].length - 1);
  }
  const std::string sum = count_of(ranges.size(), "range") + ", " + count_of(total_of(ranges), "byte");
  return out.empty() ? sum : out + " (" + sum + ")";
}

std::string mount_name(const AccessIntent& intent) { return "mount " + intent.id; }

Draft draft_mounted(const Ledger& ledger, const AccessIntent& intent, const MountReading& reading,
                    const UnlockedKey& by) {
  std::string text = range_text(reading.read);
  std::vector<DraftAttachment> lists;
  if (reading.read.size() > kListedRanges) {
    lists.push_back(stage_attachment_bytes(ledger.folder(), intent.image + ".ranges",
                                           core::as_bytes(ranges_file(reading.read))));
    text += ", listed in attachment " + lists.back().sha256.hex();
  }
  if (reading.unit > 1) {
    text += ", rounded outward to " + count_of(reading.unit, "byte");
  }
  if (!reading.refused.empty()) {
    text += "; not given out since damaged: " + range_text(reading.refused);
  }
  Draft out = draft_of(ledger, intent, text, by);
  out.attachments = std::move(lists);
  return out;
}

Draft draft_cut_off(const Ledger& ledger, const AccessIntent& intent, const UnlockedKey& by) {
  return draft_of(ledger, intent,
                  "not known: mounted by key " + std::string(fingerprint_of(intent.key)) + " since " +
                      intent.since + ", cut off and recorded afterwards",
                  by);
}

}  // namespace custody
