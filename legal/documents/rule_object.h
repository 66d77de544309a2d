// SPDX-License-Identifier: Apache-2.0
// A rule as documents print it.
#pragma once

#include "legal/documents/document.h"
#include "legal/law/rule.h"

namespace legal {

/// Its members in the document's language, and `notice`: what must be printed with it in this case, or null.
core::json::Object rule_object(const DocumentWork& work, const Rule& rule);

}  // namespace legal
