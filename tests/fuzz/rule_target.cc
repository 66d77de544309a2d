// SPDX-License-Identifier: Apache-2.0
// A rule file: what is refused comes with reasons, what is read keeps what docs/rules.md promises.
#include <algorithm>

#include "core/text.h"
#include "legal/law/rule_json.h"
#include "legal/law/rule_set.h"
#include "legal/law/rule_words.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

void check_stage(const legal::Stage& stage) {
  require(!stage.id.empty() && !stage.name.en.empty() && !stage.clock.empty(),
          "a stage has id, name and clock");
  require((stage.counting == legal::Counting::none) == (stage.amount == 0), "a period has an amount");
  require(stage.amount >= stage.amount_from, "a period does not begin after its end");
}

void check_element(const legal::Element& element) {
  require(!element.id.empty() && !element.text.ja.empty(), "an element has id and text");
  const auto known = [](const std::string& fact) { return legal::is_fact_number(fact); };
  require(std::all_of(element.needs_all.begin(), element.needs_all.end(), known),
          "an element needs known facts");
}

void check_rule(const legal::Rule& rule) {
  require(!rule.id.empty() && !rule.citation.empty() && !rule.sources.empty(),
          "a rule has id, citation and source");
  require(!rule.valid_from || !rule.valid_to || *rule.valid_from <= *rule.valid_to,
          "a rule ends after it begins");
  if (const auto* duty = std::get_if<legal::Duty>(&rule.content)) {
    require(!duty->stages.empty(), "a duty has a stage");
    std::for_each(duty->stages.begin(), duty->stages.end(), check_stage);
  } else if (const auto* offence = std::get_if<legal::Offence>(&rule.content)) {
    require(!offence->elements.empty(), "an offence has an element");
  } else {
    const auto& elements = std::get<legal::Admissibility>(rule.content).elements;
    require(!elements.empty(), "a rule has an element");
    std::for_each(elements.begin(), elements.end(), check_element);
  }
  require(core::is_utf8(core::json::encode(legal::to_json(rule))), "a rule can be written as JSON");
  require(legal::changes_between(rule, rule).empty(), "a rule does not differ from itself");
  static_cast<void>(legal::faults_among({rule}));
}

}  // namespace

void run_rule(core::ByteView input) {
  const auto read = legal::parse_rule(std::string(core::as_text(input)), "sample");
  if (const auto* rule = std::get_if<legal::Rule>(&read)) {
    check_rule(*rule);
    return;
  }
  const auto& faults = std::get<std::vector<legal::RuleFault>>(read);
  require(!faults.empty(), "a refused rule comes with a reason");
  for (const legal::RuleFault& fault : faults) {
    require(!fault.why.empty() && fault.line >= 0 && fault.file == "sample",
            "a fault names file, line and reason");
    require(core::shown(fault.why) == fault.why, "a reason hides nothing");
  }
}

}  // namespace fuzz
