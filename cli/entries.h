// SPDX-License-Identifier: Apache-2.0
// What the commands that write one entry have in common.
#pragma once

#include "cli/commands.h"
#include "cli/session.h"
#include "core/text.h"
#include "custody/handover.h"
#include "custody/redaction.h"

namespace cli {

using Drafts = std::vector<custody::Draft>;

/// Prints the number of the entry and what was done; with --json the members of `more`, `entry` and `leaf_hash`.
void tell(const custody::Appended& done, const std::string& what, const Common& common,
          core::json::Object more = {});
/// "EV-001, EV-002"
std::string joined(const std::vector<std::string>& ids);
/// Each an identifier, none given twice.
void check_ids(const std::vector<std::string>& items);
/// A registered thing or image.
void check_item(const custody::Ledger& ledger, const std::string& id);
/// At least one, each registered.
void need_items(const custody::Ledger& ledger, const std::vector<std::string>& items);
/// Id, key name or vkey of a key enrolled in the case, as its key name.
std::string enrolled_key(const std::string& what, const custody::Ledger& ledger, custody::KeyStore& keys);

/// The draft, or with `secret` the private entry that holds it.
custody::Draft as_asked(const custody::Ledger& ledger, custody::Draft draft, bool secret);
custody::RedactionRequest redaction_of(const Redact& args);

/// What the parties looked at; `args` has seal, digest and condition.
template <typename Args>
custody::HandoverChecks checks_of(const Args& args) {
  return {args.seal, args.digest, core::typed_text(args.condition, "--condition")};
}

}  // namespace cli
