// SPDX-License-Identifier: Apache-2.0
// Facts recorded against a rule: element by element what the ledger shows of an item. It concludes nothing; whether
// evidence is received is the court's to say.
#pragma once

#include <string>
#include <vector>

#include "legal/fact.h"
#include "legal/law/rule.h"

namespace legal {

enum class ElementState { facts_recorded, missing, contradictory, needs_a_person, not_applicable };
/// "facts recorded", "missing", "contradictory", "needs a person", "not applicable".
const char* word_of(ElementState state);
Bilingual words_of(ElementState state);

struct AssessedElement {
  const Element* element = nullptr;
  ElementState state = ElementState::missing;
  std::vector<std::uint64_t> entries;  // that show it, rising
  Bilingual text;                      // why
  std::vector<FactLine> facts;         // each fact that it asks for
  std::vector<Bilingual> warnings;
};

/// How a rule stands for this case.
struct RuleStanding {
  bool confirmed = false;          // by counsel, as the file stands now
  std::uint64_t confirmed_by = 0;  // number of that entry
  Bilingual notice;                // what must be printed with the rule; empty: nothing
};
RuleStanding standing_of(const Records& records, const Rule& rule);

struct Assessment {
  const Rule* rule = nullptr;
  std::string item;
  RuleStanding standing;
  std::vector<AssessedElement> elements;
};

/// A pure function of ledger and rule. Throws Error when the rule has no elements (it is a duty) or there is no such item.
Assessment assess(const Records& records, const std::string& item, const Rule& rule);

}  // namespace legal
