// SPDX-License-Identifier: Apache-2.0
#include "custody/type_rule.h"

namespace custody {

const TypeRule* rule_of(const std::string& type) {
  static const TypeRules rules = [] {
    TypeRules all = case_rules();
    all.merge(incident_rules());
    all.merge(counsel_rules());
    all.merge(exercise_rules());
    all.merge(brief_rules());
    all.merge(key_rules());
    all.merge(evidence_rules());
    all.merge(handover_rules());
    all.merge(keeping_rules());
    all.merge(package_rules());
    all.merge(disposal_rules());
    all.merge(log_rules());
    all.merge(erasure_rules());
    all.merge(private_rules());
    return all;
  }();
  const auto found = rules.find(type);
  return found == rules.end() ? nullptr : &found->second;
}

}  // namespace custody
