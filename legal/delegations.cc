// SPDX-License-Identifier: Apache-2.0
#include "legal/delegations.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "legal/forms/form.h"
#include "legal/records.h"

namespace legal {

void need_power(Answers& answers, const char* power) {
  const report::CaseView view(answers.ledger);
  const Records records(view);
  auto delegations = records.of("delegation_recorded");
  std::erase_if(delegations, [&](const Record& record) {  // a part in the legal work is no power to decide
    const std::string given = records.text(record, "power");
    return given == "legal-lead" || given == "outside-counsel";
  });
  const auto fixed = records.of("policy_fixed");
  const bool organised =
      !delegations.empty() || std::any_of(fixed.begin(), fixed.end(), [&](const Record& record) {
        return records.text(record, "kind") == "organisation";
      });
  if (!organised) {
    answers.notices.push_back(std::string("no delegation is recorded in this case: nothing shows who may ") +
                              power);
    return;
  }
  const core::UtcTime now = answers.ledger.environment().clock.now();
  const std::string& key = answers.by->card.key.name;
  const bool may = std::any_of(delegations.begin(), delegations.end(), [&](const Record& record) {
    const auto until = records.time(record, "until");
    return !record.ended && records.text(record, "key") == key && records.text(record, "power") == power &&
           (!until || *until > now);
  });
  if (!may) {
    core::fail("not recorded: " + core::shown(answers.by->card.name) + " holds no live delegation to " +
               power + "; 'exhibit delegation' records one");
  }
}

}  // namespace legal
