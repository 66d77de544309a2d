// SPDX-License-Identifier: Apache-2.0
#include "custody/reference.h"

#include "core/error.h"
#include "core/merkle.h"

namespace custody {

std::string reference_to(const Ledger& ledger, std::uint64_t seq) {
  const auto leaf = ledger.store().leaf(seq);
  if (!leaf) {
    core::fail("not recorded: this case has no entry " + ledger.label(seq) +
               "; 'exhibit log' lists the entries");
  }
  return core::merkle::leaf_hash(*leaf).hex();
}

std::vector<std::string> about_of(const Ledger& ledger, std::uint64_t seq) {
  reference_to(ledger, seq);  // says so when there is none
  std::vector<std::string> out;
  for (const About& about : ledger.entry(seq).about) {
    out.push_back(about.id);
  }
  return out;
}

}  // namespace custody
