// SPDX-License-Identifier: Apache-2.0
// What the commands that write one entry have in common.
#pragma once

#include "cli/commands.h"
#include "cli/session.h"
#include "custody/handover.h"
#include "custody/redaction.h"

namespace cli {

using Drafts = std::vector<custody::Draft>;

/// Prints the entry's label and what was done; with --json the members of `more`, `entry` (its number), `label` and
/// `leaf_hash`.
void tell(const custody::Appended& done, const std::string& what, const Common& common,
          core::json::Object more = {});
/// "EV-001, EV-002"
std::string joined(const std::vector<std::string>& ids);
/// Each an identifier, none given twice.
void check_ids(const std::vector<std::string>& items);
/// A registered thing or image.
void check_item(const custody::Ledger& ledger, const std::string& id);
/// A device that has no log of its own in the case begins one.
void begin_own_log(custody::Ledger& ledger, const custody::UnlockedKey& by);
/// The identifier under which this device, whose own log has begun, registers what a person calls `id`; where that is
/// another it is said on standard error.
std::string own_item(const custody::Ledger& ledger, const std::string& id);
/// At least one, each registered.
void need_items(const custody::Ledger& ledger, const std::vector<std::string>& items);
/// Id, key name or vkey of a key enrolled in the case, as its key name.
std::string enrolled_key(const std::string& what, const custody::Ledger& ledger, custody::KeyStore& keys);

/// A time with zone; nullopt when the text is empty. Fails with `usage` when it is no such time.
std::optional<core::UtcTime> time_of(const std::string& text, const std::string& flag);
/// What the parties looked at.
custody::HandoverChecks checks_of(const HandoverWords& words);
/// All of it; the reason may be empty here.
custody::Handover handover_of(const HandoverWords& words);
/// The draft, or with `secret` the private entry that holds it.
custody::Draft as_asked(const custody::Ledger& ledger, custody::Draft draft, bool secret);
custody::RedactionRequest redaction_of(const Redact& args);

}  // namespace cli
