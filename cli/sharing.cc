// SPDX-License-Identifier: Apache-2.0
#include "cli/sharing.h"

#include "core/durable_file.h"
#include "core/error.h"
#include "custody/entry_label.h"
#include "custody/reference.h"
#include "legal/fixed_files.h"

namespace cli {

namespace {

constexpr std::size_t kSalt = 32;       // bytes of a fresh one
constexpr std::size_t kLeastSalt = 16;  // of one from a file

}  // namespace

FixedPolicy fixed_policy(const custody::Ledger& ledger, const std::string& label) {
  const std::string reference = custody::reference_to(ledger, custody::entry_labelled(ledger, label));
  return {legal::fixed_file(ledger, reference), reference};
}

FixedPolicy anonymisation_policy(const custody::Ledger& ledger, const std::string& label) {
  return label.empty() ? FixedPolicy{legal::shipped_anonymisation(), ""} : fixed_policy(ledger, label);
}

core::Bytes salt_of(Session& session, const std::string& file) {
  core::Bytes out(kSalt);
  if (file.empty()) {
    session.environment().random.fill(out);
    return out;
  }
  out = core::read_file(file, 4096);
  if (out.size() < kLeastSalt) {
    core::fail_usage("--salt-file has " + std::to_string(out.size()) + " bytes; a salt has " +
                     std::to_string(kLeastSalt) + " at least, and nobody may foresee it");
  }
  return out;
}

legal::Anonymiser anonymiser_of(const legal::Records& records, const FixedPolicy& policy,
                                const std::string& language, core::ByteView salt, const MayStand& may) {
  const auto profile = legal::parse_anonymisation(policy.bytes, "the anonymisation profile");
  std::vector<std::string> kept = may.allowed;
  kept.push_back(may.incident);
  return {legal::identities_of(records, profile), profile, salt, language, kept};
}

}  // namespace cli
