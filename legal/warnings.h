// SPDX-License-Identifier: Apache-2.0
// What a rule's element asks to be warned of, where the records show it: docs/rules.md lists the names.
#pragma once

#include <vector>

#include "legal/fact.h"
#include "legal/law/rule.h"

namespace legal {

/// Those of the element's warnings that hold, in its order.
std::vector<Bilingual> warnings_of(const ItemCase& item, const Element& element);

}  // namespace legal
