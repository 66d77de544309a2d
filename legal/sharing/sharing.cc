// SPDX-License-Identifier: Apache-2.0
#include "legal/sharing/sharing.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "legal/fixed_files.h"

namespace legal {

namespace {

bool is_one_of(const std::string& text, const std::vector<std::string>& texts) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

Record need_live_agreement(const Records& records, const std::string& hash, const std::string& tlp) {
  const auto agreement = records.find("agreement_recorded", hash);
  if (!agreement) {
    core::fail("--agreement names no agreement of this case; 'exhibit agreement' records one");
  }
  const std::string label = records.ledger().label(agreement->number);
  const core::UtcTime now = records.ledger().environment().clock.now();
  const auto from = records.time(*agreement, "from"), until = records.time(*agreement, "until");
  if (agreement->ended || (until && *until <= now) || (from && *from > now)) {
    core::fail("the agreement of entry " + label + " is not live" +
               (until ? " (it ran until " + until->text() + ")" : "") + "; nothing may be shared under it");
  }
  const auto most = tlp_rank(records.text(*agreement, "tlp")), asked = tlp_rank(tlp);
  if (most && (!asked || *asked > *most)) {
    core::fail("the agreement of entry " + label + " allows TLP:" + records.text(*agreement, "tlp") +
               " at most; name with --tlp what is shared");
  }
  return *agreement;
}

void need_duty(const RuleSet& rules, const std::string& id) {
  const Rule* rule = rules.find(id);
  if (rule == nullptr || std::get_if<Duty>(&rule->content) == nullptr ||
      rule->law_status != LawStatus::in_force) {
    core::fail("not shared: '" + core::shown(id) + "' is no duty that is in force");
  }
}

bool is_released(const Records& records, const Record& intake, const std::vector<std::string>& purposes) {
  const auto released = records.standing("use_released");
  return std::any_of(released.begin(), released.end(), [&](const Record& release) {
    return records.text(release, "intake") == intake.hash &&
           is_one_of(records.text(release, "purpose"), purposes);
  });
}

bool may_be_used(const Records& records, const Record& intake, const std::vector<std::string>& purposes) {
  const std::string purpose = records.text(intake, "purpose");
  return purpose.empty() || is_one_of(purpose, purposes) || is_released(records, intake, purposes);
}

}  // namespace legal
