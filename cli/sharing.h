// SPDX-License-Identifier: Apache-2.0
// What briefs and packages for others have in common: fixed profiles, salts, clocks, what takes the names out.
#pragma once

#include "cli/session.h"
#include "legal/sharing/anonymise.h"

namespace cli {

/// The bytes of a file fixed beforehand, and the reference to its entry; empty for one that ships.
struct FixedPolicy {
  std::string bytes, reference;
};
FixedPolicy fixed_policy(const custody::Ledger& ledger, const std::string& label);
/// Likewise of an anonymisation profile; the one that ships where no entry is named.
FixedPolicy anonymisation_policy(const custody::Ledger& ledger, const std::string& label);

/// From the file, or a fresh one where none is named.
core::Bytes salt_of(Session& session, const std::string& file);

/// What may stand in a text although it names something.
struct MayStand {
  std::string incident;
  std::vector<std::string> allowed;
};
legal::Anonymiser anonymiser_of(const legal::Records& records, const FixedPolicy& policy,
                                const std::string& language, core::ByteView salt, const MayStand& may);

}  // namespace cli
