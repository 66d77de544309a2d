// SPDX-License-Identifier: Apache-2.0
#include "custody/entry_label.h"

#include "core/error.h"
#include "core/text.h"
#include "custody/ledger.h"
#include "custody/log_view.h"

namespace custody {
namespace {

constexpr std::size_t kShownDigits = 8;   // of a fingerprint
constexpr std::size_t kFewestDigits = 4;  // of a fingerprint
constexpr std::size_t kMostDigits = 10;   // of an entry number

[[noreturn]] void refuse(const std::string& label) {
  core::fail("this case has no entry " + core::shown(label) + "; 'exhibit log' lists the entries");
}

std::uint64_t index_named(const Ledger& ledger, const std::string& fingerprint, const std::string& label) {
  const auto logs = ledger.store().logs();
  std::uint64_t found = logs.size();
  for (std::uint64_t i = 0; i < logs.size(); ++i) {
    if (fingerprint_of(logs[i].name).starts_with(fingerprint)) {
      if (found != logs.size()) {
        core::fail("the entry '" + core::shown(label) +
                   "' could be in more than one log; give more digits of the log's fingerprint");
      }
      found = i;
    }
  }
  return found == logs.size()
             ? throw core::Error(core::ErrorCode::failed, "no log of this case has the fingerprint " +
                                                              core::shown(fingerprint) + "...")
             : found;
}

}  // namespace

std::string entry_label(const Rows& rows, std::uint64_t number) {
  const std::uint64_t index = log_index_of(number);
  return entry_label(index == 0 ? "" : origin_of_log(rows, index), seq_of(number));
}

std::string entry_label(const std::string& further_log, std::uint64_t seq) {
  return further_log.empty()
             ? std::to_string(seq)
             : std::string(fingerprint_of(further_log).substr(0, kShownDigits)) + ":" + std::to_string(seq);
}

std::uint64_t entry_labelled(const Ledger& ledger, const std::string& label) {
  const std::size_t colon = label.find(':');
  const std::string seq = colon == std::string::npos ? label : label.substr(colon + 1);
  const std::string fingerprint = colon == std::string::npos ? "" : label.substr(0, colon);
  const bool well_formed = !seq.empty() && seq.size() <= kMostDigits &&
                           seq.find_first_not_of("0123456789") == std::string::npos &&
                           (colon == std::string::npos || fingerprint.size() >= kFewestDigits) &&
                           fingerprint.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!well_formed) {
    core::fail_usage(
        "'" + core::shown(label) +
        "' names no entry; write it as 'exhibit log' prints it: 12, or 3fa2b1c4:12 in the log of a "
        "further device");
  }
  const std::uint64_t index = colon == std::string::npos ? 0 : index_named(ledger, fingerprint, label);
  const std::uint64_t number = std::stoull(seq);
  if (number >= ledger.store().head(index).size) {
    refuse(label);
  }
  return entry_number(index, number);
}

}  // namespace custody
